"""Mail: the identity that it is sent from, and who may send as whom."""

from typing import Any

from judge.aws.access import Access, allowed, give
from judge.aws.world import World
from judge.design import Flow, Node
from judge.recording import Resource


def email(world: World, node: Node, resource: Resource) -> None:
    """The identity is the drawn address or domain; of a domain, the records that prove it are told."""
    stated, wanted = resource.get("emailIdentity"), node.get("from")
    world.need(stated == wanted, node.id, f"mail is sent from {stated}, not {wanted}")
    told = f"<{resource.urn}#dkimSigningAttributes" in str(world.recording.outputs)
    world.need(told or "@" in wanted, node.id, "nobody learns which records its domain needs")


def senders(sender: str) -> list[str]:
    """Return the addresses that mail may bear: one, or any of a domain."""
    return [sender if "@" in sender else f"*@{sender}"]


def bound(world: World, flow: Flow, role: Resource | None, identity: Resource) -> None:
    """Assert that a role may send from the identity, and as nobody else."""
    give(world, role, flow, identity, Access({"ses:SendEmail"}))
    wanted = senders(flow.target.get("from"))
    for item in allowed(world, role):
        if "ses:SendEmail" in item.actions and identity.arn in item.resources:
            stated = item.condition_values("ses:FromAddress")
            world.need(stated == wanted, flow, f"{role} may send as {stated}, not {wanted}")
            sharp = "StringLike" in item.condition or "@" in flow.target.get("from")
            world.need(sharp, flow, f"{stated} stands for itself in {sorted(item.condition)}")


def send(world: World, flow: Flow) -> None:
    """A function or container may send from the identity, and knows which one it is."""
    function, identity = world.holders.get(flow.source.id), world.main(flow.target)
    if function is None or identity is None:
        return
    bound(world, flow, function.role, identity)
    known = flow.target.get("from") in function.environment.values()
    world.need(known, flow, f"no environment variable of {flow.source.id} is {flow.target.get('from')}")


def send_in_run(world: World, flow: Flow) -> None:
    """A run of a workflow may send from the identity."""
    machine, identity = world.main(flow.source), world.main(flow.target)
    if machine is None or identity is None:
        return
    bound(world, flow, world.recording.owner(machine.get("roleArn"), "aws:iam/role:Role"), identity)


def content(arguments: dict[str, Any]) -> bool:
    """Return whether a task says to whom it writes, and what."""
    simple = (arguments.get("Content") or {}).get("Simple") or {}
    return bool((arguments.get("Destination") or {}).get("ToAddresses") and {"Subject", "Body"} <= set(simple))
