#! name follow_table
#! test record.get("eventSource") == "aws:dynamodb"
#! doc Stops at the first change that fails, so that order is kept.
#! shared batch BatchResponse until_failure
#! shared correlation correlated logger
#! parameters event: dict[str, Any], _context: object
#! returns BatchResponse
    return until_failure(event["Records"], ("dynamodb", "SequenceNumber"), follow)
#! then
def follow(record: dict[str, Any]) -> None:
    """Follow one change; it may come more than once."""
    with correlated(record["eventID"]):
        logger.info("An item changed: %s %s", record["eventName"], record["dynamodb"]["Keys"])
