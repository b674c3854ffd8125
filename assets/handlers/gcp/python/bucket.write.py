#! package google-cloud-storage>=3.0,<4 from google.cloud import storage
#! name store_in
#! doc Store a file in {{id}}.
#! parameters name: str, content: bytes
#! returns None
    bucket = storage.Client().bucket({{variable}})
    bucket.blob(name).upload_from_string(content)
