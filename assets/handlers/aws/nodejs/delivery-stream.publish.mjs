//! import @aws-sdk/client-firehose Firehose
//! client const firehose = new Firehose();
//! name deliverTo {{target}}
//! doc Gives {{what}} to {{id}}, which writes it to a file later.
//! parameters content
  await firehose.putRecord({
    DeliveryStreamName: {{variable}},
    Record: { Data: Buffer.from(JSON.stringify({ event: "{{event}}", ...content })) },
  });
