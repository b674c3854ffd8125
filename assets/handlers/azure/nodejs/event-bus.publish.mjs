//! package @azure/eventgrid ^5.13.0
//! import @azure/eventgrid EventGridPublisherClient
//! credential
//! name publishTo {{target}}
//! doc Publishes {{what}} on {{id}}.
//! parameters content
  const client = new EventGridPublisherClient({{variable}}, "CloudEvent", credential);
  await client.send([
    {
      type: "{{event}}",
      source: "{{source}}",
      data: content,
    },
  ]);
