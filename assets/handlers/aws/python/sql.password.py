#! shared clients QUICK
#! client secrets_manager = boto3.client("secretsmanager", config=QUICK)
#! name connection_to {{target}}
#! doc Say how a driver of your choice connects to {{id}}; the password changes from time to time. Keep at most {{pool}} open.
#! parameters 
#! returns dict[str, Any]
    response = secrets_manager.get_secret_value(
        SecretId={{database secret arn}},
    )
    secret = json.loads(response["SecretString"])
    return {
        "host": {{variable}},
        "port": {{port}},
        "database": {{database name}},
        "user": secret["username"],
        "password": secret["password"],
    }
