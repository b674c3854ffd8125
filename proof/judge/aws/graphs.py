"""GraphQL APIs: their schema, who may ask, what answers each field, and that it may do no more than that."""

from judge.aws.access import READ_TABLE, WRITE_TABLE, Access, give, give_indexes, give_key
from judge.aws.delivery import permission
from judge.aws.watch import alarmed
from judge.aws.world import World
from judge.design import Flow, Node, retention
from judge.recording import Resource, as_list

SOURCE = "aws:appsync/dataSource:DataSource"
RESOLVER = "aws:appsync/resolver:Resolver"
API_KEY = "aws:appsync/apiKey:ApiKey"
LOGS = "aws:cloudwatch/logGroup:LogGroup"
SERVICE = "appsync.amazonaws.com"

# What `auth` is called in AppSync.
CALLERS = {
    "user-pool": "AMAZON_COGNITO_USER_POOLS",
    "custom": "AWS_LAMBDA",
    "iam": "AWS_IAM",
    "api-key": "API_KEY",
}


def graphql_api(world: World, node: Node, resource: Resource) -> None:
    """An API has a schema with each field that is drawn, logs without what callers send along, traces and alarms."""
    schema = str(resource.get("schema") or "")
    for flow in world.design.flows_from(node, "route"):
        kind, field = str(flow.get("key")).split(".")
        types = {part.split("{")[0].strip(): part for part in schema.split("type ")[1:]}
        lines = [line.strip() for line in types.get(kind, "").split("\n")]
        there = any(line.startswith((f"{field}:", f"{field}(")) for line in lines)
        world.need(there, flow, f"the schema has no {kind}.{field}")
    callers(world, node, resource)
    traced = bool(resource.get("xrayEnabled"))
    world.need(traced == node.get("tracing"), node.id, f"its requests are traced: {traced}")
    logs(world, node, resource)
    told = resource.output("uris.GRAPHQL") in str(world.recording.outputs)
    world.need(told, node.id, "its address is no output of the stack")
    if node.get("alarms") is not False:
        for metric, what in (("5XXError", "answers with errors of its own"), ("Latency", "is slow")):
            watched = alarmed(world, metric, "GraphQLAPIId", resource.outputs("id"))
            world.need(watched, node.id, f"nobody is told when it {what}")


def callers(world: World, node: Node, resource: Resource) -> None:
    """Assert that those who are drawn may call, the one that the design names first, and nobody else."""
    wanted = [(CALLERS["user-pool" if flow.source.kind == "user-pool" else "custom"], flow.source.id)
              for flow in world.design.flows_to(node, "authorize")]  # fmt: skip
    # Where the design does not say it: whom the pool lets in, or the function, or else identities.
    drawn = [kind for kind, _ in wanted]
    otherwise = next((kind for kind in (CALLERS["user-pool"], CALLERS["custom"]) if kind in drawn), CALLERS["iam"])
    first = CALLERS[node.get("auth")] if node.get("auth") else otherwise
    stated_first = resource.get("authenticationType")
    world.need(stated_first == first, node.id, f"callers are checked by {stated_first}, not {first}")
    if first in ("AWS_IAM", "API_KEY"):
        wanted.append((first, ""))
    stated = [(kind, asked(world, one)) for kind, one in authentications(resource)]
    world.need(sorted(stated) == sorted(wanted), node.id, f"{stated} may call; the design says {wanted}")
    if first == CALLERS["user-pool"]:
        action = resource.get("userPoolConfig", "defaultAction")
        world.need(action == "ALLOW", node.id, f"whoever has signed in meets {action}")
    keys = [item for item in world.recording.of(API_KEY) if item.get("apiId") == resource.id]
    world.need(len(keys) == int(first == "API_KEY"), node.id, f"it has {len(keys)} keys")
    for key in keys:
        world.need(key.get("expires"), key, "it ends after a week, and nobody has said so")


def authentications(resource: Resource) -> list[tuple[str, dict]]:
    """Return how callers are checked, with what is said about each way."""
    more = as_list(resource.get("additionalAuthenticationProviders"))
    return [(one.get("authenticationType"), one) for one in [resource.inputs, *more]]


def asked(world: World, one: dict) -> str:
    """Return the node that is asked about a caller; nothing where none is."""
    pool = (one.get("userPoolConfig") or {}).get("userPoolId")
    function = (one.get("lambdaAuthorizerConfig") or {}).get("authorizerUri")
    for node in world.design.of("user-pool"):
        found = world.main(node)
        if found and one.get("authenticationType") == CALLERS["user-pool"] and found.id == pool:
            return node.id
    for name, found in world.functions.items():
        if one.get("authenticationType") == CALLERS["custom"] and function in found.callees:
            return name
    return ""


def logs(world: World, node: Node, resource: Resource) -> None:
    """Assert that requests are logged where AppSync looks, as long as drawn, by a role for just that."""
    name = f"/aws/appsync/apis/{resource.id}"
    found = [item for item in world.recording.of(LOGS) if item.get("name") == name]
    config = resource.get("logConfig")
    if not node.get("access_logs"):
        world.need(config is None and not found, node.id, "its requests are logged although that is switched off")
        return
    if not world.need(config and len(found) == 1, node.id, "its requests are not logged") or not config:
        return
    wanted, stated = retention(node.get("log_retention")), found[0].get("retentionInDays")
    world.need(stated == wanted, node.id, f"its logs are kept {stated} days, not {wanted}")
    world.claim(found[0])
    world.need(config.get("excludeVerboseContent") is True, node.id, "its logs hold what callers send along")
    world.need(config.get("fieldLogLevel") == "ERROR", node.id, f"its fields log {config.get('fieldLogLevel')}")
    role = world.recording.owner(config.get("cloudwatchLogsRoleArn"), "aws:iam/role:Role")
    actions = {"logs:CreateLogStream", "logs:PutLogEvents"}
    world.grant(role, f"{node.id} (its logs)", actions, {f"{found[0].arn}:*"})
    bound(world, node.id, role, "aws:SourceAccount", "<account>")


def bound(world: World, subject: object, role: Resource | None, key: str, value: str) -> None:
    """Assert that AppSync alone may take a role, and for one thing only."""
    for item in world.trusted(role) if role else []:
        world.need(item.services == (SERVICE,), subject, f"its role is for {item.services}")
        stated = item.condition_values(key)
        world.need(stated == [value], subject, f"AppSync may take {role} for {stated or 'anything'}")


def authorize(world: World, flow: Flow) -> None:
    """The source decides who may call; where it is a function, AppSync may ask it for this API."""
    api = world.main(flow.target)
    if api is None:
        return
    named = [asked(world, one) for _, one in authentications(api)]
    world.need(flow.source.id in named, flow, f"{named} are asked who may call")
    function = world.functions.get(flow.source.id)
    if function:
        permission(world, flow, function, SERVICE, {api.arn})


def route(world: World, flow: Flow) -> None:
    """A field is answered by the target: by a resolver, a data source and a role of its own."""
    api, target = world.main(flow.source), world.main(flow.target)
    if api is None or target is None:
        return
    kind, field = str(flow.get("key")).split(".")
    found = [
        item
        for item in world.recording.of(RESOLVER)
        if (item.get("apiId"), item.get("type"), item.get("field")) == (api.id, kind, field)
    ]
    if not world.need(len(found) == 1, flow, f"{len(found)} resolvers answer {kind}.{field}"):
        return
    resolver = found[0]
    world.claim(resolver)
    sources = [
        item
        for item in world.recording.of(SOURCE)
        if item.get("apiId") == api.id and item.output("name") == resolver.get("dataSource")
    ]
    if not world.need(len(sources) == 1, flow, f"it is answered by {resolver.get('dataSource')}"):
        return
    source = sources[0]
    world.claim(source)
    alike = [item for item in world.recording.of(SOURCE) if item.get("apiId") == api.id]
    names = [item.get("name") for item in alike]
    world.need(len(set(names)) == len(names), flow, f"two data sources have one name: {names}")
    role = world.recording.owner(source.get("serviceRoleArn"), "aws:iam/role:Role")
    bound(world, flow, role, "aws:SourceArn", api.arn)
    if flow.target.kind == "function":
        function = world.functions[flow.target.id]
        stated = source.get("lambdaConfig", "functionArn")
        world.need(source.get("type") == "AWS_LAMBDA", flow, f"its source is a {source.get('type')}")
        world.need(stated in function.callees, flow, f"it asks {stated}, not {flow.target.id}")
        world.need(resolver.get("code") is None, flow, "code stands between the field and the function")
        world.grant(role, flow, {"lambda:InvokeFunction"}, function.callees)
        return
    table(world, flow, target, (resolver, source, role))


def table(world: World, flow: Flow, target: Resource, found: tuple[Resource, Resource, Resource | None]) -> None:
    """Assert that a table answers, by code that does what the field is for, and that nothing else may be done."""
    resolver, source, role = found
    stated = source.get("dynamodbConfig", "tableName")
    world.need(source.get("type") == "AMAZON_DYNAMODB", flow, f"its source is a {source.get('type')}")
    world.need(stated in target.outputs("name", "id"), flow, f"it asks {stated}, not {flow.target.id}")
    writes = str(flow.get("key")).startswith("Mutation.")
    runtime = (resolver.get("runtime", "name"), resolver.get("runtime", "runtimeVersion"))
    world.need(runtime == ("APPSYNC_JS", "1.0.0"), flow, f"its code runs on {runtime}")
    code = str(resolver.get("code") or "")
    wanted = "put" if writes else "get"
    world.need(f"import {{ {wanted} }}" in code, flow, f"its code does not {wanted} an item")
    for part in ("partition", "sort"):
        name = str((flow.target.get("key") or {}).get(part) or "").split(":")[0]
        world.need(not name or name in code, flow, f"its code does not say {name}")
    access: Access = WRITE_TABLE if writes else READ_TABLE
    give(world, role, flow, target, access)
    if not writes:
        give_indexes(world, role, flow, flow.target, target)
    give_key(world, role, flow, target, {"kms:Decrypt", "kms:GenerateDataKey"} if writes else {"kms:Decrypt"})
