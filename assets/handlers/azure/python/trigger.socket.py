@app.route(
    route="{{route}}",
    methods=["OPTIONS", "POST"],
    auth_level=func.AuthLevel.FUNCTION,
)
def {{handler}}(request: func.HttpRequest) -> func.HttpResponse:
    """Take {{key}} of {{id}}."""
    if request.method == "OPTIONS":
        # Web PubSub asks once whether its events are welcome.
        return func.HttpResponse(headers={"WebHook-Allowed-Origin": "*"})
    logger.info("{{key}} of %s", request.headers.get("ce-connectionId"))
    return func.HttpResponse(status_code=204)
