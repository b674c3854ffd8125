//! name takeMessages
//! test event.Records?.[0]?.EventSource === "aws:sns"
//! doc A failure brings the message again.
//! parameters event
  for (const record of event.Records) {
    console.log("A message came", { messageId: record.Sns.MessageId });
  }
