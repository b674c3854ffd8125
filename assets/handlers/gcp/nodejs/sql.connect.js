//! package @google-cloud/cloud-sql-connector ^1.8.0 AuthTypes Connector
//! name reach
//! doc How a client of {{id}} gets there: by its private address, as this function's account.
//! parameters
  const connector = new Connector();
  const options = await connector.getOptions({
    instanceConnectionName: {{variable}},
    ipType: "PRIVATE",
    authType: AuthTypes.IAM,
  });
  return { ...options, database: {{database}} };
