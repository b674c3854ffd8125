//! import @aws-sdk/client-secrets-manager GetSecretValueCommand SecretsManagerClient
//! client const secretsManager = new SecretsManagerClient();
//! name get {{target}}
//! doc The value of the secret {{id}}.
//! parameters 
  const { SecretString } = await secretsManager.send(
    new GetSecretValueCommand({
      SecretId: {{variable}},
    }),
  );
  return SecretString;
