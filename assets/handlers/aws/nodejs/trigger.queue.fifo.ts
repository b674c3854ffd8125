//! type aws-lambda SQSBatchResponse SQSEvent
//! shared batch eachInOrder
//! shared log log
//! name workOffQueue
//! message Message
//! test shape.Records?.[0]?.eventSource === "aws:sqs"
//! doc After a failure the rest of the batch waits too, so that order is kept.
//! parameters event: SQSEvent
//! returns Promise<SQSBatchResponse>
  return eachInOrder(event, (body) => work(body as Message));
//! then
/** Works off one message; a message may come more than once. */
async function work(message: Message): Promise<void> {
  log.info("A message came", { keys: Object.keys(message) });
}
