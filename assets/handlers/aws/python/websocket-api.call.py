#! name push {{target}}
#! doc Send a message to an open connection of {{id}}; tell whether it was still open.
#! parameters connection_id: str, content: dict[str, Any]
#! returns bool
    connections = boto3.client("apigatewaymanagementapi", endpoint_url={{variable}})
    try:
        connections.post_to_connection(
            ConnectionId=connection_id,
            Data=json.dumps(content).encode(),
        )
    except connections.exceptions.GoneException:
        return False
    return True
