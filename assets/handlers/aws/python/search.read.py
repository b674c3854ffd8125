#! client session = boto3.Session()
#! name search {{target}}
#! doc Find documents in an index of {{id}}, by a query of OpenSearch.
#! parameters index: str, query: dict[str, Any]
#! returns dict[str, Any]
    request = AWSRequest(
        method="POST",
        url=f"{{{variable}}}/{index}/_search",
        data=json.dumps(query),
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
