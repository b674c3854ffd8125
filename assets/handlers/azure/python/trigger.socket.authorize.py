@app.route(
    route="{{route}}",
    methods=["OPTIONS", "POST"],
    auth_level=func.AuthLevel.FUNCTION,
)
def {{handler}}(request: func.HttpRequest) -> func.HttpResponse:
    """Decide who may connect to {{id}}."""
    if request.method == "OPTIONS":
        # Web PubSub asks once whether its events are welcome.
        return func.HttpResponse(headers={"WebHook-Allowed-Origin": "*"})
    logger.info("Somebody wants to connect with %s", list(request.get_json().get("query", {})))
    # Nobody may, until a token is checked here. Whoever may gets userId and subprotocol as JSON.
    return func.HttpResponse(status_code=401)
