@app.route(
    route="{{route}}",
    methods=["POST"],
    auth_level=func.AuthLevel.ANONYMOUS,
)
def {{handler}}(request: func.HttpRequest) -> func.HttpResponse:
    """Decide on a step of signing up; App Service has checked that the tenant asks."""
    logger.info("A step of signing up: %s", request.get_json()["data"]["@odata.type"])
    step = "microsoft.graph.attributeCollectionSubmit.continueWithDefaultBehavior"
    data = {
        "@odata.type": "microsoft.graph.onAttributeCollectionSubmitResponseData",
        "actions": [{"@odata.type": step}],
    }
    return func.HttpResponse(json.dumps({"data": data}), mimetype="application/json")
