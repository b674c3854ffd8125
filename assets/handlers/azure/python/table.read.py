#! package azure-cosmos>=4.9,<5
#! import azure.cosmos ContainerProxy
#! import azure.cosmos CosmosClient
#! credential
#! name get_from {{target}}
#! doc Read the item of {{id}} with the id and the partition.
#! parameters item_id: str, partition: str
#! returns dict[str, Any]
    client = CosmosClient({{second}}, credential)
    container: ContainerProxy = client.get_database_client(
        {{third}},
    ).get_container_client(
        {{variable}},
    )
    return container.read_item(item_id, partition)
