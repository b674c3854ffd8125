#! name authorize
#! test event.get("type") == "REQUEST"
#! doc Refuses every request until you decide otherwise.
#! shared correlation logger
#! parameters event: dict[str, Any], _context: object
#! returns dict[str, Any]
    logger.info("A request asks to be let in: %s", event.get("routeKey"))
    return {"isAuthorized": False}
