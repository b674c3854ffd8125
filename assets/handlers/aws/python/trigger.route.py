#! name answer_request
#! test "http" in event.get("requestContext", {}) and event.get("type") != "REQUEST"
#! doc Answers {{routes}}.
#! shared correlation correlated logger
#! parameters event: dict[str, Any], _context: object
#! returns dict[str, Any]
    correlation = event["headers"].get("x-correlation-id") or event["requestContext"]["requestId"]
    with correlated(correlation):
        answer = respond(event)
    return {**answer, "headers": {**answer["headers"], "x-correlation-id": correlation}}
#! then
def respond(event: dict[str, Any]) -> dict[str, Any]:
    """Answer one request."""
    logger.info("A request came for %s", event["routeKey"])
    return {
        "statusCode": 200,
        "headers": {"content-type": "application/json"},
        "body": json.dumps({"route": event["routeKey"]}),
    }
