//! import @aws-sdk/client-secrets-manager GetSecretValueCommand SecretsManagerClient
//! shared clients quick
//! client const secretsManager = new SecretsManagerClient(quick);
//! name get {{target}}
//! doc The value of the secret {{id}}.
//! parameters 
//! returns Promise<string | undefined>
  const { SecretString } = await secretsManager.send(
    new GetSecretValueCommand({
      SecretId: {{variable}},
    }),
  );
  return SecretString;
