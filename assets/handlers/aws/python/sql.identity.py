#! shared clients QUICK
#! client rds = boto3.client("rds", config=QUICK)
#! name connection_to {{target}}
#! doc Say how a driver of your choice connects to {{id}}; the password is good for 15 minutes. Keep at most {{pool}} open.
#! parameters 
#! returns dict[str, Any]
    token = rds.generate_db_auth_token(
        DBHostname={{variable}},
        Port={{port}},
        DBUsername={{database user}},
    )
    return {
        "host": {{variable}},
        "port": {{port}},
        "database": {{database name}},
        "user": {{database user}},
        "password": token,
    }
