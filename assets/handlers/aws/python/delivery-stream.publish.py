#! shared clients QUICK
#! client firehose = boto3.client("firehose", config=QUICK)
#! name deliver_to {{target}}
#! doc Give {{what}} to {{id}}, which writes it to a file later.
#! parameters content: {{content}}
#! returns None
    firehose.put_record(
        DeliveryStreamName={{variable}},
        Record={"Data": json.dumps({"event": "{{event}}", **content}).encode()},
    )
