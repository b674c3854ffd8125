//! import @aws-sdk/client-secrets-manager GetSecretValueCommand SecretsManagerClient
//! import node:fs readFileSync
//! type ../../shared/clients DatabaseConnection
//! shared clients quick
//! client const secretsManager = new SecretsManagerClient(quick);
//! name connectionTo {{target}}
//! doc How a driver of your choice connects to {{id}}; the password changes from time to time. Keep at most {{pool}} open.
//! parameters 
//! returns Promise<DatabaseConnection>
  const { SecretString = "{}" } = await secretsManager.send(
    new GetSecretValueCommand({
      SecretId: {{database secret arn}},
    }),
  );
  const secret = JSON.parse(SecretString) as { username: string; password: string };
  return {
    host: {{variable}},
    port: {{port}},
    database: {{database name}},
    user: secret.username,
    password: secret.password,
    ssl: { ca: readFileSync("/var/runtime/ca-cert.pem") },
  };
