#! shared clients QUICK
#! shared correlation correlation_id
#! client sqs = boto3.client("sqs", config=QUICK)
#! name send_to {{target}}
#! doc Send {{what}} to {{id}}.
#! parameters content: {{content}}
#! returns None
    sqs.send_message(
        QueueUrl={{variable}},
        MessageBody=json.dumps({"event": "{{event}}", **content}),
        MessageAttributes={
            "correlationId": {"DataType": "String", "StringValue": correlation_id()},
        },
    )
