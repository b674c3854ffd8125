#! package google-cloud-firestore>=2.21,<3 from google.cloud import firestore
#! name read
#! doc Read a document of {{id}}, or tell that there is none.
#! parameters document_id: str
#! returns dict[str, Any] | None
    client = firestore.Client(database={{variable}})
    documents = client.collection("{{collection}}")
    return documents.document(document_id).get().to_dict()
