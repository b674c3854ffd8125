def expect_variables(name: str, variables: Mapping[str, object]) -> None:
    """Assert that the function or container of that name has at least these variables."""
    settings = [inputs["siteConfig"]["appSettings"] for inputs in inputs_of("web.WebApp", name)]
    templates = [inputs["template"] for inputs in inputs_of("app.ContainerApp", name)]
    settings.extend(template["containers"][0]["env"] for template in templates)
    found = [{item["name"]: item.get("value") for item in items} for items in settings]
    expect_some([part_of(known, variables) for known in found], variables)


def expect_roles(principal_id: str, roles: Sequence[Mapping[str, object]]) -> None:
    """Assert that an identity has these roles at these places, and no others."""
    mine = [item.inputs for item in assignments() if item.inputs.get("principalId") == principal_id]
    found = [{"role": item.get("roleDefinitionId"), "scope": item.get("scope")} for item in mine]
    assert len(found) == len(roles)
    assert [role for role in roles if role not in found] == []


def expect_route(name: str, route: Mapping[str, object]) -> None:
    """Assert that the route asks this backend, for whoever brings such a token."""
    found: list[dict[str, Any]] = []
    for inputs in inputs_of("apimanagement.ApiOperationPolicy", name):
        text = str(inputs.get("value"))
        issuers = re.findall(r'<openid-config url="([^"]*)"', text)
        found.append(
            {
                "backend": next(iter(re.findall(r'backend-id="([^"]*)"', text)), None),
                "issuer": next(iter(issuers), "nobody"),
                "audiences": re.findall(r"<audience>([^<]*)<", text),
                "scopes": re.findall(r"<value>([^<]*)<", text),
            }
        )
    expect_some(found, route)


def expect_event(name: str, event: Mapping[str, object]) -> None:
    """Assert that the hub asks a function, with the key of its app, about an event."""
    found: list[dict[str, Any]] = []
    for inputs in inputs_of("webpubsub.WebPubSubHub", name):
        # What a hub is made of is secret, since it holds keys.
        properties = inputs["properties"].get("value", inputs["properties"])
        for handler in properties["eventHandlers"]:
            events = [*handler["systemEvents"], handler["userEventPattern"]]
            found.append(
                {
                    "policy": properties["anonymousConnectPolicy"],
                    "events": [text for text in events if text],
                    "address": handler["urlTemplate"],
                }
            )
    expect_some(found, event)


def expect_caller(name: str, caller: str, principal_id: object) -> None:
    """Assert that the workflow lets an identity start runs by a request."""
    found: list[object] = []
    for inputs in inputs_of("logic.Workflow", name):
        policies = inputs["accessControl"]["triggers"]["openAuthenticationPolicies"]["policies"]
        claims = policies[caller]["claims"]
        found.extend(claim["value"] for claim in claims if claim["name"] == "oid")
    expect_some(found, principal_id)


def expect_trigger(name: str, trigger: str, times: object) -> None:
    """Assert that the workflow starts runs at these times."""
    inputs = inputs_of("logic.Workflow", name)
    expect_some([item["definition"]["triggers"].get(trigger) for item in inputs], times)


def assignments() -> list[Registered]:
    """Return every role that an identity has at a place."""
    kinds = ("authorization.RoleAssignment", "cosmosdb.SqlResourceSqlRoleAssignment")
    return [item for item in registered if item.kind in kinds]
