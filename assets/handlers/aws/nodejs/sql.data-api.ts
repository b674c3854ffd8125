//! import @aws-sdk/client-rds-data ExecuteStatementCommand RDSDataClient
//! type @aws-sdk/client-rds-data SqlParameter
//! shared clients quick
//! client const rdsData = new RDSDataClient(quick);
//! name query {{target}}
//! doc Runs a statement in {{id}} and gives its rows; values belong into the parameters, never into the text.
//! parameters sql: string, parameters: SqlParameter[] = []
//! returns Promise<Record<string, unknown>[]>
  const { formattedRecords = "[]" } = await rdsData.send(
    new ExecuteStatementCommand({
      resourceArn: {{variable}},
      secretArn: {{database secret arn}},
      database: {{database name}},
      sql,
      parameters,
      formatRecordsAs: "JSON",
    }),
  );
  return JSON.parse(formattedRecords) as Record<string, unknown>[];
