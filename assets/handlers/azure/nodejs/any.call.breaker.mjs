//! import ./calls.js ask
//! import ./breaker.js guard
//! name call {{target}}
//! doc Calls {{id}}, again where that is safe; lets it rest for a while when it keeps failing.
//! parameters path, options = {}
  const limits = { milliseconds: {{milliseconds}}, retries: {{retries}} };
  return guard("{{id}}", () => ask(new URL(path, {{variable}}), options, limits));
