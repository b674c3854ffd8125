//! package @azure/identity ^4.12.0
//! import @azure/identity ClientSecretCredential
//! name findIn {{target}}
//! doc Finds people of {{id}} by their address.
//! parameters email
  const application = new ClientSecretCredential(
    {{second}},
    {{third}},
    {{variable}},
  );
  const { token } = await application.getToken("https://graph.microsoft.com/.default");
  const filter = encodeURIComponent(`mail eq '${email.replaceAll("'", "''")}'`);
  const response = await fetch(`https://graph.microsoft.com/v1.0/users?$filter=${filter}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  if (!response.ok) {
    throw new Error(`Microsoft Graph answered with ${response.status}`);
  }
  return (await response.json()).value;
