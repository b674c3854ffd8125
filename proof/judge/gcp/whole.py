"""The converse: no right and no delivery that the design does not explain, and what holds for every resource."""

from judge.gcp.messages import NOTIFICATION, SUBSCRIPTION_MEMBER
from judge.gcp.sites import OBJECT, RECORD
from judge.gcp.starts import JOB
from judge.gcp.stores import USER
from judge.gcp.workflows import TRIGGER
from judge.gcp.world import ACCOUNT, FUNCTION, INVOKER, MEMBERS, PROJECT_MEMBER, SUBSCRIPTION, TOPIC, World
from judge.recording import Resource

PROVIDER = "pulumi:providers:gcp"
SERVICE = "gcp:projects/service:Service"

# Rights of the builder: what building takes, whatever is drawn.
BUILDING = {
    "roles/logging.logWriter",
    "roles/artifactregistry.writer",
    "roles/storage.objectViewer",
}

# Inputs that fix a physical name, for types that take no name of Pulumi's making.
FIXED = {
    "gcp:apigateway/api:Api": "apiId",
    "gcp:apigateway/gateway:Gateway": "gatewayId",
    "gcp:artifactregistry/repository:Repository": "repositoryId",
    "gcp:logging/projectBucketConfig:ProjectBucketConfig": "bucketId",
    "gcp:parametermanager/parameter:Parameter": "parameterId",
}

# The API that resources of a module take, where it is not called as the module is.
APIS = {
    "serviceaccount": "iam",
    "cloudfunctionsv2": "cloudfunctions",
    "cloudrunv2": "run",
    "identityplatform": "identitytoolkit",
    "sql": "sqladmin",
    "projects": None,
}

BROAD = ("roles/owner", "roles/editor", "roles/viewer")


def judge_whole(world: World) -> None:
    """Assert what holds for the program as a whole."""
    judge_rights(world)
    judge_channels(world)
    judge_apis(world)
    for item in world.recording.resources:
        if item.raw["custom"] and item.type.startswith("gcp:") and item.type != SERVICE:
            judge_place(world, item)
    services = {node.service for node in world.design.nodes.values() if node.kind != "external"}
    components = {item.name for item in world.recording.resources if not item.raw["custom"]}
    for service in sorted(services):
        world.need(service in components, service, "the service has no component of its own")
    for item in world.recording.of(ACCOUNT):
        world.need(6 <= len(item.name) <= 22 or len(item.name) < 6, item, "its id has more than 30 characters")


def judge_rights(world: World) -> None:
    """Assert that each right comes from something drawn, is no broad one, and lets nobody in whom nobody drew."""
    builders = {
        world.recording.owner(item.get("buildConfig", "serviceAccount")) for item in world.recording.of(FUNCTION)
    }
    building = {item.output("member") for item in builders if item}
    for kind in MEMBERS:
        for item in world.recording.of(kind):
            role, member = item.get("role"), item.get("member")
            world.accounted += 1
            world.need(role not in BROAD, item, f"{role} is a right to far more than is drawn")
            built = member in building and role in BUILDING
            if built and kind == PROJECT_MEMBER and role == "roles/storage.objectViewer":
                only = str(item.get("condition", "expression"))
                world.need("gcf-v2-sources-" in only, item, "the builder may read every bucket")
            world.need(built or item.urn in world.claims, item, f"{member} has {role}, and no flow explains it")
    for item in world.recording.of(USER):
        world.need(item.urn in world.claims, item, "no flow explains the user")


def judge_channels(world: World) -> None:
    """Assert that each job, notification, subscription, trigger and topic comes from something drawn."""
    for kind in (JOB, NOTIFICATION, SUBSCRIPTION, TRIGGER):
        for item in world.recording.of(kind):
            world.need(item.urn in world.claims, item, "no flow of the design explains it")
    drawn = {
        world.topic(node)
        for node in world.design.nodes.values()
        if node.kind in ("topic", "queue", "event-bus", "stream")
    }
    for item in world.recording.of(TOPIC):
        world.need(item in drawn or item.urn in world.claims, item, "nothing drawn explains the topic")
        regions = item.get("messageStoragePolicy", "allowedPersistenceRegions")
        world.need(item.raw["read"] or regions == [world.design.region], item, f"its messages stand in {regions}")
    for item in world.recording.of(SUBSCRIPTION_MEMBER):
        world.need(item.urn in world.claims, item, "no flow explains it")


def judge_apis(world: World) -> None:
    """Assert that the APIs of all resources are enabled before the provider makes any, and stay on."""
    enabled = {}
    for item in world.recording.of(SERVICE):
        enabled[str(item.get("service")).removesuffix(".googleapis.com")] = item
        world.need(item.get("disableOnDestroy") is False, item, "others lose the API when the stack goes")
    providers = world.recording.of(PROVIDER)
    for provider in providers:
        for name, item in enabled.items():
            world.need(item.urn in provider.raw["dependencies"], provider, f"it does not wait for {name}")
        labels = provider.get("defaultLabels") or {}
        wanted = {"project": world.design.name, "environment": world.design.environment, "managed-by": "pulumi"}
        world.need(labels == wanted, provider, f"its labels are {labels}")
    world.need(len(providers) == 1, "the program", f"it has {len(providers)} providers")
    for item in world.recording.resources:
        if item.raw["custom"] and item.type.startswith("gcp:"):
            module = item.type.split(":")[1].split("/")[0]
            api = APIS.get(module, module)
            world.need(api is None or api in enabled, item, f"the API {api} is not enabled")


def judge_place(world: World, resource: Resource) -> None:
    """Assert that a resource stands in a component, is made by the labelling provider, and fixes no name."""
    world.need(resource.parent, resource, "it stands outside of all components")
    world.need("pulumi:providers:gcp" in resource.raw["provider"], resource, "it is not made by the program's provider")
    fixed = resource.get(FIXED.get(resource.type, "name"))
    if resource.type in FIXED:
        begins = f"{world.design.name}-{world.design.environment}"
        world.need(str(fixed).startswith(begins), resource, f"{fixed} would be there twice")
    elif resource.type not in (INVOKER, USER, RECORD) and not (resource.type == OBJECT and "/" in resource.name):
        world.need(fixed is None, resource, f"its name is fixed: {fixed}")
