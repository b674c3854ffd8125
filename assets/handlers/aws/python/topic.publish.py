#! client sns = boto3.client("sns")
#! name publish_to {{target}}
#! doc Send {{what}} to {{id}}.
#! parameters content: dict[str, Any]
#! returns None
    sns.publish(
        TopicArn={{variable}},
        Message=json.dumps({"event": "{{event}}", **content}),
    )
