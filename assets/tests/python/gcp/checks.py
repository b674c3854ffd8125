def expect_variables(name: str, variables: Mapping[str, object]) -> None:
    """Assert that the function or container of that name has at least these variables."""
    functions = inputs_of("cloudfunctionsv2.Function", name)
    configs = [inputs.get("serviceConfig", {}) for inputs in functions]
    found = [config.get("environmentVariables", {}) for config in configs]
    for inputs in inputs_of("cloudrunv2.Service", name):
        envs = inputs["template"]["containers"][0].get("envs", [])
        found.append({env["name"]: env.get("value") for env in envs})
    expect_some([part_of(known, variables) for known in found], variables)


def expect_roles(member: str, roles: Sequence[Mapping[str, object]]) -> None:
    """Assert that a member has these roles on resources of these kinds, and no others."""
    of_member = [item for item in members() if item.inputs.get("member") == member]
    found = [{"kind": item.kind, "role": item.inputs.get("role")} for item in of_member]
    assert len(found) == len(roles)
    assert [role for role in roles if role not in found] == []


def expect_route(api: str, method: str, path: str, route: Mapping[str, object]) -> None:
    """Assert that the API of that name answers so at a path."""
    found: list[dict[str, Any]] = []
    for inputs in inputs_of("apigateway.ApiConfig", api):
        text = base64.b64decode(inputs["openapiDocuments"][0]["document"]["contents"])
        operation = json.loads(text)["paths"].get(path, {}).get(method, {})
        backend = operation.get("x-google-backend", {})
        wanted = {key: backend.get(key) for key in ("address", "deadline")}
        found.append({**wanted, "security": callers_of(operation)})
    expect_some(found, route)


def callers_of(operation: Mapping[str, Any]) -> str:
    """Return who may call an operation."""
    security = operation.get("security")
    if not security:
        return "anyone"
    return "people" if "people" in security[0] else "callers"


def members() -> list[Registered]:
    """Return every membership in a role."""
    return [item for item in registered if item.kind.lower().endswith("iammember")]
