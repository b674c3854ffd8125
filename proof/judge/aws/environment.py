"""The environment variables of functions as a whole: each points at something drawn, and none at another's thing.

Names of variables are the exporter's to choose; that they should fit what they point at is not.
"""

import re
from collections import Counter
from itertools import combinations

from judge.aws import caches
from judge.aws.world import Container, Function, World
from judge.recording import Resource

# Words that names of variables have for a type, beside those of the thing's own name.
WORDS = {
    "aws:lambda/function:Function": {"FUNCTION"},
    "aws:lambda/alias:Alias": {"FUNCTION"},
    "aws:apigatewayv2/api:Api": {"API", "URL"},
    "aws:apigatewayv2/stage:Stage": {"API", "URL"},
    "aws:sqs/queue:Queue": {"QUEUE", "URL"},
    "aws:sns/topic:Topic": {"TOPIC", "ARN"},
    "aws:cloudwatch/eventBus:EventBus": {"BUS", "NAME"},
    "aws:kinesis/stream:Stream": {"STREAM", "NAME"},
    "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream": {"DELIVERY", "STREAM", "NAME"},
    "aws:dynamodb/table:Table": {"TABLE", "NAME"},
    "aws:s3/bucket:Bucket": {"BUCKET", "NAME"},
    "aws:secretsmanager/secret:Secret": {"SECRET", "ARN"},
    "aws:ssm/parameter:Parameter": {"PARAMETER", "NAME"},
    "aws:rds/cluster:Cluster": {"DATABASE", "HOST", "CLUSTER", "ARN"},
    "aws:elasticache/serverlessCache:ServerlessCache": {"CACHE", "HOST", "NAME"},
    "aws:elasticache/user:User": {"CACHE", "USER"},
    "aws:opensearch/serverlessCollection:ServerlessCollection": {"SEARCH", "URL"},
    "aws:ecs/taskDefinition:TaskDefinition": {"TASK", "ARN"},
    "aws:ecs/cluster:Cluster": {"TASK", "CLUSTER", "ARN"},
    "aws:ec2/securityGroup:SecurityGroup": {"TASK", "SECURITY", "GROUP", "ID"},
    "aws:rds/proxy:Proxy": {"DATABASE", "HOST"},
    "aws:cognito/userPool:UserPool": {"USER", "POOL", "ID"},
    "aws:sfn/stateMachine:StateMachine": {"WORKFLOW", "ARN"},
    "aws:cognito/userPoolClient:UserPoolClient": {"USER", "POOL", "CLIENT", "ID"},
}


def judge_environments(world: World) -> None:
    """Assert that the variables of each function point at what it has a flow to, and are not mixed up."""
    for function in world.holders.values():
        pointing = {
            name: owner
            for name, value in function.environment.items()
            if (owner := world.recording.owner(value)) is not None
        }
        drawn = reachable(world, function)
        for name, owner in pointing.items():
            known = owner.urn in drawn
            world.need(known, function.node.id, f"{name} points at {owner}, to which it has no flow")
        for (left, mine), (right, other) in combinations(pointing.items(), 2):
            if mine != other:
                now = fit(world, left, mine) + fit(world, right, other)
                swapped = fit(world, left, other) + fit(world, right, mine)
                crossed = f"{left} points at {mine} and {right} at {other}, which looks the wrong way round"
                world.need(now >= swapped, function.node.id, crossed)


def reachable(world: World, function: Function | Container) -> set[str]:
    """Return the resources that the function has a flow to, with what belongs to them."""
    found: set[str] = set()
    for flow in world.design.flows_from(function.node):
        main = world.main(flow.target)
        if main is None:
            continue
        found.add(main.urn)
        target = world.functions.get(flow.target.id)
        if target and target.alias:
            found.add(target.alias.urn)
        found |= {
            item.urn
            for kind, key in (
                ("aws:cognito/userPoolClient:UserPoolClient", "userPoolId"),
                ("aws:apigatewayv2/stage:Stage", "apiId"),
            )
            for item in world.recording.of(kind)
            if item.get(key) == main.id
        }
        found |= {item.urn for item in world.proxies(main)}
        if flow.target.kind == "cache":
            members = caches.users(world, main)
            found |= {item.urn for item in members}
            # Names of users end with what makes them unique.
            found |= {owner.urn for item in members if (owner := world.recording.owner(item.get("userName")))}
        started = world.containers.get(flow.target.id)
        if started and flow.kind == "invoke":
            found |= {item.urn for item in world.recording.of("aws:ecs/cluster:Cluster")}
            found |= {item.urn for item in (started.definition, started.group) if item}
            found |= {owner.urn for subnet in started.subnets if (owner := world.recording.owner(subnet))}
    return found


def fit(world: World, name: str, owner: Resource) -> int:
    """Return how many words a variable's name has in common with what it points at, and with its service."""
    names = [owner.name, *(holder.name for holder in world.recording.ancestors(owner))]
    # Counted, since a thing may be called as its service is: USERS_USERS_TABLE.
    words = Counter(re.split(r"[^A-Z0-9]+", "-".join(names).upper())) | Counter(WORDS.get(owner.type, set()))
    return (words & Counter(name.upper().split("_"))).total()
