//! shared correlation correlationId
//! shared http request
//! name call {{target}}
//! doc Calls {{id}}; gives up after the time that the design allows, and tries again what is safe to.
//! parameters path: string, options: RequestInit = {}
//! returns Promise<Response>
  const headers = new Headers(options.headers);
  headers.set("x-correlation-id", correlationId());
  return request(
    new URL(path, {{variable}}),
    { ...options, headers },
    { milliseconds: {{milliseconds}}, retries: {{retries}} },
  );
