#! package google-cloud-workflows>=1.18,<2 from google.cloud.workflows import executions_v1
#! name start
#! doc Start a run of {{id}}; does not wait for its end.
#! parameters data: dict[str, Any]
#! returns str
    execution = executions_v1.Execution(argument=json.dumps(data))
    client = executions_v1.ExecutionsClient()
    return client.create_execution(parent={{variable}}, execution=execution).name
