#! shared calls request
#! name call {{target}}
#! doc Call {{id}}. Give up after the time that the design allows, and try again what is safe to.
#! parameters path: str, body: bytes | None = None, method: str = "GET"
#! returns bytes
    url = urllib.parse.urljoin({{variable}}, path)
    return request(url, method=method, body=body, timeout={{seconds}}, retries={{retries}})
