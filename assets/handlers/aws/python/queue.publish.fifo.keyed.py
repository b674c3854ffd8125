#! shared clients QUICK
#! shared correlation correlation_id
#! client sqs = boto3.client("sqs", config=QUICK)
#! name send_to {{target}}
#! doc Send {{what}} to {{id}}; messages with one key stay in order.
#! parameters content: {{content}}
#! returns None
    named: dict[str, Any] = {"event": "{{event}}", **content}
    sqs.send_message(
        QueueUrl={{variable}},
        MessageBody=json.dumps(named),
        MessageAttributes={
            "correlationId": {"DataType": "String", "StringValue": correlation_id()},
        },
        MessageGroupId={{partition}},
    )
