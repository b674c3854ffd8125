app.cosmosDB("{{name}}", {
  connection: "{{connection}}",
  databaseName: "%{{third}}%",
  containerName: "%{{variable}}%",
  leaseContainerName: "%{{fourth}}%",
  maxItemsPerInvocation: {{size}},
  startFromBeginning: {{oldest}},
  retry: {
    strategy: "fixedDelay",
    maxRetryCount: {{retries}},
    delayInterval: { seconds: 10 },
  },
  handler: {{handler}},
});

/** Follows changes of {{id}}: items as they are now, and none that were deleted. */
async function {{handler}}(items, context) {
  for (const item of items) {
    context.log("An item has changed", { id: item.id });
  }
}
