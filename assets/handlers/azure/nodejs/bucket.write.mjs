//! package @azure/storage-blob ^12.28.0
//! import @azure/storage-blob ContainerClient
//! credential
//! name writeTo {{target}}
//! doc Writes a file of {{id}}.
//! parameters name, body
  const container = new ContainerClient({{variable}}, credential);
  await container.getBlockBlobClient(name).uploadData(Buffer.from(body));
