#! package azure-cosmos>=4.9,<5
#! import azure.cosmos ContainerProxy
#! import azure.cosmos CosmosClient
#! credential
#! name put_into {{target}}
#! doc Write an item of {{id}}; its id is text.
#! parameters item: dict[str, Any]
#! returns None
    client = CosmosClient({{second}}, credential)
    container: ContainerProxy = client.get_database_client(
        {{third}},
    ).get_container_client(
        {{variable}},
    )
    container.upsert_item(item)
