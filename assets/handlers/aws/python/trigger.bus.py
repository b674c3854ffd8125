#! name take_event
#! message BusEvent
#! test "detail-type" in event
#! doc A failure brings the event again.
#! shared correlation correlated correlation_of logger
#! parameters event: BusEvent, _context: object
#! returns None
    with correlated(correlation_of(event) or event["id"]):
        handle(event)
#! then
def handle(event: BusEvent) -> None:
    """Handle one event; it may come more than once."""
    logger.info("The event %s came: %s", event["id"], event["detail-type"])
