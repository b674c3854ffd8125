#! name follow_table
#! test record.get("eventSource") == "aws:dynamodb"
#! doc After a failure the whole batch comes again.
#! shared batch until_failure whole
#! shared correlation correlated logger
#! parameters event: dict[str, Any], _context: object
#! returns None
    whole(until_failure(event["Records"], ("dynamodb", "SequenceNumber"), follow))
#! then
def follow(record: dict[str, Any]) -> None:
    """Follow one change; it may come more than once."""
    with correlated(record["eventID"]):
        logger.info("An item changed: %s %s", record["eventName"], record["dynamodb"]["Keys"])
