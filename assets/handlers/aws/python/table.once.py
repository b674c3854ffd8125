#! shared clients QUICK
#! shared once Notes do_once
#! client dynamodb = boto3.resource("dynamodb", config=QUICK)
#! name once
#! doc Do the work of a message, unless {{id}} says that it was done before.
#! parameters message_id: str, work: Callable[[], None]
#! returns None
    notes = Notes(
        table=dynamodb.Table({{variable}}),
        key="messageId",
        expires="{{expires}}",
        seconds={{lease}},
    )
    do_once(notes, message_id, work)
