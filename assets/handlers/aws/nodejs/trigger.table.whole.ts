//! type aws-lambda DynamoDBRecord DynamoDBStreamEvent
//! shared batch whole untilFailure
//! shared correlation correlated
//! shared log log
//! name followTable
//! test shape.Records?.[0]?.eventSource === "aws:dynamodb"
//! doc After a failure the whole batch comes again.
//! parameters event: DynamoDBStreamEvent
//! returns Promise<void>
  whole(
    await untilFailure(
      event.Records.map((record) => ({
        id: record.dynamodb?.SequenceNumber ?? "",
        work: () => correlated(record.eventID ?? "", () => follow(record)),
      })),
    ),
  );
//! then
/** Follows one change; it may come more than once. */
async function follow({ eventName, dynamodb }: DynamoDBRecord): Promise<void> {
  log.info("An item changed", { change: eventName, keys: dynamodb?.Keys });
}
