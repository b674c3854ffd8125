app.http("{{name}}", {
  methods: ["OPTIONS", "POST"],
  route: "{{route}}",
  authLevel: "function",
  handler: {{handler}},
});

/** Takes {{key}} of {{id}}. */
async function {{handler}}(request, context) {
  if (request.method === "OPTIONS") {
    // Web PubSub asks once whether its events are welcome.
    return { headers: { "WebHook-Allowed-Origin": "*" } };
  }
  context.log("{{key}}", { connectionId: request.headers.get("ce-connectionId") });
  return { status: 204 };
}
