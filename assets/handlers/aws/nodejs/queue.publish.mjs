//! import @aws-sdk/client-sqs SQSClient SendMessageCommand
//! client const sqs = new SQSClient();
//! name sendTo {{target}}
//! doc Sends {{what}} to {{id}}.
//! parameters content
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: {{variable}},
      MessageBody: JSON.stringify({ event: "{{event}}", ...content }),
    }),
  );
