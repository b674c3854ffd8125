@app.route(
    route="{{route}}",
    methods=["POST"],
    auth_level=func.AuthLevel.ANONYMOUS,
)
def {{handler}}(request: func.HttpRequest) -> func.HttpResponse:
    """Do a step of a run; App Service has checked that a workflow asks."""
    logger.info("A step of a run: %s", sorted(request.get_json()))
    return func.HttpResponse(json.dumps({}), mimetype="application/json")
