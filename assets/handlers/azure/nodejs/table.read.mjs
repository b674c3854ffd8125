//! package @azure/cosmos ^4.5.0
//! import @azure/cosmos CosmosClient
//! credential
//! name getFrom {{target}}
//! doc The item of {{id}} with the id and the partition; undefined when there is none.
//! parameters id, partition
  const client = new CosmosClient({
    endpoint: {{second}},
    aadCredentials: credential,
  });
  const container = client.database({{third}}).container({{variable}});
  const { resource } = await container.item(id, partition).read();
  return resource;
