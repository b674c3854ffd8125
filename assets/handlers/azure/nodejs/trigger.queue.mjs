app.serviceBusQueue("{{name}}", {
  connection: "Messages",
  queueName: "%{{variable}}%",
  isSessionsEnabled: {{sessions}},
  handler: {{handler}},
});

/** Works off a message of {{id}}, which may come more than once; one that keeps failing is set aside. */
async function {{handler}}(message, context) {
  context.log("A message came", { keys: Object.keys(message) });
}
