//! import @aws-sdk/client-lambda InvokeCommand LambdaClient
//! client const lambda = new LambdaClient();
//! name invoke {{target}}
//! doc Calls {{id}} and waits for its answer.
//! parameters input
  const { FunctionError, Payload } = await lambda.send(
    new InvokeCommand({
      FunctionName: {{variable}},
      InvocationType: "RequestResponse",
      Payload: JSON.stringify(input),
    }),
  );
  if (FunctionError) {
    throw new Error(FunctionError);
  }
  return JSON.parse(Payload.transformToString());
