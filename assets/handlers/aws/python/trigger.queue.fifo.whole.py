#! name work_off_queue
#! message Message
#! test record.get("eventSource") == "aws:sqs"
#! doc After a failure the whole batch is delivered again.
#! shared batch each_in_order whole
#! shared correlation logger
#! parameters event: dict[str, Any], _context: object
#! returns None
    whole(each_in_order(event["Records"], work))
#! then
def work(message: Message) -> None:
    """Work off one message; a message may come more than once."""
    logger.info("A message came with %s", list(message))
