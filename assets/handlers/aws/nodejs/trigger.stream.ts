//! type aws-lambda KinesisStreamBatchResponse KinesisStreamEvent
//! shared batch untilFailure
//! shared correlation correlated correlationOf
//! shared log log
//! name readStream
//! message Content
//! test shape.Records?.[0]?.eventSource === "aws:kinesis"
//! doc Stops at the first record that fails, so that order is kept.
//! parameters event: KinesisStreamEvent
//! returns Promise<KinesisStreamBatchResponse>
  return untilFailure(
    event.Records.map(({ eventID, kinesis }) => ({
      id: kinesis.sequenceNumber,
      work: async () => {
        const content: unknown = JSON.parse(Buffer.from(kinesis.data, "base64").toString("utf8"));
        await correlated(correlationOf(content) ?? eventID, () => read(content as Content));
      },
    })),
  );
//! then
/** Works on one record; it may come more than once. */
async function read(content: Content): Promise<void> {
  log.info("A record came", { keys: Object.keys(content) });
}
