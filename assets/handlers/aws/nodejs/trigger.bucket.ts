//! type aws-lambda S3Event
//! shared correlation correlated
//! shared log log
//! name takeFiles
//! test shape.Records?.[0]?.eventSource === "aws:s3"
//! doc A failure brings the file's event again.
//! parameters event: S3Event
//! returns Promise<void>
  for (const { eventName, responseElements, s3 } of event.Records) {
    const key = decodeURIComponent(s3.object.key.replaceAll("+", " "));
    await correlated(responseElements["x-amz-request-id"], () => takeFile(eventName, key));
  }
//! then
/** Handles one file; its event may come more than once. */
async function takeFile(happened: string, key: string): Promise<void> {
  log.info("A file came", { happened, key });
}
