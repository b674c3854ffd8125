#! name take_sign_in
#! test "triggerSource" in event
#! doc What it answers goes on to the next step.
#! shared correlation logger
#! parameters event: dict[str, Any], _context: object
#! returns dict[str, Any]
    logger.info("A step of signing in: %s", event["triggerSource"])
    return event
