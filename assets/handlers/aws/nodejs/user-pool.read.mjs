//! import @aws-sdk/client-cognito-identity-provider AdminGetUserCommand CognitoIdentityProviderClient
//! client const cognito = new CognitoIdentityProviderClient();
//! name getUserOf {{target}}
//! doc A user of {{id}}.
//! parameters username
  return cognito.send(
    new AdminGetUserCommand({
      UserPoolId: {{variable}},
      Username: username,
    }),
  );
