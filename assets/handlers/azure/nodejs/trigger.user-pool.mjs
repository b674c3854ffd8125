app.http("{{name}}", {
  methods: ["POST"],
  route: "{{route}}",
  authLevel: "anonymous",
  handler: {{handler}},
});

/** Decides on a step of signing up; App Service has checked that the tenant asks. */
async function {{handler}}(request, context) {
  const { data } = await request.json();
  context.log("A step of signing up", { type: data["@odata.type"] });
  return {
    jsonBody: {
      data: {
        "@odata.type": "microsoft.graph.onAttributeCollectionSubmitResponseData",
        actions: [
          {
            "@odata.type": "microsoft.graph.attributeCollectionSubmit.continueWithDefaultBehavior",
          },
        ],
      },
    },
  };
}
