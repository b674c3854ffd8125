#! shared signing presigned
#! name connection_to {{target}}
#! doc Say how a client of your choice connects to {{id}}; the password is good for 15 minutes.
#! parameters 
#! returns dict[str, Any]
    token = presigned(
        "elasticache",
        {{cache name}},
        {"Action": "connect", "ResourceType": "ServerlessCache", "User": {{cache user}}},
    )
    return {
        "host": {{variable}},
        "port": 6379,
        "username": {{cache user}},
        "password": token,
        "ssl": True,
    }
