#! shared clients QUICK
#! client rds_data = boto3.client("rds-data", config=QUICK)
#! name query {{target}}
#! doc Run a statement in {{id}} and give its rows; values belong into the parameters, never into the text.
#! parameters sql: str, parameters: list[Any]
#! returns list[dict[str, Any]]
    response = rds_data.execute_statement(
        resourceArn={{variable}},
        secretArn={{database secret arn}},
        database={{database name}},
        sql=sql,
        parameters=parameters,
        formatRecordsAs="JSON",
    )
    return json.loads(response.get("formattedRecords", "[]"))
