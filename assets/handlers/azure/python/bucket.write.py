#! package azure-storage-blob>=12.26,<13
#! import azure.storage.blob ContainerClient
#! credential
#! name write_to {{target}}
#! doc Write a file of {{id}}.
#! parameters name: str, body: bytes
#! returns None
    container = ContainerClient.from_container_url({{variable}}, credential)
    container.upload_blob(name, body, overwrite=True)
