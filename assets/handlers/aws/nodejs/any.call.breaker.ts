//! shared breaker Breaker
//! shared correlation correlationId
//! shared http request
//! name call {{target}}
//! keeps const {{kept}} = new Breaker("{{id}}");
//! doc Calls {{id}}. It gives up after the time that the design allows, tries again what is safe to, and stops for a while after repeated failures.
//! parameters path: string, options: RequestInit = {}
//! returns Promise<Response>
  const headers = new Headers(options.headers);
  headers.set("x-correlation-id", correlationId());
  return {{kept}}.guard(() =>
    request(
      new URL(path, {{variable}}),
      { ...options, headers },
      { milliseconds: {{milliseconds}}, retries: {{retries}} },
    ),
  );
