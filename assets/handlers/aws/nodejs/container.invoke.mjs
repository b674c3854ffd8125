//! import @aws-sdk/client-ecs ECSClient RunTaskCommand
//! client const ecs = new ECSClient();
//! name run {{target}}
//! doc Starts {{id}} and gives the task's ARN; its code finds the input in the variable INPUT.
//! parameters input
  const { tasks, failures } = await ecs.send(
    new RunTaskCommand({
      cluster: {{task cluster arn}},
      taskDefinition: {{variable}},
      launchType: "FARGATE",
      networkConfiguration: {
        awsvpcConfiguration: {
          subnets: JSON.parse({{task subnet ids}}),
          securityGroups: [{{task security group id}}],
        },
      },
      overrides: {
        containerOverrides: [
          {
            name: "{{container}}",
            environment: [{ name: "INPUT", value: JSON.stringify(input) }],
          },
        ],
      },
    }),
  );
  if (failures?.length) {
    throw new Error(`{{id}} was not started: ${failures[0].reason}`);
  }
  return tasks[0].taskArn;
