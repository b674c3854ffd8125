//! import @aws-sdk/client-dynamodb DynamoDBClient
//! import @aws-sdk/lib-dynamodb DynamoDBDocumentClient PutCommand
//! client const dynamodb = DynamoDBDocumentClient.from(new DynamoDBClient());
//! name putInto {{target}}
//! doc Writes an item of {{id}}.
//! parameters item
  await dynamodb.send(
    new PutCommand({
      TableName: {{variable}},
      Item: item,
    }),
  );
