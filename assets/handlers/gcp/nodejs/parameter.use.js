//! package @google-cloud/parametermanager ^0.5.0 ParameterManagerClient
//! name readParameter
//! doc Reads the value of {{id}}.
//! parameters
  const client = new ParameterManagerClient();
  const [version] = await client.getParameterVersion({
    name: {{variable}},
  });
  return version.payload.data.toString();
