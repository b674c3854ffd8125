//! import node:crypto createHash createHmac
//! name connectionTo {{target}}
//! doc How a client of your choice connects to {{id}}; the password is good for 15 minutes.
//! parameters 
  const now = new Date().toISOString().replaceAll(/[:-]|\.\d{3}/g, "");
  const scope = `${now.slice(0, 8)}/${process.env.AWS_REGION}/elasticache/aws4_request`;
  const query = new URLSearchParams([
    ["Action", "connect"],
    ["ResourceType", "ServerlessCache"],
    ["User", {{cache user}}],
    ["X-Amz-Algorithm", "AWS4-HMAC-SHA256"],
    ["X-Amz-Credential", `${process.env.AWS_ACCESS_KEY_ID}/${scope}`],
    ["X-Amz-Date", now],
    ["X-Amz-Expires", "900"],
    ["X-Amz-Security-Token", process.env.AWS_SESSION_TOKEN],
    ["X-Amz-SignedHeaders", "host"],
  ]);
  const sha256 = (text) => createHash("sha256").update(text).digest("hex");
  const hmac = (key, text) => createHmac("sha256", key).update(text).digest();
  const host = {{cache name}};
  const request = ["GET", "/", query, `host:${host}`, "", "host", sha256("")].join("\n");
  const text = ["AWS4-HMAC-SHA256", now, scope, sha256(request)].join("\n");
  const key = scope.split("/").reduce(hmac, `AWS4${process.env.AWS_SECRET_ACCESS_KEY}`);
  query.append("X-Amz-Signature", hmac(key, text).toString("hex"));
  return {
    host: {{variable}},
    port: 6379,
    username: {{cache user}},
    password: `${host}/?${query}`,
    tls: true,
  };
