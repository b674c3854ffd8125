//! name takeMessage
//! test event.requestContext?.eventType && event.type !== "REQUEST"
//! doc What it gives back goes to the client.
//! parameters event
  const { connectionId, routeKey } = event.requestContext;
  console.log("A message came", { connectionId, routeKey });
  return { statusCode: 200 };
