//! import @aws-sdk/client-sns PublishCommand SNSClient
//! shared clients quick
//! shared correlation correlationId
//! client const sns = new SNSClient(quick);
//! name publishTo {{target}}
//! doc Sends {{what}} to {{id}}; messages with one key stay in order.
//! parameters content: {{content}}
//! returns Promise<void>
  await sns.send(
    new PublishCommand({
      TopicArn: {{variable}},
      Message: JSON.stringify({ event: "{{event}}", ...content }),
      MessageAttributes: {
        correlationId: { DataType: "String", StringValue: correlationId() },
      },
      MessageGroupId: {{partition}},
    }),
  );
