//! name takeSignIn
//! test event.triggerSource
//! doc What it answers goes on to the next step.
//! parameters event
  console.log("A step of signing in", { step: event.triggerSource });
  return event;
