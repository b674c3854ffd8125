//! import ./calls.js ask
//! name call {{target}}
//! doc Calls {{id}}, again where that is safe, for as long as the design allows.
//! parameters path, options = {}
  const limits = { milliseconds: {{milliseconds}}, retries: {{retries}} };
  return ask(new URL(path, {{variable}}), options, limits);
