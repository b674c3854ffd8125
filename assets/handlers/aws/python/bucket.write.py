#! shared clients QUICK
#! client s3 = boto3.client("s3", config=QUICK)
#! name write_to {{target}}
#! doc Write a file of {{id}}.
#! parameters key: str, body: bytes
#! returns None
    s3.put_object(
        Bucket={{variable}},
        Key=key,
        Body=body,
    )
