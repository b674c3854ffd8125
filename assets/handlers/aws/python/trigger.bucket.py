#! name take_files
#! test record.get("eventSource") == "aws:s3"
#! doc A failure brings the file's event again.
#! shared correlation correlated logger
#! parameters event: dict[str, Any], _context: object
#! returns None
    for record in event["Records"]:
        key = urllib.parse.unquote_plus(record["s3"]["object"]["key"])
        with correlated(record["responseElements"]["x-amz-request-id"]):
            take_file(record["eventName"], key)
#! then
def take_file(happened: str, key: str) -> None:
    """Handle one file; its event may come more than once."""
    logger.info("The file %s came: %s", key, happened)
