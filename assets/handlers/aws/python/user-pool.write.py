#! shared clients QUICK
#! client cognito = boto3.client("cognito-idp", config=QUICK)
#! name create_user_in {{target}}
#! doc Make a user in {{id}}.
#! parameters username: str
#! returns dict[str, Any]
    return cognito.admin_create_user(
        UserPoolId={{variable}},
        Username=username,
    )
