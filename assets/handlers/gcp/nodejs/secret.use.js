//! package @google-cloud/secret-manager ^6.0.0 SecretManagerServiceClient
//! name readSecret
//! doc Reads the value of {{id}}.
//! parameters
  const client = new SecretManagerServiceClient();
  const [version] = await client.accessSecretVersion({
    name: {{variable}},
  });
  return version.payload.data.toString();
