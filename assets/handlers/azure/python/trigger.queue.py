@app.service_bus_queue_trigger(
    arg_name="message",
    connection="Messages",
    queue_name="%{{variable}}%",
    is_sessions_enabled={{sessions}},
)
def {{handler}}(message: func.ServiceBusMessage) -> None:
    """Work off a message of {{id}}, which may come more than once.

    One that keeps failing is set aside.
    """
    logger.info("The message %s came", message.message_id)
