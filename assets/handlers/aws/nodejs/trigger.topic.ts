//! type aws-lambda SNSEvent
//! shared correlation correlated correlationOf
//! shared log log
//! name takeMessages
//! message News
//! test shape.Records?.[0]?.EventSource === "aws:sns"
//! doc A failure brings the message again.
//! parameters event: SNSEvent
//! returns Promise<void>
  for (const { Sns } of event.Records) {
    const content: unknown = JSON.parse(Sns.Message);
    const id = Sns.MessageAttributes["correlationId"]?.Value ?? correlationOf(content);
    await correlated(id ?? Sns.MessageId, () => take(content as News));
  }
//! then
/** Takes one message; it may come more than once. */
async function take(message: News): Promise<void> {
  log.info("A message came", { keys: Object.keys(message) });
}
