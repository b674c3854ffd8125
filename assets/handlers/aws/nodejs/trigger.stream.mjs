//! name readStream
//! test event.Records?.[0]?.eventSource === "aws:kinesis"
//! doc Stops at the first record that fails, so that order is kept.
//! parameters event
  for (const { eventID, kinesis } of event.Records) {
    try {
      const content = JSON.parse(Buffer.from(kinesis.data, "base64").toString("utf8"));
      console.log("A record came", { partition: kinesis.partitionKey, keys: Object.keys(content) });
    } catch (error) {
      console.error("A record failed", { eventID, error });
      return { batchItemFailures: [{ itemIdentifier: kinesis.sequenceNumber }] };
    }
  }
  return { batchItemFailures: [] };
