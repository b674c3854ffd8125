#! client firehose = boto3.client("firehose")
#! name deliver_to {{target}}
#! doc Give {{what}} to {{id}}, which writes it to a file later.
#! parameters content: dict[str, Any]
#! returns None
    firehose.put_record(
        DeliveryStreamName={{variable}},
        Record={"Data": json.dumps({"event": "{{event}}", **content}).encode()},
    )
