//! import @aws-sdk/client-ssm GetParameterCommand SSMClient
//! shared clients quick
//! client const ssm = new SSMClient(quick);
//! name get {{target}}
//! doc The value of the parameter {{id}}.
//! parameters 
//! returns Promise<string | undefined>
  const { Parameter } = await ssm.send(
    new GetParameterCommand({
      Name: {{variable}},
    }),
  );
  return Parameter?.Value;
