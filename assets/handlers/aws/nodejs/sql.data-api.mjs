//! import @aws-sdk/client-rds-data ExecuteStatementCommand RDSDataClient
//! client const rdsData = new RDSDataClient();
//! name query {{target}}
//! doc Runs a statement in {{id}} and gives its rows; values belong into the parameters, never into the text.
//! parameters sql, parameters = []
  const { formattedRecords } = await rdsData.send(
    new ExecuteStatementCommand({
      resourceArn: {{variable}},
      secretArn: {{database secret arn}},
      database: {{database name}},
      sql,
      parameters,
      formatRecordsAs: "JSON",
    }),
  );
  return JSON.parse(formattedRecords ?? "[]");
