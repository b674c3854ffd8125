//! package pg ^8.16.0
//! import pg Pool
//! credential
//! name connectTo {{target}}
//! doc Connects to {{id}} as a user of its own, at most {{pool}} times at once; keep what this gives.
//! parameters 
  return new Pool({
    host: {{variable}},
    database: {{second}},
    user: {{third}},
    password: async () => {
      const scope = "https://ossrdbms-aad.database.windows.net/.default";
      const { token } = await credential.getToken(scope);
      return token;
    },
    ssl: true,
    max: {{pool}},
  });
