//! package @azure/web-pubsub ^1.2.0
//! import @azure/web-pubsub WebPubSubServiceClient
//! credential
//! name sendTo {{target}}
//! doc Sends a message to one connection of {{id}}.
//! parameters connectionId, content
  const client = new WebPubSubServiceClient({{variable}}, credential, {{second}});
  await client.sendToConnection(connectionId, content);
