@app.route(
    route="{{route}}",
    methods=["{{method}}"],
    auth_level=func.AuthLevel.FUNCTION,
)
def {{handler}}(request: func.HttpRequest) -> func.HttpResponse:
    """Answer {{method}} {{path}}."""
    logger.info("A request came: %s", request.method)
    return func.HttpResponse("Not implemented", status_code=501)
