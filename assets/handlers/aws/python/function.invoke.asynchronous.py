#! shared clients PATIENT
#! shared correlation correlation_id
#! client lambda_client = boto3.client("lambda", config=PATIENT)
#! name invoke {{target}}
#! doc Start {{id}} and do not wait.
#! parameters content: dict[str, Any]
#! returns None
    lambda_client.invoke(
        FunctionName={{variable}},
        InvocationType="Event",
        Payload=json.dumps({**content, "correlationId": correlation_id()}),
    )
