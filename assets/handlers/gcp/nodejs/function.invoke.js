//! package google-auth-library ^10.0.0 GoogleAuth
//! name invoke
//! doc Calls {{id}} as this function's own account and waits for the answer.
//! parameters input
  const client = await new GoogleAuth().getIdTokenClient({{variable}});
  const answer = await client.request({
    url: {{variable}},
    method: "POST",
    data: input,
  });
  return answer.data;
