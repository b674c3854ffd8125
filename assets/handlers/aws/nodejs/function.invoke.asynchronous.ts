//! import @aws-sdk/client-lambda InvokeCommand LambdaClient
//! shared clients patient
//! shared correlation correlationId
//! client const lambda = new LambdaClient(patient);
//! name invoke {{target}}
//! doc Starts {{id}} and does not wait.
//! parameters input: object
//! returns Promise<void>
  await lambda.send(
    new InvokeCommand({
      FunctionName: {{variable}},
      InvocationType: "Event",
      Payload: JSON.stringify({ ...input, correlationId: correlationId() }),
    }),
  );
