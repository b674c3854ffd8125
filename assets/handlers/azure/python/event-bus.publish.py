#! package azure-eventgrid>=4.22,<5
#! import azure.core.messaging CloudEvent
#! import azure.eventgrid EventGridPublisherClient
#! credential
#! name publish_to {{target}}
#! doc Publish {{what}} on {{id}}.
#! parameters content: dict[str, Any]
#! returns None
    client = EventGridPublisherClient({{variable}}, credential)
    client.send(
        CloudEvent(
            type="{{event}}",
            source="{{source}}",
            data=content,
        )
    )
