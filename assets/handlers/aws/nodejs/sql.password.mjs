//! import @aws-sdk/client-secrets-manager GetSecretValueCommand SecretsManagerClient
//! import node:fs readFileSync
//! client const secretsManager = new SecretsManagerClient();
//! name connectionTo {{target}}
//! doc How a driver of your choice connects to {{id}}; the password changes from time to time. Keep at most {{pool}} open.
//! parameters 
  const { SecretString } = await secretsManager.send(
    new GetSecretValueCommand({
      SecretId: {{database secret arn}},
    }),
  );
  const { username, password } = JSON.parse(SecretString);
  return {
    host: {{variable}},
    port: {{port}},
    database: {{database name}},
    user: username,
    password,
    ssl: { ca: readFileSync("/var/runtime/ca-cert.pem") },
  };
