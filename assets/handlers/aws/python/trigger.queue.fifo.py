#! name work_off_queue
#! test record.get("eventSource") == "aws:sqs"
#! doc After a failure the rest of the batch waits too, so that order is kept.
#! parameters event: dict[str, Any], _context: object
#! returns dict[str, Any]
    failures: list[dict[str, str]] = []
    for record in event["Records"]:
        if failures:
            failures.append({"itemIdentifier": record["messageId"]})
            continue
        try:
            work(json.loads(record["body"]))
        except Exception:
            logger.exception("The message %s failed", record["messageId"])
            failures.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failures}
#! then
def work(message: dict[str, Any]) -> None:
    """Work off one message; a message may come more than once."""
    logger.info("A message came with %s", list(message))
