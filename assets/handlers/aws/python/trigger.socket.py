#! name take_message
#! test "eventType" in event.get("requestContext", {}) and event.get("type") != "REQUEST"
#! doc What it gives back goes to the client.
#! parameters event: dict[str, Any], _context: object
#! returns dict[str, Any]
    request = event["requestContext"]
    logger.info("A message came from %s: %s", request["connectionId"], request["routeKey"])
    return {"statusCode": 200}
