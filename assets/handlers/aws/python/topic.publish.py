#! shared clients QUICK
#! shared correlation correlation_id
#! client sns = boto3.client("sns", config=QUICK)
#! name publish_to {{target}}
#! doc Send {{what}} to {{id}}.
#! parameters content: {{content}}
#! returns None
    sns.publish(
        TopicArn={{variable}},
        Message=json.dumps({"event": "{{event}}", **content}),
        MessageAttributes={
            "correlationId": {"DataType": "String", "StringValue": correlation_id()},
        },
    )
