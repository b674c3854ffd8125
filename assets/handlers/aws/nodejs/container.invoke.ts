//! import @aws-sdk/client-ecs ECSClient RunTaskCommand
//! shared clients quick
//! shared correlation correlationId
//! client const ecs = new ECSClient(quick);
//! name run {{target}}
//! doc Starts {{id}} and gives the task's ARN; its code finds the input in the variable INPUT.
//! parameters input: object
//! returns Promise<string | undefined>
  const { tasks = [], failures = [] } = await ecs.send(
    new RunTaskCommand({
      cluster: {{task cluster arn}},
      taskDefinition: {{variable}},
      launchType: "FARGATE",
      networkConfiguration: {
        awsvpcConfiguration: {
          subnets: JSON.parse({{task subnet ids}}) as string[],
          securityGroups: [{{task security group id}}],
        },
      },
      overrides: {
        containerOverrides: [
          {
            name: "{{container}}",
            environment: [
              { name: "INPUT", value: JSON.stringify(input) },
              { name: "CORRELATION_ID", value: correlationId() },
            ],
          },
        ],
      },
    }),
  );
  if (failures.length > 0) {
    const reason = failures[0]?.reason ?? "for no known reason";
    throw new Error(`The task was not started: ${reason}`);
  }
  return tasks[0]?.taskArn;
