//! type aws-lambda APIGatewayProxyEventV2 APIGatewayProxyStructuredResultV2
//! shared correlation correlated
//! shared log log
//! name answerRequest
//! test shape.requestContext?.http !== undefined && shape.type !== "REQUEST"
//! doc Answers {{routes}}.
//! parameters event: APIGatewayProxyEventV2
//! returns Promise<APIGatewayProxyStructuredResultV2>
  const id = event.headers["x-correlation-id"] ?? event.requestContext.requestId;
  const answer = await correlated(id, () => respond(event));
  return { ...answer, headers: { ...answer.headers, "x-correlation-id": id } };
//! then
/** Answers one request. */
async function respond(event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> {
  log.info("A request came", { route: event.routeKey });
  return {
    statusCode: 200,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ route: event.routeKey }),
  };
}
