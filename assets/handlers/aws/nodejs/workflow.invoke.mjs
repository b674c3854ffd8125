//! import @aws-sdk/client-sfn SFNClient StartSyncExecutionCommand
//! client const stepFunctions = new SFNClient();
//! name run {{target}}
//! doc Runs {{id}} and waits for its end.
//! parameters input
  const { status, output, error, cause } = await stepFunctions.send(
    new StartSyncExecutionCommand({
      stateMachineArn: {{variable}},
      input: JSON.stringify(input),
    }),
  );
  if (status !== "SUCCEEDED") {
    throw new Error(cause ?? error ?? status);
  }
  return JSON.parse(output);
