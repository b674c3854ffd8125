//! import @aws-sdk/client-dynamodb DynamoDBClient
//! import @aws-sdk/lib-dynamodb DynamoDBDocumentClient GetCommand
//! shared clients quick
//! client const dynamodb = DynamoDBDocumentClient.from(new DynamoDBClient(quick));
//! name getFrom {{target}}
//! doc The item of {{id}} with the key; undefined when there is none.
//! parameters key: Record<string, unknown>
//! returns Promise<Record<string, unknown> | undefined>
  const { Item } = await dynamodb.send(
    new GetCommand({
      TableName: {{variable}},
      Key: key,
    }),
  );
  return Item;
