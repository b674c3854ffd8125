#! package azure-servicebus>=7.14,<8
#! import azure.servicebus ServiceBusClient
#! import azure.servicebus ServiceBusMessage
#! credential
#! module json
#! client MESSAGES_HOST = os.environ["Messages__fullyQualifiedNamespace"]  # noqa: SIM112
#! client service_bus = ServiceBusClient(MESSAGES_HOST, credential)
#! name send_to {{target}}
#! doc Send {{what}} to {{id}}.
#! parameters content: dict[str, Any]
#! returns None
    message = ServiceBusMessage(
        json.dumps(content),
        subject="{{event}}",
        content_type="application/json",
        # Messages of one session keep their order.
        session_id={{partition}},
    )
    with service_bus.get_queue_sender({{variable}}) as sender:
        sender.send_messages(message)
