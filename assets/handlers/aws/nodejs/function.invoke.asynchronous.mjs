//! import @aws-sdk/client-lambda InvokeCommand LambdaClient
//! client const lambda = new LambdaClient();
//! name invoke {{target}}
//! doc Starts {{id}} and does not wait.
//! parameters input
  await lambda.send(
    new InvokeCommand({
      FunctionName: {{variable}},
      InvocationType: "Event",
      Payload: JSON.stringify(input),
    }),
  );
