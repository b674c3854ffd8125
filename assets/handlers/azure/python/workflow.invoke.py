#! credential
#! module json
#! module urllib.request
#! name start {{target}}
#! doc Start a run of {{id}} and give back its id; do not wait for its end.
#! parameters data: dict[str, Any]
#! returns str
    token = credential.get_token("https://management.azure.com/.default").token
    request = urllib.request.Request(
        {{variable}},
        data=json.dumps(data).encode(),
        headers={
            "Authorization": f"Bearer {token}",
            "Content-Type": "application/json",
        },
    )
    with urllib.request.urlopen(request, timeout=10) as response:
        return response.headers["x-ms-workflow-run-id"]
