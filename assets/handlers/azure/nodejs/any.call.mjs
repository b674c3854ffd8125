//! name call {{target}}
//! doc Calls {{id}}; gives up after the time that the design allows.
//! parameters path, options = {}
  const response = await fetch(new URL(path, {{variable}}), {
    ...options,
    signal: AbortSignal.timeout({{milliseconds}}),
  });
  if (!response.ok) {
    throw new Error(`{{id}} answered with ${response.status}`);
  }
  return response;
