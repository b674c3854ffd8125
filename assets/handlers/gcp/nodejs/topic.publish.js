//! package @google-cloud/pubsub ^5.0.0 PubSub
//! name publish
//! doc Publishes {{what}} to {{id}}.
//! parameters content
  const texts = Object.entries(content).filter(([, value]) => typeof value === "string");
  const topic = new PubSub().topic({{variable}});
  await topic.publishMessage({
    json: content,
    attributes: { ...Object.fromEntries(texts), type: "{{event}}" },
  });
