#! package google-cloud-pubsub>=2.31,<3 from google.cloud import pubsub_v1
#! name publish
#! doc Publish {{what}} to {{id}}.
#! parameters content: dict[str, Any]
#! returns None
    attributes = {key: value for key, value in content.items() if isinstance(value, str)}
    attributes["type"] = "{{event}}"
    publisher = pubsub_v1.PublisherClient()
    data = json.dumps(content).encode()
    publisher.publish({{variable}}, data, **attributes).result()
