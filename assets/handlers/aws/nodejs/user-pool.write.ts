//! import @aws-sdk/client-cognito-identity-provider AdminCreateUserCommand CognitoIdentityProviderClient
//! shared clients quick
//! client const cognito = new CognitoIdentityProviderClient(quick);
//! name createUserIn {{target}}
//! doc Makes a user in {{id}}.
//! parameters username: string
//! returns Promise<void>
  await cognito.send(
    new AdminCreateUserCommand({
      UserPoolId: {{variable}},
      Username: username,
    }),
  );
