#! name answer_request
#! test "http" in event.get("requestContext", {}) and event.get("type") != "REQUEST"
#! doc Answers {{routes}}.
#! parameters event: dict[str, Any], _context: object
#! returns dict[str, Any]
    request = json.loads(event.get("body") or "{}")
    return {
        "statusCode": 200,
        "headers": {"content-type": "application/json"},
        "body": json.dumps({"received": list(request)}),
    }
