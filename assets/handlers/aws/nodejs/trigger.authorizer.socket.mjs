//! name authorizeConnection
//! test event.type === "REQUEST" && event.requestContext?.connectionId
//! doc Refuses every connection until you decide otherwise.
//! parameters event
  console.log("A client asks to connect", { connectionId: event.requestContext.connectionId });
  return {
    principalId: "anyone",
    policyDocument: {
      Version: "2012-10-17",
      Statement: [{ Action: "execute-api:Invoke", Effect: "Deny", Resource: event.methodArn }],
    },
  };
