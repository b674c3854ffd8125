//! package @azure/storage-blob ^12.28.0
//! import @azure/storage-blob ContainerClient
//! credential
//! name readFrom {{target}}
//! doc The text of a file of {{id}}.
//! parameters name
  const container = new ContainerClient({{variable}}, credential);
  const content = await container.getBlobClient(name).downloadToBuffer();
  return content.toString();
