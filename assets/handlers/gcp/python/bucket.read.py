#! package google-cloud-storage>=3.0,<4 from google.cloud import storage
#! name read_from
#! doc Read a file of {{id}}.
#! parameters name: str
#! returns bytes
    bucket = storage.Client().bucket({{variable}})
    return bucket.blob(name).download_as_bytes()
