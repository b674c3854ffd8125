//! import @aws-sdk/client-sqs SQSClient SendMessageCommand
//! shared clients quick
//! shared correlation correlationId
//! client const sqs = new SQSClient(quick);
//! name sendTo {{target}}
//! doc Sends {{what}} to {{id}}.
//! parameters content: {{content}}, group: string
//! returns Promise<void>
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: {{variable}},
      MessageBody: JSON.stringify({ event: "{{event}}", ...content }),
      MessageAttributes: {
        correlationId: { DataType: "String", StringValue: correlationId() },
      },
      MessageGroupId: group,
    }),
  );
