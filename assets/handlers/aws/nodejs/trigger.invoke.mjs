//! name run
//! parameters event
  console.log("Started", { keys: Object.keys(event ?? {}) });
  return {};
