//! package @google-cloud/firestore ^8.0.0 Firestore
//! name read
//! doc Reads a document of {{id}}, or tells that there is none.
//! parameters documentId
  const firestore = new Firestore({
    databaseId: {{variable}},
  });
  const documents = firestore.collection("{{collection}}");
  const document = await documents.doc(documentId).get();
  return document.exists ? document.data() : undefined;
