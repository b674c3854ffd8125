#! name take_messages
#! test record.get("EventSource") == "aws:sns"
#! doc A failure brings the message again.
#! parameters event: dict[str, Any], _context: object
#! returns None
    for record in event["Records"]:
        logger.info("The message %s came", record["Sns"]["MessageId"])
