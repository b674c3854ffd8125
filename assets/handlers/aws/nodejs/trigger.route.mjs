//! name answerRequest
//! test event.requestContext?.http && event.type !== "REQUEST"
//! doc Answers {{routes}}.
//! parameters event
  const request = event.body ? JSON.parse(event.body) : {};
  return {
    statusCode: 200,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ received: Object.keys(request) }),
  };
