#! shared breaker Breaker
#! shared calls request
#! name call {{target}}
#! keeps {{kept}} = Breaker("{{id}}")
#! doc Call {{id}}. Give up after the time that the design allows, try again what is safe to, and stop for a while after repeated failures.
#! parameters path: str, body: bytes | None = None, method: str = "GET"
#! returns bytes
    url = urllib.parse.urljoin({{variable}}, path)
    return {{kept}}.guard(
        lambda: request(url, method=method, body=body, timeout={{seconds}}, retries={{retries}}),
    )
