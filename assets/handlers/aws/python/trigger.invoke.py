#! name run
#! shared correlation Context correlated correlation_of logger
#! parameters event: dict[str, Any], context: Context
#! returns dict[str, Any]
    with correlated(correlation_of(event) or context.aws_request_id):
        return perform(event)
#! then
def perform(content: dict[str, Any]) -> dict[str, Any]:
    """Do what it was started for."""
    logger.info("Started with %s", list(content))
    return {}
