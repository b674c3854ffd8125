//! import @aws-sdk/client-dynamodb DynamoDBClient
//! import @aws-sdk/lib-dynamodb DynamoDBDocumentClient
//! shared clients quick
//! shared once doOnce
//! client const dynamodb = DynamoDBDocumentClient.from(new DynamoDBClient(quick));
//! name once
//! doc Does the work of a message, unless {{id}} says that it was done before.
//! parameters messageId: string, work: () => Promise<void>
//! returns Promise<void>
  const notes = {
    dynamodb,
    table: {{variable}},
    key: "messageId",
    expires: "{{expires}}",
    seconds: {{lease}},
  };
  await doOnce(notes, messageId, work);
