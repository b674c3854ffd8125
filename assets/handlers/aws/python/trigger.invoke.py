#! name run
#! parameters event: dict[str, Any], _context: object
#! returns dict[str, Any]
    logger.info("Started with %s", list(event))
    return {}
