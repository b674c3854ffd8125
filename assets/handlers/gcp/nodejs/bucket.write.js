//! package @google-cloud/storage ^7.0.0 Storage
//! name storeIn
//! doc Stores a file in {{id}}.
//! parameters name, content
  const bucket = new Storage().bucket({{variable}});
  await bucket.file(name).save(content);
