#! shared clients PATIENT
#! shared correlation correlation_id
#! client lambda_client = boto3.client("lambda", config=PATIENT)
#! name invoke {{target}}
#! doc Call {{id}} and wait for its answer.
#! parameters content: dict[str, Any]
#! returns dict[str, Any]
    response = lambda_client.invoke(
        FunctionName={{variable}},
        InvocationType="RequestResponse",
        Payload=json.dumps({**content, "correlationId": correlation_id()}),
    )
    if "FunctionError" in response:
        raise RuntimeError(response["FunctionError"])
    return json.loads(response["Payload"].read())
