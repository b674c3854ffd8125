app.serviceBusQueue("{{name}}", {
  connection: "Messages",
  queueName: "%{{variable}}%",
  isSessionsEnabled: {{sessions}},
  cardinality: "many",
  handler: {{handler}},
});

/** Works off messages of {{id}}, which may come more than once; when one fails, all come again. */
async function {{handler}}(messages, context) {
  for (const message of messages) {
    context.log("A message came", { keys: Object.keys(message) });
  }
}
