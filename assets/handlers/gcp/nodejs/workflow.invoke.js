//! package @google-cloud/workflows ^5.0.0 ExecutionsClient
//! name start
//! doc Starts a run of {{id}}; does not wait for its end.
//! parameters input
  const [run] = await new ExecutionsClient().createExecution({
    parent: {{variable}},
    execution: { argument: JSON.stringify(input) },
  });
  return run.name;
