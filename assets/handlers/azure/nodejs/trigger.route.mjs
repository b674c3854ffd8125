app.http("{{name}}", {
  methods: ["{{method}}"],
  route: "{{route}}",
  authLevel: "function",
  handler: {{handler}},
});

/** Answers {{method}} {{path}}. */
async function {{handler}}(request, context) {
  context.log("A request came", { method: request.method });
  return {
    status: 501,
    jsonBody: { message: "Not implemented" },
  };
}
