"""APIs of open connections: who decides about them, which function takes which event, and who may send to clients."""

from typing import Any

from judge.azure.alarms import alarm
from judge.azure.sites import DIAGNOSTICS, WORKSPACE
from judge.azure.world import World
from judge.design import Flow, Node
from judge.recording import Resource, open_secret

HUB = "azure-native:webpubsub:WebPubSubHub"
SYSTEM = {"$connect": "connected", "$disconnect": "disconnected"}
"""What happens to connections, by the keys of routes."""


def hub_of(world: World, api: Resource) -> Resource | None:
    """Return the one hub of an API."""
    found = [item for item in world.recording.of(HUB) if item.get("resourceName") == api.output("name")]
    return found[0] if len(found) == 1 else None


def properties(hub: Resource) -> dict[str, Any]:
    """Return what a hub is made of, which is secret as a whole, since it holds keys."""
    return open_secret(hub.unfolded["properties"])


def handlers(hub: Resource) -> list[dict[str, Any]]:
    """Return who takes events, in order."""
    return properties(hub).get("eventHandlers") or []


def name_of(node: Node) -> str:
    """Return the name by which clients call the hub of an API."""
    return "".join(letter for letter in node.name if letter.isalnum())


def websocket_api(world: World, node: Node, service: Resource) -> None:
    """An API has one hub, in which every event is taken as drawn and none otherwise; it is logged and watched."""
    world.expect(service.get("disableLocalAuth") is True, f"{node.id}: keys open it")
    routes = world.design.flows_from(node, "route")
    hub = hub_of(world, service)
    if routes and world.expect(hub is not None, f"{node.id}: has no hub, or several") and hub:
        world.expect(hub.get("hubName") == name_of(node), f"{node.id}: its hub is called {hub.get('hubName')}")
        count = len(routes) + len(world.design.flows_to(node, "authorize"))
        world.expect(len(handlers(hub)) == count, f"{node.id}: {len(handlers(hub))} take its events, not {count}")
        closed = any(flow.get("key") == "$connect" and flow.get("auth") == "iam" for flow in routes)
        policy = properties(hub).get("anonymousConnectPolicy")
        world.expect(policy == ("deny" if closed else "allow"), f"{node.id}: strangers: {policy}")
        patterns = [item.get("userEventPattern") for item in handlers(hub)]
        last = "*" not in patterns or patterns[-1] == "*"
        world.expect(last, f"{node.id}: the route of all events takes those of others")
    kept = [item for item in world.recording.of(DIAGNOSTICS) if item.get("resourceUri") == service.id]
    wanted = bool(node.get("access_logs"))
    world.expect(len(kept) == wanted, f"{node.id}: {len(kept)} logs are kept")
    for item in kept:
        there = [one.id for one in world.recording.of(WORKSPACE)] == [item.get("workspaceId")]
        world.expect(there, f"{node.id}: its log is kept in {item.get('workspaceId')}")
        written = {one.get("category") for one in item.unfolded.get("logs") or [] if one.get("enabled")}
        every = {"ConnectivityLogs", "MessagingLogs", "HttpRequestLogs"}
        world.expect(written == every, f"{node.id}: writes down {sorted(map(str, written))}")
    watched = alarm(world, service.id, "ServerLoad", threshold=70)
    world.expect(watched is bool(node.get("alarms")), f"{node.id}: somebody is told of its load: {watched}")


def taken(world: World, flow: Flow, api: Node, function: Node, event: tuple[list[str], str]) -> None:
    """Expect that one function takes an event, and that the hub asks it with the key of its app."""
    service, app = world.must(api), world.must(function)
    hub = hub_of(world, service) if service else None
    if service is None or app is None or hub is None:
        return
    found = [item for item in handlers(hub) if (item.get("systemEvents"), item.get("userEventPattern")) == event]
    if not world.expect(len(found) == 1, f"{flow}: {len(found)} take {event}"):
        return
    address = str(open_secret(found[0].get("urlTemplate")))
    begins = address.startswith(f"https://{app.output('defaultHostName')}/")
    world.expect(begins, f"{flow}: the event goes to {address}")
    world.expect(address.endswith("?code=<host-key>"), f"{flow}: the function is asked without its key")
    hidden = "$secret" in str(hub.inputs.get("properties"))
    world.expect(hidden, f"{flow}: the key of the function is in the clear")


def route(world: World, flow: Flow) -> None:
    """What happens to connections, or what clients send, goes to one function."""
    key = flow.get("key")
    event = ([SYSTEM[key]], "") if key in SYSTEM else ([], "*" if key == "$default" else key)
    taken(world, flow, flow.source, flow.target, event)


def authorize(world: World, flow: Flow) -> None:
    """A function decides who may connect, before anybody is told that somebody has."""
    taken(world, flow, flow.target, flow.source, (["connect"], ""))


def call(world: World, flow: Flow) -> None:
    """A function may send to the clients of one API, and knows where."""
    service = world.must(flow.target)
    if service is None:
        return
    world.give(flow.source, "Web PubSub Service Owner", service.id, str(flow))
    world.tell(flow, flow.source, f"https://{service.output('hostName')}", "where the service is")
    world.tell(flow, flow.source, name_of(flow.target), "which hub")
