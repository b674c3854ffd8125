@app.cosmos_db_trigger(
    arg_name="items",
    connection="{{connection}}",
    database_name="%{{third}}%",
    container_name="%{{variable}}%",
    lease_container_name="%{{fourth}}%",
    max_items_per_invocation={{size}},
    start_from_beginning={{oldest}},
)
@app.retry(
    strategy="fixed_delay",
    max_retry_count="{{retries}}",
    delay_interval="00:00:10",
)
def {{handler}}(items: func.DocumentList) -> None:
    """Follow changes of {{id}}.

    They are items as they are now, and none that were deleted.
    """
    for item in items:
        logger.info("The item %s has changed", item["id"])
