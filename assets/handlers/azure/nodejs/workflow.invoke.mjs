//! credential
//! name start {{target}}
//! doc Starts a run of {{id}} and gives back its id; does not wait for its end.
//! parameters input
  const { token } = await credential.getToken("https://management.azure.com/.default");
  const response = await fetch({{variable}}, {
    method: "POST",
    headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
    body: JSON.stringify(input),
    signal: AbortSignal.timeout(10_000),
  });
  if (!response.ok) {
    throw new Error(`{{id}} was not started: ${response.status}`);
  }
  return response.headers.get("x-ms-workflow-run-id");
