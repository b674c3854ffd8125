"""Search: OpenSearch Serverless collections, their policies, and who may do what in them.

Written from the OpenSearch Service Developer Guide: encryption, network access and data access control of serverless.
"""

from typing import Any

from judge.aws.networks import home
from judge.aws.world import World
from judge.design import Flow, Node
from judge.recording import Resource, as_list

SECURITY = "aws:opensearch/serverlessSecurityPolicy:ServerlessSecurityPolicy"
ACCESS = "aws:opensearch/serverlessAccessPolicy:ServerlessAccessPolicy"
GROUP = "aws:opensearch/serverlessCollectionGroup:ServerlessCollectionGroup"
ENDPOINT = "aws:opensearch/serverlessVpcEndpoint:ServerlessVpcEndpoint"
# Units for writing, and as many for searching, that collections have without a group.
USUAL = 2
READ = {"aoss:ReadDocument"}
WRITE = {"aoss:WriteDocument", "aoss:CreateIndex", "aoss:UpdateIndex"}
LOOK = {"aoss:DescribeIndex", "aoss:DescribeCollectionItems"}


def rules(policy: Resource) -> list[dict[str, Any]]:
    """Return the parts of a policy, which may be one or a list."""
    return as_list(policy.get("policy"))


def speaks_of(part: dict[str, Any], name: str) -> bool:
    """Return whether each rule of a policy's part is about a collection and what is in it, and there is one."""
    places = [place for rule in as_list(part.get("Rules")) for place in as_list(rule.get("Resource"))]
    return bool(places) and all(place in (f"collection/{name}", f"index/{name}/*") for place in places)


def search(world: World, node: Node, resource: Resource) -> None:
    """A collection is encrypted and reached only from where it is used; its policies are there before it."""
    name = resource.get("name")
    found: dict[str, list[Resource]] = {"encryption": [], "network": []}
    for item in world.recording.of(SECURITY):
        if any(speaks_of(part, name) for part in rules(item)):
            found.setdefault(str(item.get("type")), []).append(item)
    for kind, items in found.items():
        if world.need(len(items) == 1, node.id, f"{len(items)} policies of type {kind} are for it"):
            world.claim(items[0])
            world.need(items[0].urn in resource.raw["dependencies"], node.id, f"it comes before its {kind} policy")
    for item in found["encryption"]:
        key, own = node.get("encryption_key"), rules(item)[0].get("AWSOwnedKey")
        stated = rules(item)[0].get("KmsARN")
        world.need(bool(stated) == bool(key) and bool(own) == (key is None), node.id, f"its key is {stated}, not {key}")
    for item in found["network"]:
        sources(world, node, rules(item)[0])
    grown(world, node, resource)
    standby = resource.get("standbyReplicas")
    world.need(standby == ("ENABLED" if node.production else "DISABLED"), node.id, f"standby copies are {standby}")
    if node.production:
        world.need(resource.raw["protect"] and resource.raw["retainOnDelete"], node.id, "it can be deleted")


def grown(world: World, node: Node, resource: Resource) -> None:
    """Assert that a collection may grow as far as is drawn: by a group of its own where that is more than usual."""
    named = resource.get("collectionGroupName")
    group = next((item for item in world.recording.of(GROUP) if named and named == item.get("name")), None)
    world.need(group or not named, node.id, f"its group {named} is not there")
    capacity = node.get("capacity") or USUAL
    limits = as_list(group.get("capacityLimits")) if group else []
    most = [(one.get("maxIndexingCapacityInOcu"), one.get("maxSearchCapacityInOcu")) for one in limits]
    wanted = [(capacity, capacity)] if node.values.get("capacity") not in (None, USUAL) or group else []
    world.need(most == wanted, node.id, f"it may grow to {most}, not to {wanted}")
    if group:
        world.claim(group)
        same = group.get("standbyReplicas") == resource.get("standbyReplicas")
        world.need(same, node.id, "its group has other standby copies than it has")


def sources(world: World, node: Node, part: dict[str, Any]) -> None:
    """Assert that a collection is reached from the networks that use it, and from anywhere only where it must."""
    users = [flow.source for flow in world.design.flows_to(node, "read", "write", "read-write")]
    outside = any(home(world, user) is None for user in users)
    wanted = bool(node.get("public_access")) or outside
    stated = part.get("AllowFromPublic")
    world.need(stated is wanted, node.id, f"it is reached from anywhere: {stated}")
    if not wanted:
        vpcs = {vpc.id for user in users if (network := home(world, user)) and (vpc := world.main(network))}
        doors = [world.recording.owner(door, ENDPOINT) for door in as_list(part.get("SourceVPCEs"))]
        reached = {door.get("vpcId") for door in doors if door}
        world.need(reached == vpcs, node.id, f"it is reached from {sorted(reached)}, not from {sorted(vpcs)}")


def used(world: World, flow: Flow) -> None:
    """What uses a collection knows its address, and may do there what its flows say and no more."""
    resource, role = world.main(flow.target), world.role_of(flow.source)
    if resource is None or role is None:
        return
    values = [value for value in world.holder(flow.source).values() if isinstance(value, str)]
    world.need(resource.output("collectionEndpoint") in values, flow, "it does not know the address of the collection")
    opened(world, flow, resource, role)


def opened(world: World, flow: Flow, resource: Resource, role: Resource | None) -> None:
    """Assert that a role may do in a collection what the flows of its holder say and no more."""
    if role is None:
        world.need(False, flow, "there is no role that the collection could let in")
        return
    world.grant(role, flow, {"aoss:APIAccessAll"}, {resource.arn})
    own = [
        one for one in world.design.flows_from(flow.source, "read", "write", "read-write") if one.target == flow.target
    ]
    wanted: set[str] = set()
    for one in own:
        wanted |= {"read": READ, "write": WRITE}.get(one.kind, READ | WRITE)
    stated: set[str] = set()
    for item in world.recording.of(ACCESS):
        for part in rules(item):
            if role.arn in as_list(part.get("Principal")) and speaks_of(part, resource.get("name")):
                world.claim(item)
                world.need(as_list(part.get("Principal")) == [role.arn], item, "it lets in others as well")
                stated |= {action for rule in as_list(part.get("Rules")) for action in as_list(rule.get("Permission"))}
    lacking, more = sorted(wanted - stated), sorted(stated - wanted - LOOK)
    world.need(not lacking, flow, f"the collection does not let it {lacking}")
    world.need(not more, flow, f"the collection lets it {more}")


def judge_policies(world: World) -> None:
    """Assert that each policy of collections is explained by something drawn."""
    claimed = {urn for urn, _ in world.claims}
    for kind in (SECURITY, ACCESS, GROUP):
        for item in world.recording.of(kind):
            world.need(item.urn in claimed, item, "nothing in the design explains it")
