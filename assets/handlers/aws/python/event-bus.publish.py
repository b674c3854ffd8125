#! shared clients QUICK
#! shared correlation correlation_id
#! client event_bridge = boto3.client("events", config=QUICK)
#! name publish_to {{target}}
#! doc Publish {{event}} on {{id}}.
#! parameters detail: {{content}}
#! returns None
    response = event_bridge.put_events(
        Entries=[
            {
                "EventBusName": {{variable}},
                "Source": EVENT_SOURCE,
                "DetailType": "{{event}}",
                "Detail": json.dumps({**detail, "correlationId": correlation_id()}),
            },
        ],
    )
    if response["FailedEntryCount"] > 0:
        reason = response["Entries"][0].get("ErrorCode", "for no known reason")
        message = f"{{event}} was refused: {reason}"
        raise RuntimeError(message)
