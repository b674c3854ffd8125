@app.timer_trigger(
    arg_name="timer",
    schedule="%{{variable}}%",
)
def {{handler}}(timer: func.TimerRequest) -> None:
    """Do what {{id}} starts."""
    logger.info("It is time; late: %s", timer.past_due)
