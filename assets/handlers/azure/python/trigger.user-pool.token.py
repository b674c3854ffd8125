@app.route(
    route="{{route}}",
    methods=["POST"],
    auth_level=func.AuthLevel.ANONYMOUS,
)
def {{handler}}(request: func.HttpRequest) -> func.HttpResponse:
    """Say what a token tells of a person; App Service has checked that the tenant asks."""
    logger.info("A token is made: %s", request.get_json()["data"]["@odata.type"])
    step = "microsoft.graph.tokenIssuanceStart.provideClaimsForToken"
    data = {
        "@odata.type": "microsoft.graph.onTokenIssuanceStartResponseData",
        "actions": [{"@odata.type": step, "claims": {}}],
    }
    return func.HttpResponse(json.dumps({"data": data}), mimetype="application/json")
