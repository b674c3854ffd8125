//! package firebase-admin/app ^13.0.0 initializeApp
//! package firebase-admin/auth ^13.0.0 getAuth
//! name addTo
//! doc Adds a person to {{id}}.
//! parameters email, password
  const options = {
    projectId: {{variable}},
  };
  const app = initializeApp(options, crypto.randomUUID());
  return getAuth(app).createUser({ email, password });
