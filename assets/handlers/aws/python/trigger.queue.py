#! name work_off_queue
#! message Message
#! test record.get("eventSource") == "aws:sqs"
#! doc Only messages that failed are delivered again.
#! shared batch BatchResponse each
#! shared correlation logger
#! parameters event: dict[str, Any], _context: object
#! returns BatchResponse
    return each(event["Records"], work)
#! then
def work(message: Message) -> None:
    """Work off one message; a message may come more than once."""
    logger.info("A message came with %s", list(message))
