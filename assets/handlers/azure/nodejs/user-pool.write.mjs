//! package @azure/identity ^4.12.0
//! import @azure/identity ClientSecretCredential
//! name addTo {{target}}
//! doc Adds a person to {{id}}.
//! parameters person
  const application = new ClientSecretCredential(
    {{second}},
    {{third}},
    {{variable}},
  );
  const { token } = await application.getToken("https://graph.microsoft.com/.default");
  const response = await fetch("https://graph.microsoft.com/v1.0/users", {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify(person),
  });
  if (!response.ok) {
    throw new Error(`Microsoft Graph answered with ${response.status}`);
  }
  return response.json();
