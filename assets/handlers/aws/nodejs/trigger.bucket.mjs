//! name takeFiles
//! test event.Records?.[0]?.eventSource === "aws:s3"
//! doc A failure brings the file's event again.
//! parameters event
  for (const record of event.Records) {
    const key = decodeURIComponent(record.s3.object.key.replaceAll("+", " "));
    console.log("A file came", { event: record.eventName, key });
  }
