#! client session = boto3.Session()
#! name connection_to {{target}}
#! doc Say how a client of your choice connects to {{id}}; the password is good for 15 minutes.
#! parameters 
#! returns dict[str, Any]
    signer = RequestSigner(
        ServiceId("elasticache"),
        session.region_name,
        "elasticache",
        "v4",
        session.get_credentials(),
        session.events,
    )
    query = urllib.parse.urlencode(
        {
            "Action": "connect",
            "User": {{cache user}},
            "ResourceType": "ServerlessCache",
        }
    )
    token = signer.generate_presigned_url(
        {
            "method": "GET",
            "url": f"https://{{{cache name}}}/?{query}",
            "body": {},
            "headers": {},
            "context": {},
        },
        operation_name="connect",
        expires_in=900,
        region_name=session.region_name,
    )
    return {
        "host": {{variable}},
        "port": 6379,
        "username": {{cache user}},
        "password": token.removeprefix("https://"),
        "ssl": True,
    }
