//! import @aws-sdk/client-kinesis KinesisClient PutRecordCommand
//! shared clients quick
//! shared correlation correlationId
//! client const kinesis = new KinesisClient(quick);
//! name putInto {{target}}
//! doc Puts {{what}} into {{id}}; records with one partition key stay in order.
//! parameters content: {{content}}
//! returns Promise<void>
  const record = { event: "{{event}}", ...content, correlationId: correlationId() };
  await kinesis.send(
    new PutRecordCommand({
      StreamName: {{variable}},
      PartitionKey: {{partition}},
      Data: Buffer.from(JSON.stringify(record)),
    }),
  );
