//! name followTable
//! test event.Records?.[0]?.eventSource === "aws:dynamodb"
//! doc Stops at the first change that fails, so that order is kept.
//! parameters event
  for (const record of event.Records) {
    try {
      console.log("An item changed", { change: record.eventName, keys: record.dynamodb.Keys });
    } catch (error) {
      console.error("A change failed", { eventID: record.eventID, error });
      return { batchItemFailures: [{ itemIdentifier: record.dynamodb.SequenceNumber }] };
    }
  }
  return { batchItemFailures: [] };
