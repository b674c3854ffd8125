//! import @aws-sdk/client-cognito-identity-provider AdminCreateUserCommand CognitoIdentityProviderClient
//! client const cognito = new CognitoIdentityProviderClient();
//! name createUserIn {{target}}
//! doc Makes a user in {{id}}.
//! parameters username
  return cognito.send(
    new AdminCreateUserCommand({
      UserPoolId: {{variable}},
      Username: username,
    }),
  );
