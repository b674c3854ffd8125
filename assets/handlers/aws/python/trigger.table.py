#! name follow_table
#! test record.get("eventSource") == "aws:dynamodb"
#! doc Stops at the first change that fails, so that order is kept.
#! parameters event: dict[str, Any], _context: object
#! returns dict[str, Any]
    for record in event["Records"]:
        try:
            logger.info("An item changed: %s %s", record["eventName"], record["dynamodb"]["Keys"])
        except Exception:
            logger.exception("The change %s failed", record["eventID"])
            sequence = record["dynamodb"]["SequenceNumber"]
            return {"batchItemFailures": [{"itemIdentifier": sequence}]}
    return {"batchItemFailures": []}
