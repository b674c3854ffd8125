"""Documents of APIs, in the OpenAPI form that API Gateway of Google Cloud takes, by openapi-spec-validator."""

import base64
import json
import re
from collections.abc import Iterator
from typing import Any

from openapi_spec_validator import OpenAPIV2SpecValidator

CONFIG = "gcp:apigateway/apiConfig:ApiConfig"


def judge(recordings: dict[str, dict[str, Any]]) -> tuple[int, list[tuple[str, str, str]]]:
    """Return how many documents there are, and each remark: the rule, "openapi" and where."""
    count, remarks = 0, list[tuple[str, str, str]]()
    for name, recording in recordings.items():
        for resource, text in documents(recording):
            count += 1
            for error in OpenAPIV2SpecValidator(json.loads(text)).iter_errors():
                place = "/".join(str(step) for step in error.absolute_path)
                rule = error.validator if isinstance(error.validator, str) else type(error).__name__
                remarks.append((rule, "openapi", f"{name}: {resource}: {place}: {error.message}"))
    return count, remarks


def documents(recording: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Return each document of an API, with the name of what holds it."""
    for resource in recording["resources"]:
        if resource["type"] == CONFIG:
            for item in resource["inputs"]["openapiDocuments"]:
                text = base64.b64decode(item["document"]["contents"]).decode()
                # What stands for the rest of a path is a form of Google's own, and no parameter.
                yield resource["name"], re.sub(r"\{(\w+)=\*\*\}", r"\1", text)
