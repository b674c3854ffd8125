app.timer("{{name}}", {
  schedule: "%{{variable}}%",
  handler: {{handler}},
});

/** Does what {{id}} starts. */
async function {{handler}}(timer, context) {
  context.log("It is time", { late: timer.isPastDue });
}
