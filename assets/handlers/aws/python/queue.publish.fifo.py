#! client sqs = boto3.client("sqs")
#! name send_to {{target}}
#! doc Send {{what}} to {{id}}.
#! parameters content: dict[str, Any], group: str
#! returns None
    sqs.send_message(
        QueueUrl={{variable}},
        MessageBody=json.dumps({"event": "{{event}}", **content}),
        MessageGroupId=group,
    )
