#! shared clients PATIENT
#! shared correlation correlation_id
#! client step_functions = boto3.client("stepfunctions", config=PATIENT)
#! name run {{target}}
#! doc Run {{id}} and wait for its end.
#! parameters content: dict[str, Any]
#! returns dict[str, Any]
    response = step_functions.start_sync_execution(
        stateMachineArn={{variable}},
        input=json.dumps({**content, "correlationId": correlation_id()}),
    )
    if response["status"] != "SUCCEEDED":
        raise RuntimeError(response.get("cause") or response.get("error") or response["status"])
    return json.loads(response["output"])
