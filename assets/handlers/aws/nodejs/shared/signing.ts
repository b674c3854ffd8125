import { createHash, createHmac } from "node:crypto";

import { required } from "./environment";

const ALGORITHM = "AWS4-HMAC-SHA256";

/** Sends JSON to a service of AWS that has no client, signed with the function's own rights. */
export async function post(service: string, url: URL, content: object): Promise<unknown> {
  const body = JSON.stringify(content);
  const now = time();
  const scope = scopeOf(service, now);
  const headers: Record<string, string> = {
    "content-type": "application/json",
    host: url.host,
    "x-amz-content-sha256": sha256(body),
    "x-amz-date": now,
    "x-amz-security-token": required("AWS_SESSION_TOKEN"),
  };
  const names = Object.keys(headers).join(";");
  const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}`);
  const request = ["POST", url.pathname, "", ...lines, "", names, sha256(body)].join("\n");
  const credential = `${required("AWS_ACCESS_KEY_ID")}/${scope}`;
  headers["authorization"] =
    `${ALGORITHM} Credential=${credential}, SignedHeaders=${names}, ` +
    `Signature=${signature(request, now, scope)}`;
  const signal = AbortSignal.timeout(10_000);
  const response = await fetch(url, { method: "POST", headers, body, signal });
  if (!response.ok) {
    throw new Error(`${url.host} answered with ${response.status.toString()}`);
  }
  return response.json();
}

/** A password for a host: a signed address, good for 15 minutes. */
export function presigned(service: string, host: string, parameters: [string, string][]): string {
  const now = time();
  const scope = scopeOf(service, now);
  const query = new URLSearchParams([
    ...parameters,
    ["X-Amz-Algorithm", ALGORITHM],
    ["X-Amz-Credential", `${required("AWS_ACCESS_KEY_ID")}/${scope}`],
    ["X-Amz-Date", now],
    ["X-Amz-Expires", "900"],
    ["X-Amz-Security-Token", required("AWS_SESSION_TOKEN")],
    ["X-Amz-SignedHeaders", "host"],
  ]);
  query.sort();
  const lines = ["GET", "/", query.toString(), `host:${host}`, "", "host", sha256("")];
  query.append("X-Amz-Signature", signature(lines.join("\n"), now, scope));
  return `${host}/?${query.toString()}`;
}

function time(): string {
  return new Date().toISOString().replaceAll(/[:-]|\.\d{3}/g, "");
}

function scopeOf(service: string, now: string): string {
  return `${now.slice(0, 8)}/${required("AWS_REGION")}/${service}/aws4_request`;
}

function signature(request: string, now: string, scope: string): string {
  const text = [ALGORITHM, now, scope, sha256(request)].join("\n");
  let key: Buffer | string = `AWS4${required("AWS_SECRET_ACCESS_KEY")}`;
  for (const part of [...scope.split("/"), text]) {
    key = createHmac("sha256", key).update(part).digest();
  }
  return Buffer.from(key).toString("hex");
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
