@app.service_bus_queue_trigger(
    arg_name="messages",
    connection="Messages",
    queue_name="%{{variable}}%",
    is_sessions_enabled={{sessions}},
    cardinality="many",
)
def {{handler}}(messages: list[func.ServiceBusMessage]) -> None:
    """Work off messages of {{id}}, which may come more than once.

    When one fails, all come again.
    """
    for message in messages:
        logger.info("The message %s came", message.message_id)
