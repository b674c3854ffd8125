//! name workOffQueue
//! test event.Records?.[0]?.eventSource === "aws:sqs"
//! doc Only messages that failed are delivered again.
//! parameters event
  const batchItemFailures = [];
  for (const record of event.Records) {
    try {
      await work(JSON.parse(record.body));
    } catch (error) {
      console.error("A message failed", { messageId: record.messageId, error });
      batchItemFailures.push({ itemIdentifier: record.messageId });
    }
  }
  return { batchItemFailures };
//! then
/** Works off one message; a message may come more than once. */
async function work(message) {
  console.log("A message came", { keys: Object.keys(message) });
}
