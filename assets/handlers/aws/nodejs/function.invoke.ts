//! import @aws-sdk/client-lambda InvokeCommand LambdaClient
//! shared clients patient
//! shared correlation correlationId
//! client const lambda = new LambdaClient(patient);
//! name invoke {{target}}
//! doc Calls {{id}} and waits for its answer.
//! parameters input: object
//! returns Promise<unknown>
  const { FunctionError, Payload } = await lambda.send(
    new InvokeCommand({
      FunctionName: {{variable}},
      InvocationType: "RequestResponse",
      Payload: JSON.stringify({ ...input, correlationId: correlationId() }),
    }),
  );
  if (FunctionError !== undefined) {
    throw new Error(`The function failed: ${FunctionError}`);
  }
  return JSON.parse(Payload?.transformToString() ?? "null");
