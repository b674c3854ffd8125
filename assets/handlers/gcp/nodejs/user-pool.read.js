//! package firebase-admin/app ^13.0.0 initializeApp
//! package firebase-admin/auth ^13.0.0 getAuth
//! name findIn
//! doc Finds a person of {{id}} by the address they sign in with.
//! parameters email
  const options = {
    projectId: {{variable}},
  };
  const app = initializeApp(options, crypto.randomUUID());
  return getAuth(app).getUserByEmail(email);
