//! type aws-lambda KinesisStreamEvent
//! shared batch whole untilFailure
//! shared correlation correlated correlationOf
//! shared log log
//! name readStream
//! message Content
//! test shape.Records?.[0]?.eventSource === "aws:kinesis"
//! doc After a failure the whole batch comes again.
//! parameters event: KinesisStreamEvent
//! returns Promise<void>
  whole(
    await untilFailure(
      event.Records.map(({ eventID, kinesis }) => ({
        id: kinesis.sequenceNumber,
        work: async () => {
          const content: unknown = JSON.parse(Buffer.from(kinesis.data, "base64").toString("utf8"));
          await correlated(correlationOf(content) ?? eventID, () => read(content as Content));
        },
      })),
    ),
  );
//! then
/** Works on one record; it may come more than once. */
async function read(content: Content): Promise<void> {
  log.info("A record came", { keys: Object.keys(content) });
}
