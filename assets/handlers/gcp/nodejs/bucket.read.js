//! package @google-cloud/storage ^7.0.0 Storage
//! name readFrom
//! doc Reads a file of {{id}}.
//! parameters name
  const bucket = new Storage().bucket({{variable}});
  const [content] = await bucket.file(name).download();
  return content;
