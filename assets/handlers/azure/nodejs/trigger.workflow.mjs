app.http("{{name}}", {
  methods: ["POST"],
  route: "{{route}}",
  authLevel: "anonymous",
  handler: {{handler}},
});

/** Does a step of a run; App Service has checked that a workflow asks. */
async function {{handler}}(request, context) {
  const input = await request.json();
  context.log("A step of a run", { fields: Object.keys(input) });
  return { jsonBody: {} };
}
