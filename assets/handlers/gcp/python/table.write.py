#! package google-cloud-firestore>=2.21,<3 from google.cloud import firestore
#! name put_into
#! doc Write a document of {{id}}.
#! parameters document_id: str, document: dict[str, Any]
#! returns None
    client = firestore.Client(database={{variable}})
    documents = client.collection("{{collection}}")
    documents.document(document_id).set(document)
