#! shared clients PATIENT
#! shared correlation correlation_id
#! client step_functions = boto3.client("stepfunctions", config=PATIENT)
#! name start {{target}}
#! doc Start a run of {{id}}. Starting it twice under one name is starting it once.
#! parameters name: str, content: dict[str, Any]
#! returns None
    step_functions.start_execution(
        stateMachineArn={{variable}},
        name=name,
        input=json.dumps({**content, "correlationId": correlation_id()}),
    )
