#! standard urllib.request
#! package google-auth>=2.40,<3 from google.auth.transport.requests import Request
#! package google-auth>=2.40,<3 from google.oauth2 import id_token
#! name invoke
#! doc Call {{id}} as this function's own account and wait for the answer.
#! parameters data: dict[str, Any]
#! returns bytes
    token = id_token.fetch_id_token(Request(), {{variable}})
    request = urllib.request.Request(
        {{variable}},
        data=json.dumps(data).encode(),
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request) as response:
        return response.read()
