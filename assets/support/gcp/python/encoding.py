"""Values as others read them."""

import base64
import json as writer


def json(value: object) -> str:
    """The value as JSON in base64, which is how Cloud Scheduler takes what it sends."""
    text = writer.dumps(value, separators=(",", ":"), ensure_ascii=False)
    return base64.b64encode(text.encode()).decode()


def run(value: object) -> str:
    """What starts a run of a workflow, which gets its input as text."""
    text = writer.dumps(value, separators=(",", ":"), ensure_ascii=False)
    return json({"argument": text})
