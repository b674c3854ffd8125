//! import @aws-sdk/client-cognito-identity-provider AdminGetUserCommand CognitoIdentityProviderClient
//! type @aws-sdk/client-cognito-identity-provider AdminGetUserCommandOutput
//! shared clients quick
//! client const cognito = new CognitoIdentityProviderClient(quick);
//! name getUserOf {{target}}
//! doc A user of {{id}}.
//! parameters username: string
//! returns Promise<AdminGetUserCommandOutput>
  return cognito.send(
    new AdminGetUserCommand({
      UserPoolId: {{variable}},
      Username: username,
    }),
  );
