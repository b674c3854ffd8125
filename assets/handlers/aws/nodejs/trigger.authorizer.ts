//! type aws-lambda APIGatewayRequestAuthorizerEventV2 APIGatewaySimpleAuthorizerResult
//! shared log log
//! name authorize
//! test shape.type === "REQUEST"
//! doc Refuses every request until you decide otherwise.
//! parameters event: APIGatewayRequestAuthorizerEventV2
//! returns Promise<APIGatewaySimpleAuthorizerResult>
  log.info("A request asks to be let in", { route: event.routeKey });
  return { isAuthorized: false };
