//! import node:crypto createHash createHmac
//! name search {{target}}
//! doc Finds documents in an index of {{id}}, by a query of OpenSearch.
//! parameters index, query
  const url = new URL(`${{{variable}}}/${index}/_search`);
  const body = JSON.stringify(query);
  const sha256 = (text) => createHash("sha256").update(text).digest("hex");
  const hmac = (key, text) => createHmac("sha256", key).update(text).digest();
  const now = new Date().toISOString().replaceAll(/[:-]|\.\d{3}/g, "");
  const scope = `${now.slice(0, 8)}/${process.env.AWS_REGION}/aoss/aws4_request`;
  const headers = {
    "content-type": "application/json",
    host: url.host,
    "x-amz-content-sha256": sha256(body),
    "x-amz-date": now,
    "x-amz-security-token": process.env.AWS_SESSION_TOKEN,
  };
  const names = Object.keys(headers).join(";");
  const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}`);
  const request = ["POST", url.pathname, "", ...lines, "", names, sha256(body)].join("\n");
  const text = ["AWS4-HMAC-SHA256", now, scope, sha256(request)].join("\n");
  const key = scope.split("/").reduce(hmac, `AWS4${process.env.AWS_SECRET_ACCESS_KEY}`);
  const signature = hmac(key, text).toString("hex");
  const credential = `${process.env.AWS_ACCESS_KEY_ID}/${scope}`;
  headers.authorization = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${names}, Signature=${signature}`;
  const response = await fetch(url, { method: "POST", headers, body });
  if (!response.ok) {
    throw new Error(`{{id}} answered with ${response.status}`);
  }
  return response.json();
