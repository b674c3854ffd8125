#! client session = boto3.Session()
#! name index_in {{target}}
#! doc Write a document into an index of {{id}}.
#! parameters index: str, document: dict[str, Any]
#! returns dict[str, Any]
    request = AWSRequest(
        method="POST",
        url=f"{{{variable}}}/{index}/_doc",
        data=json.dumps(document),
        headers={"content-type": "application/json"},
    )
    SigV4Auth(session.get_credentials(), "aoss", session.region_name).add_auth(request)
    signed = urllib.request.Request(
        request.url,
        data=request.body,
        headers=dict(request.headers),
        method="POST",
    )
    with urllib.request.urlopen(signed, timeout=10) as response:
        return json.load(response)
