//! import @aws-sdk/client-firehose FirehoseClient PutRecordCommand
//! shared clients quick
//! client const firehose = new FirehoseClient(quick);
//! name deliverTo {{target}}
//! doc Gives {{what}} to {{id}}, which writes it to a file later.
//! parameters content: {{content}}
//! returns Promise<void>
  await firehose.send(
    new PutRecordCommand({
      DeliveryStreamName: {{variable}},
      Record: { Data: Buffer.from(JSON.stringify({ event: "{{event}}", ...content })) },
    }),
  );
