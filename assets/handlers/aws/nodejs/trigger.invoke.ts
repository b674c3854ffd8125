//! type aws-lambda Context
//! shared correlation correlated correlationOf
//! shared log log
//! name run
//! context
//! parameters event: unknown, context: Context
//! returns Promise<object>
  return correlated(correlationOf(event) ?? context.awsRequestId, () => perform(event));
//! then
/** Does what it was started for. */
async function perform(input: unknown): Promise<object> {
  log.info("Started", { input: typeof input });
  return {};
}
