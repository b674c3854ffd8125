#! name read_stream
#! message Content
#! test record.get("eventSource") == "aws:kinesis"
#! doc Stops at the first record that fails, so that order is kept.
#! shared batch BatchResponse until_failure
#! shared correlation correlated correlation_of logger
#! parameters event: dict[str, Any], _context: object
#! returns BatchResponse
    return until_failure(event["Records"], ("kinesis", "sequenceNumber"), take)
#! then
def take(record: dict[str, Any]) -> None:
    """Read what a record holds."""
    content: Content = json.loads(base64.b64decode(record["kinesis"]["data"]))
    with correlated(correlation_of(content) or record["eventID"]):
        read(content)


def read(content: Content) -> None:
    """Work on one record; it may come more than once."""
    logger.info("A record came with %s", list(content))
