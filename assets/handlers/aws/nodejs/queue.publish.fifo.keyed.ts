//! import @aws-sdk/client-sqs SQSClient SendMessageCommand
//! shared clients quick
//! shared correlation correlationId
//! client const sqs = new SQSClient(quick);
//! name sendTo {{target}}
//! doc Sends {{what}} to {{id}}; messages with one key stay in order.
//! parameters content: {{content}}
//! returns Promise<void>
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: {{variable}},
      MessageBody: JSON.stringify({ event: "{{event}}", ...content }),
      MessageAttributes: {
        correlationId: { DataType: "String", StringValue: correlationId() },
      },
      MessageGroupId: {{partition}},
    }),
  );
