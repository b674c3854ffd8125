//! package @google-cloud/pubsub ^5.0.0 PubSub
//! name publish
//! doc Publishes {{what}} to {{id}}, in order of the key that the design names.
//! parameters content
  const texts = Object.entries(content).filter(([, value]) => typeof value === "string");
  const topic = new PubSub().topic({{variable}});
  topic.setPublishOptions({ messageOrdering: true });
  await topic.publishMessage({
    json: content,
    attributes: { ...Object.fromEntries(texts), type: "{{event}}" },
    orderingKey: {{partition}},
  });
