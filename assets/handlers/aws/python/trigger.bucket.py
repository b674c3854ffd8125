#! name take_files
#! test record.get("eventSource") == "aws:s3"
#! doc A failure brings the file's event again.
#! parameters event: dict[str, Any], _context: object
#! returns None
    for record in event["Records"]:
        key = urllib.parse.unquote_plus(record["s3"]["object"]["key"])
        logger.info("The file %s came: %s", key, record["eventName"])
