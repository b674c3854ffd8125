#! module urllib.parse
#! import calls ask
#! name call {{target}}
#! doc Call {{id}}, again where that is safe, for as long as the design allows.
#! parameters path: str, body: bytes | None = None
#! returns bytes
    return ask(
        urllib.parse.urljoin({{variable}}, path),
        method="GET" if body is None else "POST",
        body=body,
        timeout={{seconds}},
        retries={{retries}},
    )
