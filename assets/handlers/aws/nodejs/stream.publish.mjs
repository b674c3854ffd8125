//! import @aws-sdk/client-kinesis KinesisClient PutRecordCommand
//! client const kinesis = new KinesisClient();
//! name putInto {{target}}
//! doc Puts {{what}} into {{id}}; records with one partition key stay in order.
//! parameters content, partitionKey
  await kinesis.send(
    new PutRecordCommand({
      StreamName: {{variable}},
      PartitionKey: partitionKey,
      Data: Buffer.from(JSON.stringify({ event: "{{event}}", ...content })),
    }),
  );
