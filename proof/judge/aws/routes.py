"""Routes of HTTP APIs, and who may call them."""

import re

from judge.aws import containers
from judge.aws.access import SEND, give, give_event, give_key, give_start
from judge.aws.delivery import permission
from judge.aws.world import World
from judge.design import Flow, Node, seconds
from judge.recording import Resource, as_list

ROUTE = "aws:apigatewayv2/route:Route"
INTEGRATION = "aws:apigatewayv2/integration:Integration"
AUTHORIZER = "aws:apigatewayv2/authorizer:Authorizer"
CLIENT = "aws:cognito/userPoolClient:UserPoolClient"

# What a route's `auth` is called in API Gateway.
TYPES = {"none": (None, "NONE"), "jwt": ("JWT",), "iam": ("AWS_IAM",), "custom": ("CUSTOM",)}

# What API Gateway itself does for a target that is no function: the integration's subtype, and the parameter that
# names the target.
SUBTYPES = {
    "queue": ("SQS-SendMessage", "QueueUrl"),
    "event-bus": ("EventBridge-PutEvents", "EventBusName"),
    "stream": ("Kinesis-PutRecord", "StreamName"),
    "workflow": ("StepFunctions-StartExecution", "StateMachineArn"),
}


def route(world: World, flow: Flow) -> None:
    """A request reaches the target."""
    api = world.main(flow.source)
    if api is None:
        return
    item = the_route(world, flow, api)
    if item is None:
        return
    integration = the_integration(world, flow, api, item)
    authorization(world, flow, api, item)
    if integration is None:
        return
    if flow.get("timeout"):
        limit = seconds(flow.get("timeout")) * 1000
        stated = integration.get("timeoutMilliseconds")
        fits = stated is not None and limit - 1000 < stated <= limit
        world.need(fits, flow, f"the API waits {stated} ms for an answer, not {flow.get('timeout')}")
    if flow.target.kind == "function":
        to_function(world, flow, api, integration)
    elif flow.target.kind == "container":
        containers.routed(world, flow, integration)
    else:
        to_service(world, flow, integration)


def the_route(world: World, flow: Flow, api: Resource) -> Resource | None:
    """Return the API's one route of the flow's method and path."""
    method, path = flow.get("method"), flow.get("path")
    key = f"{method} {path}" if path else "$default"
    found = [
        item
        for item in world.recording.of(ROUTE)
        if item.get("apiId") in api.outputs("id") and item.get("routeKey") == key
    ]
    if not world.need(len(found) == 1, flow, f"{len(found)} routes of {api} have the key {key}"):
        return None
    world.claim(found[0])
    return found[0]


def the_integration(world: World, flow: Flow, api: Resource, item: Resource) -> Resource | None:
    """Return the integration that a route hands requests to."""
    found = [one for one in world.recording.of(INTEGRATION) if item.get("target") == f"integrations/{one.id}"]
    if not world.need(found, flow, f"the route hands requests to {item.get('target')}, which is no integration"):
        return None
    world.claim(found[0])
    world.need(found[0].get("apiId") == api.id, flow, "the integration belongs to another API")
    return found[0]


def to_function(world: World, flow: Flow, api: Resource, integration: Resource) -> None:
    """Assert that requests reach the function, and that API Gateway may hand them over."""
    function = world.functions.get(flow.target.id)
    if function is None:
        return
    uri = integration.get("integrationUri")
    world.need(uri in function.integrations, flow, f"the integration calls {uri}, which is not {flow.target.id}")
    world.need(integration.get("integrationType") == "AWS_PROXY", flow, "the integration is no proxy")
    method, path = flow.get("method"), flow.get("path") or "/*"
    verb = "*" if method == "ANY" else method
    scope = re.sub(r"\{[^}]+\}", "*", path)
    arn = api.output("executionArn")
    sources = {f"{arn}/{stage}/{verb}{scope}" for stage in ("*", "$default")}
    permission(world, flow, function, "apigateway.amazonaws.com", sources)


def to_service(world: World, flow: Flow, integration: Resource) -> None:
    """Assert that requests reach a queue, bus, stream or workflow without code, by a role for just that."""
    target, (wanted, name) = world.main(flow.target), SUBTYPES[flow.target.kind]
    if target is None:
        return
    if flow.target.kind == "workflow":
        waits = flow.get("mode") == "sync"
        wanted = "StepFunctions-StartSyncExecution" if waits else wanted
    stated = integration.get("integrationSubtype")
    world.need(stated == wanted, flow, f"the integration does {stated}, not {wanted}")
    parameters = integration.get("requestParameters") or {}
    named = parameters.get(name)
    own = target.outputs("url", "name", "arn", "id")
    world.need(named in own, flow, f"the integration sends to {named}, which is not {flow.target.id}")
    role = world.recording.owner(integration.get("credentialsArn"), "aws:iam/role:Role")
    if flow.target.kind == "workflow":
        give_start(world, role, flow, target, waits=flow.get("mode") == "sync")
    else:
        give(world, role, flow, target, SEND[flow.target.kind])
        give_key(world, role, flow, target, {"kms:Decrypt", "kms:GenerateDataKey"})
    if flow.target.kind == "event-bus":
        give_event(world, role, flow, target, parameters.get("DetailType"))
    if role:
        services = {service for one in world.trusted(role) for service in one.services}
        world.need("apigateway.amazonaws.com" in services, flow, f"API Gateway may not take {role}")


def authorization(world: World, flow: Flow, api: Resource, item: Resource) -> None:
    """Assert that the route asks callers for what the flow says."""
    wanted, stated = flow.get("auth"), item.get("authorizationType")
    world.need(stated in TYPES[wanted], flow, f"the route's authorization is {stated}; the design says {wanted}")
    authorizer = world.recording.owner(item.get("authorizerId"), AUTHORIZER)
    if wanted in ("none", "iam"):
        world.need(item.get("authorizerId") is None, flow, "the route has an authorizer that is not drawn")
        return
    kind = "user-pool" if wanted == "jwt" else "function"
    drawn = [one for one in world.design.flows_to(flow.source, "authorize") if one.source.kind == kind]
    if not world.need(authorizer, flow, f"the route has no authorizer ({item.get('authorizerId')})") or not authorizer:
        return
    world.need(authorizer.get("apiId") == api.id, flow, "the route's authorizer belongs to another API")
    ours = any(authorizes(world, one, authorizer) for one in drawn)
    world.need(ours, flow, f"{authorizer} is none of those that are drawn for {flow.source.id}")
    scopes = sorted({scope for one in drawn for scope in as_list(one.get("scopes"))})
    if wanted == "jwt":
        stated = sorted(as_list(item.get("authorizationScopes")))
        world.need(stated == scopes, flow, f"the route asks for the scopes {stated}, not {scopes}")


def clients(world: World, pool: Resource) -> list[Resource]:
    """Return the applications of a user pool."""
    return [item for item in world.recording.of(CLIENT) if item.get("userPoolId") == pool.id]


def authorizes(world: World, flow: Flow, authorizer: Resource) -> bool:
    """Return whether an authorizer asks the source of an authorize flow."""
    if flow.source.kind == "function":
        function = world.functions.get(flow.source.id)
        return function is not None and authorizer.get("authorizerUri") in function.integrations
    pool = world.main(flow.source)
    if pool is None:
        return False
    issuers = {
        f"https://{pool.output('endpoint')}",
        f"https://cognito-idp.{world.design.region}.amazonaws.com/{pool.id}",
        f"https://cognito-idp.<region>.amazonaws.com/{pool.id}",
    }
    return authorizer.get("jwtConfiguration", "issuer") in issuers


def authorize(world: World, flow: Flow) -> None:
    """The source decides who may call the API."""
    api = world.main(flow.target)
    if api is None:
        return
    found = [
        item for item in world.recording.of(AUTHORIZER) if item.get("apiId") == api.id and authorizes(world, flow, item)
    ]
    if not world.need(len(found) == 1, flow, f"{len(found)} authorizers of {api} ask {flow.source.id}"):
        return
    item = found[0]
    world.claim(item)
    if flow.source.kind == "function":
        function = world.functions[flow.source.id]
        world.need(item.get("authorizerType") == "REQUEST", flow, "the authorizer is none of a function")
        arn = api.output("executionArn")
        permission(world, flow, function, "apigateway.amazonaws.com", {f"{arn}/authorizers/{item.id}"})
        return
    world.need(item.get("authorizerType") == "JWT", flow, "the authorizer does not check tokens")
    pool = world.main(flow.source)
    if pool is None:
        return
    audiences = set(as_list(item.get("jwtConfiguration", "audiences")))
    own = {client.id for client in clients(world, pool)}
    world.need(own, flow, f"{pool} has no application")
    world.need(audiences == own, flow, f"tokens of {sorted(audiences)} are let in, not those of {sorted(own)}")


TRIGGERS = {
    "pre-sign-up": "preSignUp",
    "post-confirmation": "postConfirmation",
    "pre-authentication": "preAuthentication",
    "post-authentication": "postAuthentication",
    "pre-token-generation": "preTokenGeneration",
    "custom-message": "customMessage",
    "user-migration": "userMigration",
}


def trigger(world: World, flow: Flow) -> None:
    """A step of signing up or in calls the function."""
    pool, function = world.main(flow.source), world.functions.get(flow.target.id)
    if pool is None or function is None:
        return
    hook = TRIGGERS[flow.get("on")]
    stated = pool.get("lambdaConfig", hook) or pool.get("lambdaConfig", f"{hook}Config", "lambdaArn")
    if world.need(stated in function.callees, flow, f"the step calls {stated}, not {flow.target.id}"):
        world.claim(pool, hook)
    permission(world, flow, function, "cognito-idp.amazonaws.com", {pool.arn})


def iam_routes(world: World, api: Node) -> set[str]:
    """Return the resources by which callers with a role of ours may call the API's routes."""
    resource = world.main(api)
    if resource is None:
        return set()
    found: set[str] = set()
    for flow in world.design.flows_from(api, "route"):
        if flow.get("auth") == "iam":
            verb = "*" if flow.get("method") == "ANY" else flow.get("method")
            scope = re.sub(r"\{[^}]+\}", "*", flow.get("path") or "/*")
            arn = resource.output("executionArn")
            found |= {f"{arn}/{stage}/{verb}{scope}" for stage in ("*", "$default")}
    return found
