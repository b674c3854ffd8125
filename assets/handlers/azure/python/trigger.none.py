@app.route(
    methods=["POST"],
    auth_level=func.AuthLevel.FUNCTION,
)
def {{handler}}(request: func.HttpRequest) -> func.HttpResponse:
    """Run when it is called; nothing in the design starts it."""
    logger.info("A call came: %s", request.method)
    return func.HttpResponse("Not implemented", status_code=501)
