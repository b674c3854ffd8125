#! package azure-messaging-webpubsubservice>=1.3,<2
#! import azure.messaging.webpubsubservice WebPubSubServiceClient
#! credential
#! name send_to {{target}}
#! doc Send a message to one connection of {{id}}.
#! parameters connection_id: str, content: dict[str, Any]
#! returns None
    client = WebPubSubServiceClient({{variable}}, {{second}}, credential)
    client.send_to_connection(connection_id, content)
