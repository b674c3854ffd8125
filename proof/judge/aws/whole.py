"""The converse: nothing in the program that the design does not explain, and what holds for every resource."""

from judge.aws.delivery import PERMISSION, POLICIES, policies_of
from judge.aws.graphs import RESOLVER, SOURCE
from judge.aws.pipes import PIPE
from judge.aws.rotation import ROTATION
from judge.aws.routes import AUTHORIZER, INTEGRATION, ROUTE
from judge.aws.rules import CONNECTION, DESTINATION, RULE, TARGET
from judge.aws.sockets import RESPONSE
from judge.aws.sources import SCHEDULE
from judge.aws.subscribe import CONSUMER, MAPPING, NOTIFICATION, SUBSCRIPTION
from judge.aws.world import MAIN, World
from judge.recording import Resource, as_list, statements

# Resources that join others: each must come from something drawn.
WIRING = [
    PERMISSION,
    ROUTE,
    RESPONSE,
    INTEGRATION,
    AUTHORIZER,
    RULE,
    TARGET,
    DESTINATION,
    CONNECTION,
    SCHEDULE,
    MAPPING,
    CONSUMER,
    ROTATION,
    PIPE,
    SOURCE,
    RESOLVER,
]

# Input `name` that is no name of something in the cloud's one namespace, or that the cloud itself fixes.
NAMED = {
    "aws:lambda/alias:Alias": {"live"},
    "aws:apigatewayv2/stage:Stage": {"$default", "live"},
}

# What refuses requests that do not come over TLS.
SECURED = (MAIN["queue"], MAIN["topic"], MAIN["bucket"])

# Inputs by which other types fix a physical name.
NAME_KEYS = ("name", "bucket", "functionName", "dashboardName", "logGroupName", "userPoolName", "layerName")

# Types of which `bucket`, `functionName` and so on refer to something instead of naming it; a reference is made up.
LITERALS_ALLOWED = {
    # The attribute's own name inside of a user pool, not that of a resource.
    "aws:cognito/userGroup:UserGroup",
    # Its name inside of an API; `graphs` sees to it that no other has it there.
    SOURCE,
    # It has no other name; `overview` sees to it that no other stack has it.
    "aws:cloudwatch/dashboard:Dashboard",
    # A name of the internet, which the design says.
    "aws:route53/record:Record",
}


def judge_whole(world: World) -> None:
    """Assert what holds for the program as a whole."""
    judge_wiring(world)
    judge_policies(world)
    judge_keys(world)
    for item in world.recording.resources:
        if item.raw["custom"] and item.type.startswith("aws:"):
            judge_name(world, item)
            judge_place(world, item)
    for item in world.recording.of("aws:cloudwatch/logGroup:LogGroup"):
        world.need(item.get("retentionInDays"), item, "its logs are never deleted")
    for item in world.recording.of("aws:cloudwatch/metricAlarm:MetricAlarm"):
        for target in as_list(item.get("alarmActions")):
            owner = world.recording.owner(target, "aws:sns/topic:Topic")
            world.need(owner, item, f"it tells {target}, which is no topic of the program")
    judge_stores(world)
    services = {node.service for node in world.design.nodes.values() if node.kind != "external"}
    components = {item.name for item in world.recording.resources if not item.raw["custom"]}
    for service in sorted(services):
        world.need(service in components, service, "the service has no component of its own")


def judge_wiring(world: World) -> None:
    """Assert that each resource that joins others comes from a flow."""
    claimed = {urn for urn, _ in world.claims}
    for kind in WIRING:
        for item in world.recording.of(kind):
            world.need(item.urn in claimed, item, "no flow of the design explains it")
    alarms = {
        world.recording.owner(target)
        for item in world.recording.of("aws:cloudwatch/metricAlarm:MetricAlarm")
        for target in as_list(item.get("alarmActions"))
    }
    for item in world.recording.of(SUBSCRIPTION):
        # Whoever is told of alarms is no part of the design.
        tells = world.recording.owner(item.get("topic")) in alarms and item.get("protocol") == "email"
        tells = tells and "@" in str(item.get("endpoint"))
        world.need(item.urn in claimed or tells, item, "no flow of the design explains it")
    for item in world.recording.of(NOTIFICATION):
        parts = [
            f"{key} {one[name]}"
            for key, name in (
                ("lambdaFunctions", "lambdaFunctionArn"),
                ("queues", "queueArn"),
                ("topics", "topicArn"),
            )
            for one in as_list(item.get(key))
        ]
        parts += ["eventbridge"] if item.get("eventbridge") else []
        for part in parts:
            world.need((item.urn, part) in world.claims, item, f"no flow of the design explains {part}")
    for item in world.recording.of(MAIN["user-pool"]):
        for hook in item.get("lambdaConfig") or {}:
            step = hook.removesuffix("Config")
            world.need((item.urn, step) in world.claims, item, f"no flow of the design explains {hook}")


def judge_policies(world: World) -> None:
    """Assert that each policy of a resource lets in only what a flow explains."""
    alarms = {
        world.recording.owner(target)
        for item in world.recording.of("aws:cloudwatch/metricAlarm:MetricAlarm")
        for target in as_list(item.get("alarmActions"))
    }
    # Those that the design opens to requests that are not encrypted.
    drawn = [(node, world.resources.get(node.id)) for node in world.design.nodes.values()]
    plain = {resource.urn for node, resource in drawn if resource and node.values.get("require_tls") is False}
    for target in world.recording.resources:
        if target.type not in POLICIES:
            continue
        if target.type in SECURED and not target.raw["read"] and target.urn not in plain:
            refused = any(
                item.effect == "Deny" and item.condition_values("aws:SecureTransport") == ["false"]
                for _, item in policies_of(world, target)
            )
            world.need(refused, target, "requests that are not encrypted on their way are let in")
        for policy, item in policies_of(world, target):
            if item.effect != "Allow":
                continue
            for action in item.actions:
                world.need("*" not in action, policy, f"it allows the actions {action}")
            for resource in item.resources:
                own = resource in (target.arn, f"{target.arn}/*")
                world.need(own, policy, f"it speaks of {resource} and not of {target}")
            world.need(not item.others, policy, f"it lets in {sorted(map(str, item.others))}")
            sources = item.condition_values("aws:SourceArn")
            for service in item.services:
                if service == "cloudwatch.amazonaws.com" and target in alarms:
                    bound = sources or item.condition_values("aws:SourceAccount")
                    world.need(bound, policy, "any account's alarms may publish")
                    continue
                world.need(sources, policy, f"it lets in {service} for any source")
                for source in sources:
                    known = (policy.urn, f"{service} {source}") in world.claims
                    world.need(known, policy, f"no flow of the design explains {service} for {source}")
    for item in world.recording.of(PERMISSION):
        bound = item.get("sourceArn") or (item.urn, "anyone") in world.claims
        world.need(bound, item, f"it lets {item.get('principal')} in for any source")


def judge_keys(world: World) -> None:
    """Assert that each key is for this account and for services that need it, turns over, and encrypts something."""
    alarmed = any(world.recording.of("aws:cloudwatch/metricAlarm:MetricAlarm"))
    for key in world.recording.of("aws:kms/key:Key"):
        world.need(key.get("enableKeyRotation") is True, key, "the key is never changed")
        used = any(
            key.urn in str(item.inputs)
            for item in world.recording.resources
            if item != key and "policy" not in item.type.lower()
        )
        world.need(used, key, "it encrypts nothing")
        for item in statements(key.get("policy")):
            for service in item.services:
                known = (key.urn, service) in world.claims
                known = known or (service == "cloudwatch.amazonaws.com" and alarmed)
                world.need(known, key, f"no flow of the design explains {service}")
                bound = item.condition_values("aws:SourceAccount") + item.condition_values("aws:SourceArn")
                bound += item.condition_values("kms:EncryptionContext:SourceArn")
                world.need(bound, key, f"{service} may use it for any account")
            for other in item.others:
                account = isinstance(other, str) and other.endswith(":root")
                account = account or bool(item.condition_values("kms:CallerAccount"))
                world.need(account or item.effect == "Deny", key, f"it lets in {other}")


def judge_name(world: World, item: Resource) -> None:
    """Assert that the cloud may choose the name, so that a replacement does not collide with what it replaces."""
    for key in NAME_KEYS:
        value = item.inputs.get(key)
        if not isinstance(value, str) or "<" in value or item.raw["read"]:
            continue
        allowed = value in NAMED.get(item.type, set()) or item.type in LITERALS_ALLOWED
        world.need(allowed, item, f"its physical name is fixed: {key} is {value}")


def judge_place(world: World, item: Resource) -> None:
    """Assert that a resource stands in a component and is made by the program's own provider."""
    world.need(item.raw["parent"], item, "it stands in no component")
    provider = world.recording.by_urn.get(item.raw["provider"].split("::<")[0])
    if world.need(provider, item, f"its provider is {item.raw['provider'] or 'the default one'}") and provider:
        tags = provider.get("defaultTags", "tags") or {}
        world.need(tags, provider, "it gives its resources no tags")
        region = provider.get("region")
        world.need(region == world.design.region, provider, f"its region is {region}, not {world.design.region}")


def judge_stores(world: World) -> None:
    """Assert that topics that are not drawn (that of the alarms) are encrypted too."""
    for item in world.recording.of("aws:sns/topic:Topic"):
        world.need(item.raw["read"] or item.get("kmsMasterKeyId"), item, "its messages are not encrypted")
    drawn = {resource.urn for resource in world.resources.values() if resource}
    for kind in sorted(MAIN.keys() - {"queue", "topic"}):
        for item in world.recording.of(MAIN[kind]):
            beside = {(item.urn, part) for part in ("site files", "failures", "rotation")} & world.claims
            world.need(item.urn in drawn or beside, item, f"the design has no such {kind}")
