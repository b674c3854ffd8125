#! client ssm = boto3.client("ssm")
#! name get {{target}}
#! doc Read the parameter {{id}}.
#! parameters 
#! returns str
    response = ssm.get_parameter(
        Name={{variable}},
    )
    return response["Parameter"]["Value"]
