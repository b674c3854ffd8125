#! shared clients QUICK
#! name push {{target}}
#! keeps {{kept}} = boto3.client("apigatewaymanagementapi", config=QUICK, endpoint_url={{variable}})
#! doc Send a message to an open connection of {{id}}; tell whether it was still open.
#! parameters connection_id: str, content: dict[str, Any]
#! returns bool
    try:
        {{kept}}.post_to_connection(
            ConnectionId=connection_id,
            Data=json.dumps(content).encode(),
        )
    except {{kept}}.exceptions.GoneException:
        return False
    return True
