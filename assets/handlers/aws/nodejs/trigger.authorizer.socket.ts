//! type aws-lambda APIGatewayAuthorizerResult APIGatewayRequestAuthorizerEvent
//! shared log log
//! name authorizeConnection
//! test shape.type === "REQUEST" && shape.requestContext?.connectionId !== undefined
//! doc Refuses every connection until you decide otherwise.
//! parameters event: APIGatewayRequestAuthorizerEvent
//! returns Promise<APIGatewayAuthorizerResult>
  log.info("A client asks to connect", { connectionId: event.requestContext.connectionId });
  return {
    principalId: "anyone",
    policyDocument: {
      Version: "2012-10-17",
      Statement: [{ Action: "execute-api:Invoke", Effect: "Deny", Resource: event.methodArn }],
    },
  };
