//! import @aws-sdk/client-sfn SFNClient StartExecutionCommand
//! shared clients patient
//! shared correlation correlationId
//! client const stepFunctions = new SFNClient(patient);
//! name start {{target}}
//! doc Starts a run of {{id}}. Starting it twice under one name is starting it once.
//! parameters name: string, input: object
//! returns Promise<void>
  await stepFunctions.send(
    new StartExecutionCommand({
      stateMachineArn: {{variable}},
      name,
      input: JSON.stringify({ ...input, correlationId: correlationId() }),
    }),
  );
