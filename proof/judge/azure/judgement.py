"""The whole judgement of a program for Azure."""

from judge.azure import containers
from judge.azure.nodes import judge_nodes
from judge.azure.table import judge_flows
from judge.azure.world import ASSIGNMENT, INSIGHTS, TABLE_ASSIGNMENT, World, role_of
from judge.design import Design, Node
from judge.recording import Recording

STORAGE = "azure-native:storage:StorageAccount"
CODE = "azure-native:storage:BlobContainer"


def judge(design: Design, recording: Recording) -> World:
    """Return the findings about a recording, and how much was asserted."""
    world = World(design, recording)
    for node in design.of("function"):
        give_start(world, node)
    for node in design.of("container"):
        containers.give_start(world, node)
    for node in design.of("http-api"):
        api = world.main(node)
        insights = recording.of(INSIGHTS)
        if api and insights:
            right = (api.output("identity.principalId"), "Monitoring Metrics Publisher", insights[0].id)
            world.expected[right] = f"{node.id} itself"
    for node in design.of("event-bus"):
        give_bus(world, node)
    judge_flows(world)
    judge_nodes(world)
    judge_assignments(world)
    judge_groups(world)
    world.findings = list(dict.fromkeys(world.findings))
    return world


def give_start(world: World, node: Node) -> None:
    """Expect what every function needs: its own storage, its package, its telemetry."""
    app = world.main(node)
    if app is None:
        return
    beside = [item for item in world.recording.resources if item.parent == app.parent]
    for kind, role in ((STORAGE, "Storage Blob Data Owner"), (CODE, "Storage Blob Data Contributor")):
        found = [item for item in beside if item.type == kind]
        world.give(node, role, found[0].id if len(found) == 1 else None, f"{node.id} itself")
    insights = world.recording.of(INSIGHTS)
    world.give(node, "Monitoring Metrics Publisher", insights[0].id if insights else None, f"{node.id} itself")


def give_bus(world: World, node: Node) -> None:
    """Expect that a bus may keep what it cannot deliver, whether or not anything is delivered."""
    bus = world.must(node)
    if bus is None:
        return
    kept = [item for item in world.recording.of(CODE) if item.parent == bus.parent]
    if world.expect(len(kept) == 1, f"{node.id}: what cannot be delivered is lost"):
        right = (bus.output("identity.principalId"), "Storage Blob Data Contributor", kept[0].id)
        world.expected[right] = f"{node.id} itself"


def judge_assignments(world: World) -> None:
    """Compare the roles that are given with those that are expected, both ways."""
    there: dict[tuple[str, str, str], int] = {}
    for item in world.recording.of(ASSIGNMENT) + world.recording.of(TABLE_ASSIGNMENT):
        right = (str(item.get("principalId")), role_of(item), str(item.get("scope")))
        there[right] = there.get(right, 0) + 1
        known = right in world.expected
        world.accounted += known
        world.expect(known, f"{item}: {right[1]} on {right[2]} follows from no flow")
        world.expect(there[right] == 1, f"{item}: {right[1]} on {right[2]} is given twice")
    for right, why in world.expected.items():
        world.expect(right in there, f"{why}: lacks {right[1]} on {right[2]}")
    for item in world.recording.of(ASSIGNMENT):
        world.expect(item.get("principalType") == "ServicePrincipal", f"{item}: waits for the directory")
        whole = "/subscriptions/<subscription>/providers/Microsoft.Authorization/roleDefinitions/"
        world.expect(str(item.get("roleDefinitionId")).startswith(whole), f"{item}: the role is no role of Azure")


def judge_groups(world: World) -> None:
    """Expect one resource group, in which everything stands."""
    groups = world.recording.of("azure-native:resources:ResourceGroup")
    if not world.expect(len(groups) == 1, f"there are {len(groups)} resource groups"):
        return
    name = groups[0].output("name")
    for item in world.recording.resources:
        if "resourceGroupName" in item.inputs:
            world.expect(item.get("resourceGroupName") == name, f"{item}: stands in another resource group")
