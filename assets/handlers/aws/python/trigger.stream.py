#! name read_stream
#! test record.get("eventSource") == "aws:kinesis"
#! doc Stops at the first record that fails, so that order is kept.
#! parameters event: dict[str, Any], _context: object
#! returns dict[str, Any]
    for record in event["Records"]:
        item = record["kinesis"]
        try:
            content = json.loads(base64.b64decode(item["data"]))
            logger.info("A record of %s came with %s", item["partitionKey"], list(content))
        except Exception:
            logger.exception("The record %s failed", record["eventID"])
            return {"batchItemFailures": [{"itemIdentifier": item["sequenceNumber"]}]}
    return {"batchItemFailures": []}
