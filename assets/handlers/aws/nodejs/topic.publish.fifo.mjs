//! import @aws-sdk/client-sns PublishCommand SNSClient
//! client const sns = new SNSClient();
//! name publishTo {{target}}
//! doc Sends {{what}} to {{id}}.
//! parameters content, group
  await sns.send(
    new PublishCommand({
      TopicArn: {{variable}},
      Message: JSON.stringify({ event: "{{event}}", ...content }),
      MessageGroupId: group,
    }),
  );
