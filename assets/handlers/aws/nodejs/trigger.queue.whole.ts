//! type aws-lambda SQSEvent
//! shared batch each whole
//! shared log log
//! name workOffQueue
//! message Message
//! test shape.Records?.[0]?.eventSource === "aws:sqs"
//! doc After a failure the whole batch is delivered again.
//! parameters event: SQSEvent
//! returns Promise<void>
  whole(await each(event, (body) => work(body as Message)));
//! then
/** Works off one message; a message may come more than once. */
async function work(message: Message): Promise<void> {
  log.info("A message came", { keys: Object.keys(message) });
}
