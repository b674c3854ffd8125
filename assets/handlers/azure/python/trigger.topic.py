@app.service_bus_topic_trigger(
    arg_name="message",
    connection="Messages",
    topic_name="%{{variable}}%",
    subscription_name="%{{second}}%",
)
def {{handler}}(message: func.ServiceBusMessage) -> None:
    """Handle a message of {{id}}, which may come more than once.

    One that keeps failing is set aside.
    """
    logger.info("The message %s came", message.message_id)
