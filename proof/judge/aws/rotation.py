"""Rotation of secrets: the function that Secrets Manager asks for each step, and what it may do.

Written from the Secrets Manager User Guide: rotation by Lambda function, and the function's permissions.
"""

from judge.aws.access import TRACES, give_key
from judge.aws.world import World
from judge.design import Node, days
from judge.recording import Resource, as_list

ROTATION = "aws:secretsmanager/secretRotation:SecretRotation"
FUNCTION = "aws:lambda/function:Function"
PERMISSION = "aws:lambda/permission:Permission"
LOGS = "aws:cloudwatch/logGroup:LogGroup"
STEPS = {
    "secretsmanager:DescribeSecret",
    "secretsmanager:GetSecretValue",
    "secretsmanager:PutSecretValue",
    "secretsmanager:UpdateSecretVersionStage",
}
SERVICE = "secretsmanager.amazonaws.com"


def rotated(world: World, node: Node, secret: Resource, versions: list[Resource]) -> None:
    """Assert that a secret is replaced as often as drawn, by a function of its own, and that nothing puts it back."""
    wanted = node.get("rotation")
    found = [item for item in world.recording.of(ROTATION) if item.get("secretId") in secret.outputs("id", "arn")]
    if not world.need(len(found) == bool(wanted), node.id, f"it is rotated {len(found)} times") or not wanted:
        return
    rotation = found[0]
    world.claim(rotation)
    stated = rotation.get("rotationRules", "automaticallyAfterDays")
    world.need(stated == days(wanted), node.id, f"it is replaced every {stated} days, not every {days(wanted)}")
    for version in versions:
        kept = set(as_list(version.get("versionStages"))) - {"AWSCURRENT", "AWSPREVIOUS", "AWSPENDING"}
        world.need(kept, node.id, "its first value loses all labels, and is made again as the current one")
        left = "versionStages" in version.raw["ignoreChanges"]
        world.need(left, node.id, "the next deployment moves AWSCURRENT back to the first value")
        world.need(version.urn in rotation.raw["dependencies"], node.id, "it is rotated before it has a value")
    function = world.recording.owner(rotation.get("rotationLambdaArn"), FUNCTION)
    if not world.need(function, node.id, "no function rotates it") or function is None:
        return
    world.need(function not in world.resources.values(), node.id, f"{function} rotates it, which is drawn for more")
    world.claim(function, "rotation")
    size = (function.get("memorySize"), function.get("timeout"))
    world.need(size == (256, 30), node.id, f"its rotation has {size[0]} MiB and {size[1]} s")
    world.need(function.get("tracingConfig", "mode") == "Active", node.id, "its rotation is not traced")
    names = function.outputs("name", "arn", "id")
    versions = any(item.get("functionName") in names for item in world.recording.of("aws:lambda/alias:Alias"))
    world.need(versions, node.id, "its rotation has no alias, as every function has")
    permitted(world, node, secret, rotation, function)
    role = world.recording.owner(function.get("role"), "aws:iam/role:Role")
    waits = [policy.urn in function.raw["dependencies"] for policy, _ in world.role_policies(role)] if role else []
    world.need(waits and all(waits), node.id, "its rotation is made before its role has its permissions")
    world.grant(role, f"{node.id} (its rotation)", STEPS, {secret.arn})
    give_key(world, role, f"{node.id} (its rotation)", secret, {"kms:Decrypt", "kms:GenerateDataKey"})
    world.grant(role, f"{node.id} (traces of its rotation)", TRACES, {"*"})
    logs = world.recording.owner(function.get("loggingConfig", "logGroup"), LOGS)
    if world.need(logs, node.id, "its rotation leaves no log") and logs:
        places = {f"{logs.arn}:*", f"{logs.arn}:log-stream:*"}
        world.grant(role, f"{node.id} (log of its rotation)", {"logs:CreateLogStream", "logs:PutLogEvents"}, places)
    for metric in ("Errors", "Throttles"):
        told = any(
            item.get("metricName") == metric and item.get("dimensions", "FunctionName") == function.output("name")
            for item in world.recording.of("aws:cloudwatch/metricAlarm:MetricAlarm")
        )
        world.need(told, node.id, f"nobody is told of {metric} of its rotation")


def permitted(world: World, node: Node, secret: Resource, rotation: Resource, function: Resource) -> None:
    """Assert that Secrets Manager may call the function for this secret, before it does."""
    own = function.outputs("name", "arn", "id")
    found = [
        item
        for item in world.recording.of(PERMISSION)
        if item.get("function") in own and item.get("principal") == SERVICE and item.get("qualifier") is None
    ]
    if world.need(len(found) == 1, node.id, f"{len(found)} permissions let {SERVICE} rotate it"):
        world.claim(found[0])
        bound = found[0].get("sourceArn") == secret.arn
        world.need(bound, node.id, f"{SERVICE} may call its rotation for {found[0].get('sourceArn')}")
        world.need(found[0].urn in rotation.raw["dependencies"], node.id, "it is rotated before that is permitted")
