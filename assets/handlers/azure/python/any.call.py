#! module urllib.parse
#! module urllib.request
#! name call {{target}}
#! doc Call {{id}}; give up after the time that the design allows.
#! parameters path: str, body: bytes | None = None
#! returns bytes
    request = urllib.request.Request(
        urllib.parse.urljoin({{variable}}, path),
        data=body,
    )
    with urllib.request.urlopen(request, timeout={{seconds}}) as response:
        return response.read()
