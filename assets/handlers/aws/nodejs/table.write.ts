//! import @aws-sdk/client-dynamodb DynamoDBClient
//! import @aws-sdk/lib-dynamodb DynamoDBDocumentClient PutCommand
//! shared clients quick
//! client const dynamodb = DynamoDBDocumentClient.from(new DynamoDBClient(quick));
//! name putInto {{target}}
//! doc Writes an item of {{id}}.
//! parameters item: Record<string, unknown>
//! returns Promise<void>
  await dynamodb.send(
    new PutCommand({
      TableName: {{variable}},
      Item: item,
    }),
  );
