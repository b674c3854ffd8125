#! shared clients QUICK
#! client ssm = boto3.client("ssm", config=QUICK)
#! name get {{target}}
#! doc Read the parameter {{id}}.
#! parameters 
#! returns str
    response = ssm.get_parameter(
        Name={{variable}},
    )
    return response["Parameter"].get("Value", "")
