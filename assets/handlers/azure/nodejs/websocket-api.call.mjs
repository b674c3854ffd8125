//! package @azure/web-pubsub ^1.2.0
//! import @azure/web-pubsub WebPubSubServiceClient
//! credential
//! name sendTo {{target}}
//! doc Sends a message to one connection of {{id}}; gives up after the time that the design allows.
//! parameters connectionId, content
  const client = new WebPubSubServiceClient({{variable}}, credential, {{second}}, {
    retryOptions: { maxRetries: {{retries}} },
  });
  const abortSignal = AbortSignal.timeout({{milliseconds}});
  await client.sendToConnection(connectionId, content, { abortSignal });
