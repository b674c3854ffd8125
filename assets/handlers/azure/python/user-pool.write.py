#! package azure-identity>=1.25,<2
#! import azure.identity ClientSecretCredential
#! module json
#! module urllib.request
#! name add_to {{target}}
#! doc Add a person to {{id}}.
#! parameters person: dict[str, Any]
#! returns dict[str, Any]
    application = ClientSecretCredential(
        {{second}},
        {{third}},
        {{variable}},
    )
    token = application.get_token("https://graph.microsoft.com/.default").token
    request = urllib.request.Request(
        "https://graph.microsoft.com/v1.0/users",
        data=json.dumps(person).encode(),
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=5) as response:
        return json.load(response)
