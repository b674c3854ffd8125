//! package @google-cloud/firestore ^8.0.0 Firestore
//! name putInto
//! doc Writes a document of {{id}}.
//! parameters documentId, document
  const firestore = new Firestore({
    databaseId: {{variable}},
  });
  const documents = firestore.collection("{{collection}}");
  await documents.doc(documentId).set(document);
