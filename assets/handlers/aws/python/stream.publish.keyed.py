#! shared clients QUICK
#! shared correlation correlation_id
#! client kinesis = boto3.client("kinesis", config=QUICK)
#! name put_into {{target}}
#! doc Put {{what}} into {{id}}; records with one partition key stay in order.
#! parameters content: {{content}}
#! returns None
    named: dict[str, Any] = {"event": "{{event}}", **content}
    kinesis.put_record(
        StreamName={{variable}},
        PartitionKey={{partition}},
        Data=json.dumps({**named, "correlationId": correlation_id()}).encode(),
    )
