//! import @aws-sdk/client-sfn SFNClient StartExecutionCommand
//! client const stepFunctions = new SFNClient();
//! name start {{target}}
//! doc Starts a run of {{id}}. Starting it twice under one name is starting it once.
//! parameters name, input
  await stepFunctions.send(
    new StartExecutionCommand({
      stateMachineArn: {{variable}},
      name,
      input: JSON.stringify(input),
    }),
  );
