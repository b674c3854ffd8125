//! package @azure/event-hubs ^6.0.0
//! import @azure/event-hubs EventHubProducerClient
//! credential
//! name sendTo {{target}}
//! doc Sends {{what}} to {{id}}; what has one key keeps its order.
//! parameters content
  const namespace = required("Records__fullyQualifiedNamespace");
  const producer = new EventHubProducerClient(namespace, {{variable}}, credential);
  try {
    await producer.sendBatch([{ body: { event: "{{event}}", ...content } }], {
      partitionKey: {{partition}},
    });
  } finally {
    await producer.close();
  }
