"""WebSocket APIs: their stage, who may connect, which function takes which messages, and who may push to clients."""

from judge.aws.access import allowed
from judge.aws.delivery import permission
from judge.aws.routes import INTEGRATION, ROUTE, authorization
from judge.aws.world import World
from judge.design import Flow, Node, retention, seconds
from judge.recording import Resource

STAGE = "aws:apigatewayv2/stage:Stage"
LOGS = "aws:cloudwatch/logGroup:LogGroup"
ACCOUNT = "aws:apigateway/account:Account"
RESPONSE = "aws:apigatewayv2/routeResponse:RouteResponse"

# What the account's role needs: the actions of AmazonAPIGatewayPushToCloudWatchLogs.
WRITE_LOGS = {
    "logs:CreateLogGroup", "logs:CreateLogStream", "logs:DescribeLogGroups", "logs:DescribeLogStreams",
    "logs:PutLogEvents", "logs:GetLogEvents", "logs:FilterLogEvents",
}  # fmt: skip


def stage_of(world: World, api: Resource) -> Resource | None:
    """Return the API's one stage."""
    found = [item for item in world.recording.of(STAGE) if item.get("apiId") == api.id]
    return found[0] if len(found) == 1 else None


def websocket_api(world: World, node: Node, resource: Resource) -> None:
    """An API for open connections has one stage, with the drawn limits and logs, that waits for a route."""
    world.need(resource.get("protocolType") == "WEBSOCKET", node.id, "it is no WebSocket API")
    chooses = resource.get("routeSelectionExpression")
    world.need(chooses == "$request.body.action", node.id, f"messages choose their route by {chooses}")
    stage = stage_of(world, resource)
    if not world.need(stage, node.id, "it has no stage, or several") or stage is None:
        return
    world.need(stage.get("autoDeploy") is True, node.id, "changes of its routes are not deployed")
    for key, name in (("rate", "throttlingRateLimit"), ("burst", "throttlingBurstLimit")):
        wanted, stated = node.get("throttle", key), stage.get("defaultRouteSettings", name)
        world.need(stated == wanted, node.id, f"{name} is {stated}; the design says {wanted}")
    routes = {item.urn for item in world.recording.of(ROUTE) if item.get("apiId") == resource.id}
    first = routes & set(stage.raw["dependencies"])
    world.need(first, node.id, "its stage does not wait for a route, and is refused without one")
    logs = world.recording.owner(stage.get("accessLogSettings", "destinationArn"), LOGS)
    world.need(bool(logs) == node.get("access_logs"), node.id, f"its messages are logged: {bool(logs)}")
    if logs:
        wanted, kept = retention(node.get("log_retention")), logs.get("retentionInDays")
        world.need(kept == wanted, node.id, f"its logs are kept {kept} days, not {wanted}")
        world.claim(logs)
        account(world, node, stage)
    told = f"{resource.output('apiEndpoint')}/{stage.get('name')}" in str(world.recording.outputs)
    world.need(told, node.id, "its address is no output of the stack")


def account(world: World, node: Node, stage: Resource) -> None:
    """Assert that API Gateway may write logs in this account before a stage asks for it, and still may afterwards."""
    found = world.recording.of(ACCOUNT)
    if not world.need(len(found) == 1, node.id, f"{len(found)} settings of the account let API Gateway write logs"):
        return
    world.need(
        found[0].urn in stage.raw["dependencies"], node.id, "its stage does not wait for the right to write logs"
    )
    role = world.recording.owner(found[0].get("cloudwatchRoleArn"), "aws:iam/role:Role")
    world.grant(role, f"{node.id} (its logs)", WRITE_LOGS, {f"arn:<partition>:logs:{world.design.region}:<account>:*"})
    for item in [found[0], role]:
        world.need(item and item.raw["retainOnDelete"], node.id, "others lose their logs when this stack goes")
    if role:
        services = {service for one in world.trusted(role) for service in one.services}
        world.need(services == {"apigateway.amazonaws.com"}, node.id, f"the role for logs is for {sorted(services)}")


def route(world: World, flow: Flow) -> None:
    """Messages of a key, or connections that come and go, reach the function; its answer goes back."""
    api, function, key = world.main(flow.source), world.functions.get(flow.target.id), flow.get("key")
    if api is None or function is None:
        return
    found = [item for item in world.recording.of(ROUTE) if item.get("apiId") == api.id and item.get("routeKey") == key]
    if not world.need(len(found) == 1, flow, f"{len(found)} routes have the key {key}"):
        return
    item = found[0]
    world.claim(item)
    authorization(world, flow, api, item)
    joined = [one for one in world.recording.of(INTEGRATION) if item.get("target") == f"integrations/{one.id}"]
    if world.need(joined, flow, f"the route leads to {item.get('target')}, which is no integration"):
        integration = joined[0]
        world.claim(integration)
        world.need(integration.get("apiId") == api.id, flow, "the integration belongs to another API")
        uri = integration.get("integrationUri")
        world.need(uri in function.integrations, flow, f"the integration calls {uri}, which is not {flow.target.id}")
        world.need(integration.get("integrationType") == "AWS_PROXY", flow, "the integration is no proxy")
        if flow.get("timeout"):
            stated, wanted = integration.get("timeoutMilliseconds"), min(seconds(flow.get("timeout")) * 1000, 29_000)
            world.need(stated == wanted, flow, f"the API waits {stated} ms, not {wanted} ms")
    sources = {f"{api.output('executionArn')}/{stage}/{key}" for stage in ("*", "live")}
    permission(world, flow, function, "apigateway.amazonaws.com", sources)
    answers = [one for one in world.recording.of(RESPONSE) if one.get("routeId") == item.id]
    both = bool(answers) and item.get("routeResponseSelectionExpression") == "$default"
    wanted = key not in ("$connect", "$disconnect")
    world.need(both == wanted, flow, f"what the function answers reaches the client: {both}")
    for answer in answers:
        world.claim(answer)


def push(world: World, flow: Flow) -> None:
    """A function or container may send to open connections of the API's stage, and knows the address for it."""
    api, function = world.main(flow.target), world.holders.get(flow.source.id)
    stage = stage_of(world, api) if api else None
    if api is None or function is None or stage is None:
        return
    place = f"{api.output('executionArn')}/{stage.get('name')}/POST/@connections/*"
    world.grant(function.role, flow, {"execute-api:ManageConnections"}, {place})
    address = f"https://{api.id}.execute-api.{world.design.region}.amazonaws.com/{stage.get('name')}"
    world.need(address in function.environment.values(), flow, f"{flow.source.id} does not know the address {address}")
    stated = {action for item in allowed(world, function.role) for action in item.actions}
    world.need("execute-api:*" not in stated, flow, "it may do anything to the API")
