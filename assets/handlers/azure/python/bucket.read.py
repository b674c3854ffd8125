#! package azure-storage-blob>=12.26,<13
#! import azure.storage.blob ContainerClient
#! credential
#! name read_from {{target}}
#! doc Read a file of {{id}}.
#! parameters name: str
#! returns bytes
    container = ContainerClient.from_container_url({{variable}}, credential)
    return container.download_blob(name).readall()
