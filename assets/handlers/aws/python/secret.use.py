#! shared clients QUICK
#! client secrets_manager = boto3.client("secretsmanager", config=QUICK)
#! name get {{target}}
#! doc Read the secret {{id}}.
#! parameters 
#! returns str
    response = secrets_manager.get_secret_value(
        SecretId={{variable}},
    )
    return response["SecretString"]
