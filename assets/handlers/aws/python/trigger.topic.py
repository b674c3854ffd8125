#! name take_messages
#! message News
#! test record.get("EventSource") == "aws:sns"
#! doc A failure brings the message again.
#! shared correlation correlated correlation_of logger
#! parameters event: dict[str, Any], _context: object
#! returns None
    for record in event["Records"]:
        item = record["Sns"]
        message: News = json.loads(item["Message"])
        named = item["MessageAttributes"].get("correlationId", {}).get("Value")
        with correlated(named or correlation_of(message) or item["MessageId"]):
            take_message(message)
#! then
def take_message(message: News) -> None:
    """Take one message; it may come more than once."""
    logger.info("A message came with %s", list(message))
