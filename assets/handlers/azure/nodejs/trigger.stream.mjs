app.eventHub("{{name}}", {
  connection: "Records",
  eventHubName: "%{{variable}}%",
  consumerGroup: "%{{second}}%",
  cardinality: "many",
  retry: {
    strategy: "fixedDelay",
    maxRetryCount: {{retries}},
    delayInterval: { seconds: 10 },
  },
  handler: {{handler}},
});

/** Reads records of {{id}} in the order of their keys; when one fails, all come again. */
async function {{handler}}(records, context) {
  for (const record of records) {
    context.log("A record came", { keys: Object.keys(record) });
  }
}
