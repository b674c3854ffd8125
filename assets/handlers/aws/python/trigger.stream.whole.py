#! name read_stream
#! message Content
#! test record.get("eventSource") == "aws:kinesis"
#! doc After a failure the whole batch comes again.
#! shared batch until_failure whole
#! shared correlation correlated correlation_of logger
#! parameters event: dict[str, Any], _context: object
#! returns None
    whole(until_failure(event["Records"], ("kinesis", "sequenceNumber"), take))
#! then
def take(record: dict[str, Any]) -> None:
    """Read what a record holds."""
    content: Content = json.loads(base64.b64decode(record["kinesis"]["data"]))
    with correlated(correlation_of(content) or record["eventID"]):
        read(content)


def read(content: Content) -> None:
    """Work on one record; it may come more than once."""
    logger.info("A record came with %s", list(content))
