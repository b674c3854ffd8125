//! name authorize
//! test event.type === "REQUEST"
//! doc Refuses every request until you decide otherwise.
//! parameters event
  console.log("A request asks to be let in", { route: event.routeKey });
  return { isAuthorized: false };
