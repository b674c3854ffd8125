#! shared signing post
#! name index_in {{target}}
#! doc Write a document into an index of {{id}}.
#! parameters index: str, document: dict[str, Any]
#! returns dict[str, Any]
    return post("aoss", f"{{{variable}}}/{index}/_doc", document)
