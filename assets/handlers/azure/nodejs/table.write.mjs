//! package @azure/cosmos ^4.5.0
//! import @azure/cosmos CosmosClient
//! credential
//! name putInto {{target}}
//! doc Writes an item of {{id}}; its id is text.
//! parameters item
  const client = new CosmosClient({
    endpoint: {{second}},
    aadCredentials: credential,
  });
  const container = client.database({{third}}).container({{variable}});
  await container.items.upsert(item);
