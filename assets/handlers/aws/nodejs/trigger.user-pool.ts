//! type ../../shared/sign-in SignInStep
//! shared log log
//! name takeSignIn
//! test shape.triggerSource !== undefined
//! doc What it answers goes on to the next step.
//! parameters event: SignInStep
//! returns Promise<SignInStep>
  log.info("A step of signing in", { step: event.triggerSource });
  return event;
