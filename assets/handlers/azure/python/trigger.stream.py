@app.event_hub_message_trigger(
    arg_name="records",
    connection="Records",
    event_hub_name="%{{variable}}%",
    consumer_group="%{{second}}%",
    cardinality="many",
)
@app.retry(
    strategy="fixed_delay",
    max_retry_count="{{retries}}",
    delay_interval="00:00:10",
)
def {{handler}}(records: list[func.EventHubEvent]) -> None:
    """Read records of {{id}} in the order of their keys.

    When one fails, all come again.
    """
    for record in records:
        logger.info("The record %s came", record.sequence_number)
