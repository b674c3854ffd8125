//! import @aws-sdk/client-dynamodb DynamoDBClient
//! import @aws-sdk/lib-dynamodb DynamoDBDocumentClient GetCommand
//! client const dynamodb = DynamoDBDocumentClient.from(new DynamoDBClient());
//! name getFrom {{target}}
//! doc The item of {{id}} with the key; undefined when there is none.
//! parameters key
  const { Item } = await dynamodb.send(
    new GetCommand({
      TableName: {{variable}},
      Key: key,
    }),
  );
  return Item;
