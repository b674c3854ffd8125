app.http("{{name}}", {
  methods: ["POST"],
  authLevel: "function",
  handler: {{handler}},
});

/** Runs when it is called; nothing in the design starts it. */
async function {{handler}}(request, context) {
  context.log("A call came", { method: request.method });
  return {
    status: 501,
    jsonBody: { message: "Not implemented" },
  };
}
