#! shared clients QUICK
#! client cognito = boto3.client("cognito-idp", config=QUICK)
#! name get_user_of {{target}}
#! doc Find a user of {{id}}.
#! parameters username: str
#! returns dict[str, Any]
    return cognito.admin_get_user(
        UserPoolId={{variable}},
        Username=username,
    )
