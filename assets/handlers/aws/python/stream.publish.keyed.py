#! client kinesis = boto3.client("kinesis")
#! name put_into {{target}}
#! doc Put {{what}} into {{id}}; records with one partition key stay in order.
#! parameters content: dict[str, Any]
#! returns None
    kinesis.put_record(
        StreamName={{variable}},
        PartitionKey={{partition}},
        Data=json.dumps({"event": "{{event}}", **content}).encode(),
    )
