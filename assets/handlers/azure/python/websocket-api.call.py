#! package azure-messaging-webpubsubservice>=1.3,<2
#! import azure.messaging.webpubsubservice WebPubSubServiceClient
#! credential
#! name send_to {{target}}
#! doc Send a message to one connection of {{id}}; give up after the time that the design allows.
#! parameters connection_id: str, content: dict[str, Any]
#! returns None
    client = WebPubSubServiceClient({{variable}}, {{second}}, credential)
    client.send_to_connection(
        connection_id,
        content,
        read_timeout={{seconds}},
        retry_total={{retries}},
    )
