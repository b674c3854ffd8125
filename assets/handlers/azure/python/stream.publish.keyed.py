#! package azure-eventhub>=5.15,<6
#! import azure.eventhub EventData
#! import azure.eventhub EventHubProducerClient
#! credential
#! module json
#! name send_to {{target}}
#! doc Send {{what}} to {{id}}; what has one key keeps its order.
#! parameters content: dict[str, Any]
#! returns None
    producer = EventHubProducerClient(
        os.environ["Records__fullyQualifiedNamespace"],  # noqa: SIM112
        {{variable}},
        credential,
    )
    with producer:
        producer.send_batch(
            [EventData(json.dumps({"event": "{{event}}", **content}))],
            partition_key={{partition}},
        )
