//! import @aws-sdk/rds-signer Signer
//! import node:fs readFileSync
//! type ../../shared/clients DatabaseConnection
//! name connectionTo {{target}}
//! doc How a driver of your choice connects to {{id}}; the password is good for 15 minutes. Keep at most {{pool}} open.
//! parameters 
//! returns Promise<DatabaseConnection>
  const signer = new Signer({
    hostname: {{variable}},
    port: {{port}},
    username: {{database user}},
  });
  return {
    host: {{variable}},
    port: {{port}},
    database: {{database name}},
    user: {{database user}},
    password: await signer.getAuthToken(),
    ssl: { ca: readFileSync("/var/runtime/ca-cert.pem") },
  };
