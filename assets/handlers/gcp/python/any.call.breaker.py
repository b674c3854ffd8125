#! standard urllib.parse
#! beside calls ask
#! beside breaker guard
#! name call
#! doc Call {{id}}, again where that is safe; let it rest for a while when it keeps failing.
#! parameters path: str, body: bytes | None = None
#! returns bytes
    return guard(
        "{{id}}",
        lambda: ask(
            urllib.parse.urljoin({{variable}}, path),
            method="GET" if body is None else "POST",
            body=body,
            timeout={{seconds}},
            retries={{retries}},
        ),
    )
