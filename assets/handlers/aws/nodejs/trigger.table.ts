//! type aws-lambda DynamoDBBatchResponse DynamoDBRecord DynamoDBStreamEvent
//! shared batch untilFailure
//! shared correlation correlated
//! shared log log
//! name followTable
//! test shape.Records?.[0]?.eventSource === "aws:dynamodb"
//! doc Stops at the first change that fails, so that order is kept.
//! parameters event: DynamoDBStreamEvent
//! returns Promise<DynamoDBBatchResponse>
  return untilFailure(
    event.Records.map((record) => ({
      id: record.dynamodb?.SequenceNumber ?? "",
      work: () => correlated(record.eventID ?? "", () => follow(record)),
    })),
  );
//! then
/** Follows one change; it may come more than once. */
async function follow({ eventName, dynamodb }: DynamoDBRecord): Promise<void> {
  log.info("An item changed", { change: eventName, keys: dynamodb?.Keys });
}
