#! name authorize_connection
#! test event.get("type") == "REQUEST" and "connectionId" in event.get("requestContext", {})
#! doc Refuses every connection until you decide otherwise.
#! shared correlation logger
#! parameters event: dict[str, Any], _context: object
#! returns dict[str, Any]
    logger.info("A client asks to connect: %s", event["requestContext"]["connectionId"])
    return {
        "principalId": "anyone",
        "policyDocument": {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Action": "execute-api:Invoke",
                    "Effect": "Deny",
                    "Resource": event["methodArn"],
                }
            ],
        },
    }
