app.http("{{name}}", {
  methods: ["OPTIONS", "POST"],
  route: "{{route}}",
  authLevel: "function",
  handler: {{handler}},
});

/** Decides who may connect to {{id}}. */
async function {{handler}}(request, context) {
  if (request.method === "OPTIONS") {
    // Web PubSub asks once whether its events are welcome.
    return { headers: { "WebHook-Allowed-Origin": "*" } };
  }
  const { query } = await request.json();
  context.log("Somebody wants to connect", { parameters: Object.keys(query ?? {}) });
  // Nobody may, until a token is checked here. Whoever may gets { userId, subprotocol } as the answer.
  return { status: 401 };
}
