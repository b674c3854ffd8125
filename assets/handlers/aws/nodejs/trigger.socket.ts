//! type aws-lambda APIGatewayProxyResultV2 APIGatewayProxyWebsocketEventV2
//! shared correlation correlated
//! shared log log
//! name takeMessage
//! test shape.requestContext?.eventType !== undefined && shape.type !== "REQUEST"
//! doc What it gives back goes to the client.
//! parameters event: APIGatewayProxyWebsocketEventV2
//! returns Promise<APIGatewayProxyResultV2>
  return correlated(event.requestContext.requestId, () => react(event));
//! then
/** Reacts to one message, or to a client that comes or goes. */
async function react(event: APIGatewayProxyWebsocketEventV2): Promise<APIGatewayProxyResultV2> {
  const { connectionId, routeKey } = event.requestContext;
  log.info("A message came", { connectionId, routeKey });
  return { statusCode: 200 };
}
