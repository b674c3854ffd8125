#! package azure-identity>=1.25,<2
#! import azure.identity ClientSecretCredential
#! module json
#! module urllib.parse
#! module urllib.request
#! name find_in {{target}}
#! doc Find people of {{id}} by their address.
#! parameters email: str
#! returns list[dict[str, Any]]
    application = ClientSecretCredential(
        {{second}},
        {{third}},
        {{variable}},
    )
    token = application.get_token("https://graph.microsoft.com/.default").token
    name = email.replace("'", "''")
    query = urllib.parse.urlencode({"$filter": f"mail eq '{name}'"})
    request = urllib.request.Request(
        f"https://graph.microsoft.com/v1.0/users?{query}",
        headers={"Authorization": f"Bearer {token}"},
    )
    with urllib.request.urlopen(request, timeout=5) as response:
        return json.load(response)["value"]
