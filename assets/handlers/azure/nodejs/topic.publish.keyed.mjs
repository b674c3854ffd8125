//! package @azure/service-bus ^7.9.0
//! import @azure/service-bus ServiceBusClient
//! credential
//! client const serviceBus = new ServiceBusClient(required("Messages__fullyQualifiedNamespace"), credential);
//! name sendTo {{target}}
//! doc Sends {{what}} to {{id}}.
//! parameters content
  const sender = serviceBus.createSender({{variable}});
  await sender.sendMessages({
    body: content,
    subject: "{{event}}",
    contentType: "application/json",
    // Messages of one session keep their order.
    sessionId: {{partition}},
  });
