//! shared signing presigned
//! name connectionTo {{target}}
//! doc How a client of your choice connects to {{id}}; the password is good for 15 minutes.
//! parameters 
//! returns Connection
//! type ../../shared/clients Connection
  return {
    host: {{variable}},
    port: 6379,
    username: {{cache user}},
    password: presigned("elasticache", {{cache name}}, [
      ["Action", "connect"],
      ["ResourceType", "ServerlessCache"],
      ["User", {{cache user}}],
    ]),
    tls: true,
  };
