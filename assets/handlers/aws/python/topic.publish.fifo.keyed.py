#! shared clients QUICK
#! shared correlation correlation_id
#! client sns = boto3.client("sns", config=QUICK)
#! name publish_to {{target}}
#! doc Send {{what}} to {{id}}; messages with one key stay in order.
#! parameters content: {{content}}
#! returns None
    named: dict[str, Any] = {"event": "{{event}}", **content}
    sns.publish(
        TopicArn={{variable}},
        Message=json.dumps(named),
        MessageAttributes={
            "correlationId": {"DataType": "String", "StringValue": correlation_id()},
        },
        MessageGroupId={{partition}},
    )
