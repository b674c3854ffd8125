"""Containers: what runs, how large, how often, as whom, and who reaches it."""

from judge.azure.alarms import alarm
from judge.azure.sites import listed
from judge.azure.stores import logs
from judge.azure.world import ASSIGNMENT, IDENTITY, INSIGHTS, World, role_of
from judge.design import Node
from judge.recording import Resource

ENVIRONMENT = "azure-native:app:ManagedEnvironment"
RECORDS = {"ContainerAppConsoleLogs", "ContainerAppSystemLogs"}
REGISTRY = ".azurecr.io"


def host(node: Node) -> str | None:
    """Return the registry of Azure that holds an image, if one does."""
    first = str(node.get("image")).split("/", 1)[0]
    return first if first.endswith(REGISTRY) else None


def give_start(world: World, node: Node) -> None:
    """Expect what every container needs: its telemetry, and its image where Azure holds it."""
    insights = world.recording.of(INSIGHTS)
    world.give(node, "Monitoring Metrics Publisher", insights[0].id if insights else None, f"{node.id} itself")
    mine = [item for item in world.recording.of(ASSIGNMENT) if item.get("principalId") == world.principal(node)]
    registries = {str(item.get("scope")) for item in mine if role_of(item) == "AcrPull"}
    right = len(registries) == (host(node) is not None) and all("#" not in scope for scope in registries)
    world.expect(right, f"{node.id}: fetches images of {sorted(registries)}")
    for scope in registries:
        world.give(node, "AcrPull", scope, f"{node.id} itself")


def container(world: World, node: Node, app: Resource) -> None:
    """A container runs the drawn image as drawn, as itself, and answers the drawn address alone."""
    inside = app.unfolded["template"]["containers"]
    if not world.expect(len(inside) == 1, f"{node.id}: {len(inside)} containers run in it"):
        return
    main, scale = inside[0], app.get("template", "scale") or {}
    world.expect(main.get("image") == node.get("image"), f"{node.id}: runs {main.get('image')}")
    size = main.get("resources") or {}
    memory = f"{node.get('memory') / 1024:g}Gi"
    world.expect(size == {"cpu": node.get("cpu"), "memory": memory}, f"{node.id}: its size is {size}")
    copies = (scale.get("minReplicas"), scale.get("maxReplicas"))
    world.expect(copies == (node.get("min"), node.get("max")), f"{node.id}: {copies} copies run")
    path = node.get("health_check")
    wanted = {"path": "/health" if path is None else path, "port": node.get("port") or 8080}
    asked = {one["type"]: one.get("httpGet") for one in listed(main.get("probes"))}
    checks = {"Liveness": wanted, "Readiness": wanted} if wanted["path"] else {}
    world.expect(asked == checks, f"{node.id}: is asked {asked}")
    reached(world, node, app)
    identity = world.named(IDENTITY, node.service, node.name)
    held = listed(app.get("identity", "userAssignedIdentities"))
    world.expect(identity is not None and held == [identity.id], f"{node.id}: acts as {held}")
    registries = {one["server"]: one["identity"] for one in listed(app.unfolded["configuration"].get("registries"))}
    place = host(node)
    fetched = {place: identity.id} if place and identity else {}
    world.expect(registries == fetched, f"{node.id}: fetches its image from {registries}")
    for name, value in (node.get("environment") or {}).items():
        given = world.settings(node).get(name)
        world.expect(given == str(value), f"{node.id}: {name} is {given}")
    environment = world.recording.owner(app.get("environmentId"), ENVIRONMENT)
    if world.expect(environment is not None, f"{node.id}: runs nowhere") and environment:
        kept = environment.get("appLogsConfiguration", "destination")
        world.expect(kept == "azure-monitor", f"{node.id}: its logs go to {kept}")
        logs(world, node.id, environment, RECORDS)
    watched = alarm(world, app.id, "RestartCount", threshold=2)
    world.expect(watched is (node.get("alarms") is not False), f"{node.id}: whether somebody is told is {watched}")


def reached(world: World, node: Node, app: Resource) -> None:
    """Expect a public address where one is drawn, with TLS, and none otherwise."""
    ingress = app.get("configuration", "ingress")
    public = bool(node.get("public_access"))
    if not world.expect((ingress is not None) is public, f"{node.id}: its address is {ingress}") or not public:
        return
    world.expect(ingress.get("external") is True, f"{node.id}: nobody reaches it")
    world.expect(ingress.get("allowInsecure") is False, f"{node.id}: answers without TLS")
    environment = world.recording.owner(app.get("environmentId"), ENVIRONMENT)
    address = f"https://{app.output('name')}.{environment.output('defaultDomain') if environment else ''}"
    shown = address in str(world.recording.outputs.values())
    world.expect(shown, f"{node.id}: nobody is told its address")
    port = ingress.get("targetPort")
    world.expect(port == (node.get("port") or 8080), f"{node.id}: is asked on port {port}")
