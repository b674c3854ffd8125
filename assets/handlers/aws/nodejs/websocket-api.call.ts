//! import @aws-sdk/client-apigatewaymanagementapi ApiGatewayManagementApiClient GoneException PostToConnectionCommand
//! shared clients quick
//! name push {{target}}
//! keeps const {{kept}} = new ApiGatewayManagementApiClient({ ...quick, endpoint: {{variable}} });
//! doc Sends a message to an open connection of {{id}}; tells whether it was still open.
//! parameters connectionId: string, message: object
//! returns Promise<boolean>
  try {
    await {{kept}}.send(
      new PostToConnectionCommand({
        ConnectionId: connectionId,
        Data: JSON.stringify(message),
      }),
      { abortSignal: AbortSignal.timeout({{milliseconds}}) },
    );
  } catch (error) {
    if (error instanceof GoneException) {
      return false;
    }
    throw error;
  }
  return true;
