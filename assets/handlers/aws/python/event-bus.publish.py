#! client event_bridge = boto3.client("events")
#! name publish_to {{target}}
#! doc Publish {{event}} on {{id}}.
#! parameters detail: dict[str, Any]
#! returns None
    response = event_bridge.put_events(
        Entries=[
            {
                "EventBusName": {{variable}},
                "Source": EVENT_SOURCE,
                "DetailType": "{{event}}",
                "Detail": json.dumps(detail),
            },
        ],
    )
    if response["FailedEntryCount"] > 0:
        message = f"{{event}} was refused: {response['Entries'][0]['ErrorCode']}"
        raise RuntimeError(message)
