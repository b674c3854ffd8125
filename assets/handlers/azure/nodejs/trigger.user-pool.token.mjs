app.http("{{name}}", {
  methods: ["POST"],
  route: "{{route}}",
  authLevel: "anonymous",
  handler: {{handler}},
});

/** Says what a token tells of a person; App Service has checked that the tenant asks. */
async function {{handler}}(request, context) {
  const { data } = await request.json();
  context.log("A token is made", { type: data["@odata.type"] });
  return {
    jsonBody: {
      data: {
        "@odata.type": "microsoft.graph.onTokenIssuanceStartResponseData",
        actions: [
          {
            "@odata.type": "microsoft.graph.tokenIssuanceStart.provideClaimsForToken",
            claims: {},
          },
        ],
      },
    },
  };
}
