//! import @aws-sdk/client-apigatewaymanagementapi ApiGatewayManagementApiClient GoneException PostToConnectionCommand
//! name push {{target}}
//! doc Sends a message to an open connection of {{id}}; tells whether it was still open.
//! parameters connectionId, message
  const connections = new ApiGatewayManagementApiClient({ endpoint: {{variable}} });
  try {
    await connections.send(
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
