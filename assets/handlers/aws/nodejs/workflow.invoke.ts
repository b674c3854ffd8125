//! import @aws-sdk/client-sfn SFNClient StartSyncExecutionCommand
//! shared clients patient
//! shared correlation correlationId
//! client const stepFunctions = new SFNClient(patient);
//! name run {{target}}
//! doc Runs {{id}} and waits for its end.
//! parameters input: object
//! returns Promise<unknown>
  const { status, output, error, cause } = await stepFunctions.send(
    new StartSyncExecutionCommand({
      stateMachineArn: {{variable}},
      input: JSON.stringify({ ...input, correlationId: correlationId() }),
    }),
  );
  if (status !== "SUCCEEDED") {
    throw new Error(cause ?? error ?? status);
  }
  return JSON.parse(output ?? "null");
