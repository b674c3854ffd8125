#! shared signing post
#! name search {{target}}
#! doc Find documents in an index of {{id}}, by a query of OpenSearch.
#! parameters index: str, query: dict[str, Any]
#! returns dict[str, Any]
    return post("aoss", f"{{{variable}}}/{index}/_search", query)
