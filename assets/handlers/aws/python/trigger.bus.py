#! name take_event
#! test "detail-type" in event
#! doc A failure brings the event again.
#! parameters event: dict[str, Any], _context: object
#! returns None
    logger.info("The event %s came: %s", event["id"], event["detail-type"])
