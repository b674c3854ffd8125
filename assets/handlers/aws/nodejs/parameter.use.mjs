//! import @aws-sdk/client-ssm GetParameterCommand SSMClient
//! client const ssm = new SSMClient();
//! name get {{target}}
//! doc The value of the parameter {{id}}.
//! parameters 
  const { Parameter } = await ssm.send(
    new GetParameterCommand({
      Name: {{variable}},
    }),
  );
  return Parameter.Value;
