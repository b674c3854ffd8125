#! shared clients QUICK
#! client s3 = boto3.client("s3", config=QUICK)
#! name read_from {{target}}
#! doc Read a file of {{id}}.
#! parameters key: str
#! returns bytes
    response = s3.get_object(
        Bucket={{variable}},
        Key=key,
    )
    return response["Body"].read()
