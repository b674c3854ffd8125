#! name take_message_of_client
#! test "eventType" in event.get("requestContext", {}) and event.get("type") != "REQUEST"
#! doc What it gives back goes to the client.
#! shared correlation correlated logger
#! parameters event: dict[str, Any], _context: object
#! returns dict[str, Any]
    request = event["requestContext"]
    with correlated(request["requestId"]):
        return react(request["connectionId"], request["routeKey"])
#! then
def react(connection_id: str, route: str) -> dict[str, Any]:
    """React to one message, or to a client that comes or goes."""
    logger.info("A message came from %s: %s", connection_id, route)
    return {"statusCode": 200}
