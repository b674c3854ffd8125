"""Caches: ElastiCache Serverless, and the users that identities sign in as.

Written from the ElastiCache User Guide: serverless caches, role-based access control, IAM authentication.
"""

from judge.aws.networks import home, subnets_of
from judge.aws.world import World
from judge.design import Flow, Node
from judge.recording import Resource, as_list

USER = "aws:elasticache/user:User"
GROUP = "aws:elasticache/userGroup:UserGroup"
ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"


def cache(world: World, node: Node, resource: Resource) -> None:
    """A cache is as drawn: of its engine and size, private, with users that prove themselves by identity."""
    engine = node.get("engine")
    world.need(resource.get("engine") == engine, node.id, f"its engine is {resource.get('engine')}, not {engine}")
    size = resource.get("cacheUsageLimits", "dataStorage", "maximum")
    world.need(size == node.get("size"), node.id, f"it holds {size} GB, not {node.get('size')}")
    unit = resource.get("cacheUsageLimits", "dataStorage", "unit")
    world.need(unit == "GB", node.id, f"its size is in {unit}")
    key = resource.get("kmsKeyId")
    world.need(bool(key) == bool(node.get("encryption_key")), node.id, f"its key is {key}")
    network = home(world, node)
    if network:
        ids = set(as_list(resource.get("subnetIds")))
        world.need(ids == subnets_of(world, network), node.id, f"it stands in {sorted(ids)}")
    groups = as_list(resource.get("securityGroupIds"))
    ours = len(groups) == 1 and world.recording.owner(groups[0], "aws:ec2/securityGroup:SecurityGroup")
    world.need(ours, node.id, f"its security groups are {groups}")
    sharing = [one for one in world.recording.of(resource.type) if as_list(one.get("securityGroupIds")) == groups]
    world.need(sharing == [resource], node.id, "it shares its security group")
    world.need((resource.get("snapshotRetentionLimit") or 0) >= 1, node.id, "no snapshots are taken")
    for metric in ("ThrottledCmds", "BytesUsedForCache"):
        told = any(
            item.get("metricName") == metric and item.get("dimensions", "clusterId") == resource.output("name")
            for item in world.recording.of(ALARM)
        )
        wanted = node.get("alarms") is not False
        world.need(told == wanted, node.id, f"somebody is told of its {metric}: {told}, not {wanted}")
    used = bool(world.design.flows_to(node, "read", "write", "read-write"))
    members = users(world, resource)
    world.need(bool(members) == used, node.id, f"it has the users {[str(item) for item in members]}")
    # Redis asks for a user of this name in each group, who must be nobody.
    default = any(item.get("userName") == "default" for item in members)
    world.need(default == (used and engine == "redis"), node.id, f"it has a user named default: {default}")
    for item in members:
        locked = item.get("userName") == "default" and "off" in str(item.get("accessString")).split()
        locked = locked and item.get("authenticationMode", "type") == "no-password-required"
        by_identity = item.get("authenticationMode", "type") == "iam"
        world.need(by_identity or locked, item, "it proves itself by something else than its identity")
        world.need(not by_identity or item.get("userId") == item.get("userName"), item, "IAM asks for one name")


def users(world: World, resource: Resource) -> list[Resource]:
    """Return the users of a cache."""
    group = world.recording.owner(resource.get("userGroupId"), GROUP)
    if group is None:
        found = [item for item in world.recording.of(GROUP) if item.get("userGroupId") == resource.get("userGroupId")]
        group = found[0] if found and resource.get("userGroupId") else None
    ids = set(as_list(group.get("userIds"))) if group else set()
    return [item for item in world.recording.of(USER) if item.get("userId") in ids or item.output("userId") in ids]


def used(world: World, flow: Flow) -> None:
    """What uses a cache knows its address, and signs in as a user of just its rights."""
    resource, role = world.main(flow.target), world.role_of(flow.source)
    if resource is None:
        return
    values = [value for value in world.holder(flow.source).values() if isinstance(value, str)]
    world.need(resource.output("endpoints.0.address") in values, flow, "it does not know the address of the cache")
    world.need(resource.output("name") in values, flow, "it does not know the name by which tokens are made")
    mine = [item for item in users(world, resource) if item.get("userName") in values]
    if not world.need(len(mine) == 1, flow, f"it knows {len(mine)} users of the cache"):
        return
    world.grant(role, flow, {"elasticache:Connect"}, {resource.arn})
    world.grant(role, flow, {"elasticache:Connect"}, {mine[0].arn})
    own = [
        one for one in world.design.flows_from(flow.source, "read", "write", "read-write") if one.target == flow.target
    ]
    reads = any(one.kind in ("read", "read-write") for one in own)
    writes = any(one.kind in ("write", "read-write") for one in own)
    words = set(str(mine[0].get("accessString")).split())
    may_all = "+@all" in words
    world.need((may_all or "+@read" in words) == reads, flow, f"its user may read: {sorted(words)}")
    world.need((may_all or "+@write" in words) == writes, flow, f"its user may write: {sorted(words)}")
    world.need(not may_all or {"-@admin", "-@dangerous"} <= words, flow, "its user may do what endangers the cache")
