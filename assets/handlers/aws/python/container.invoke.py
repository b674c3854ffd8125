#! shared clients QUICK
#! shared correlation correlation_id
#! client ecs = boto3.client("ecs", config=QUICK)
#! name run {{target}}
#! doc Start {{id}} and give the task's ARN; its code finds the input in the variable INPUT.
#! parameters payload: dict[str, Any]
#! returns str
    response = ecs.run_task(
        cluster={{task cluster arn}},
        taskDefinition={{variable}},
        launchType="FARGATE",
        networkConfiguration={
            "awsvpcConfiguration": {
                "subnets": json.loads({{task subnet ids}}),
                "securityGroups": [{{task security group id}}],
            },
        },
        overrides={
            "containerOverrides": [
                {
                    "name": "{{container}}",
                    "environment": [
                        {"name": "INPUT", "value": json.dumps(payload)},
                        {"name": "CORRELATION_ID", "value": correlation_id()},
                    ],
                },
            ],
        },
    )
    if response["failures"]:
        reason = response["failures"][0].get("reason", "for no known reason")
        message = f"The task was not started: {reason}"
        raise RuntimeError(message)
    return response["tasks"][0]["taskArn"]
