"""Requests to services of AWS without clients, signed with the function's own rights."""

import json
import urllib.parse
import urllib.request
from typing import Any

import boto3
from botocore.auth import SigV4Auth, SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

session = boto3.Session()


def post(service: str, url: str, content: dict[str, Any]) -> dict[str, Any]:
    """Send JSON and return the answer."""
    body = json.dumps(content).encode()
    request = AWSRequest("POST", url, {"content-type": "application/json"}, body)
    SigV4Auth(_credentials(), service, session.region_name).add_auth(request)
    asked = urllib.request.Request(url, body, dict(request.headers.items()), method="POST")
    with urllib.request.urlopen(asked, timeout=10) as response:
        return json.load(response)


def presigned(service: str, host: str, parameters: dict[str, str]) -> str:
    """Return a password for a host: a signed address, good for 15 minutes."""
    url = f"https://{host}/?{urllib.parse.urlencode(parameters)}"
    request = AWSRequest("GET", url)
    SigV4QueryAuth(_credentials(), service, session.region_name, expires=900).add_auth(request)
    return str(request.url).removeprefix("https://")


def _credentials() -> Credentials:
    found = session.get_credentials()
    if found is None:
        message = "The function has no credentials"
        raise RuntimeError(message)
    return found
