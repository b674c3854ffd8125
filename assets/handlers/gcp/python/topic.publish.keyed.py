#! package google-cloud-pubsub>=2.31,<3 from google.cloud import pubsub_v1
#! name publish
#! doc Publish {{what}} to {{id}}, in order of the key that the design names.
#! parameters content: dict[str, Any]
#! returns None
    attributes = {key: value for key, value in content.items() if isinstance(value, str)}
    attributes["type"] = "{{event}}"
    options = pubsub_v1.types.PublisherOptions(enable_message_ordering=True)
    publisher = pubsub_v1.PublisherClient(publisher_options=options)
    data = json.dumps(content).encode()
    attributes["ordering_key"] = {{partition}}
    publisher.publish({{variable}}, data, **attributes).result()
