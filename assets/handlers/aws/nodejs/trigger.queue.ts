//! type aws-lambda SQSBatchResponse SQSEvent
//! shared batch each
//! shared log log
//! name workOffQueue
//! message Message
//! test shape.Records?.[0]?.eventSource === "aws:sqs"
//! doc Only messages that failed are delivered again.
//! parameters event: SQSEvent
//! returns Promise<SQSBatchResponse>
  return each(event, (body) => work(body as Message));
//! then
/** Works off one message; a message may come more than once. */
async function work(message: Message): Promise<void> {
  log.info("A message came", { keys: Object.keys(message) });
}
