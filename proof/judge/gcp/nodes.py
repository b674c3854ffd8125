"""What each node must have become, flows aside."""

import re
from collections.abc import Callable

from judge.design import Node, days, seconds
from judge.gcp import sites, workflows
from judge.gcp.messages import queue_node
from judge.gcp.world import ACCOUNT, ALERT, BUCKET, CONTAINER, FUNCTION, INVOKER, World
from judge.recording import Resource

CHANNEL = "gcp:monitoring/notificationChannel:NotificationChannel"
OBJECT = "gcp:storage/bucketObject:BucketObject"
LOGS = "gcp:logging/projectBucketConfig:ProjectBucketConfig"
SINK = "gcp:logging/projectSink:ProjectSink"
INDEX = "gcp:firestore/index:Index"
FIELD = "gcp:firestore/field:Field"


def alarmed(world: World, text: str, metric: str) -> bool:
    """Return whether somebody is told about a metric of something."""
    for item in world.recording.of(ALERT):
        asked = str(item.get("conditions", "conditionThreshold", "filter"))
        channel = world.recording.owner((item.get("notificationChannels") or [None])[0], CHANNEL)
        if f'"{text}"' in asked and metric in asked and channel:
            return True
    return False


def kept_logs(world: World, node: Node, name: str) -> None:
    """Assert that logs are kept as long as drawn: in a bucket of their own where that is more than a month."""
    wanted = days(str(node.values.get("log_retention") or "30d"))
    sinks = [item for item in world.recording.of(SINK) if f'= "{name}"' in str(item.get("filter"))]
    if not sinks:
        world.need(wanted <= 30, node.id, f"its logs are kept for a month, not for {wanted} days")
        return
    bucket = world.recording.owner(str(sinks[0].get("destination")).partition("/")[2], LOGS)
    stated = bucket.get("retentionDays") if bucket else None
    world.need(stated == wanted, node.id, f"its logs are kept for {stated} days, not {wanted}")


def function(world: World, node: Node, resource: Resource) -> None:
    """A function has an account of its own, runs the drawn code as drawn, and somebody is told of failures."""
    config = resource.get("serviceConfig") or {}
    account = world.recording.owner(config.get("serviceAccountEmail"), ACCOUNT)
    world.need(account, node.id, "it has no account of its own")
    shared = [item for item in world.recording.of(FUNCTION) if world.account(item) == account]
    world.need(len(shared) == 1, node.id, f"{len(shared)} functions run as its account")
    world.need(config.get("availableMemory") == f"{node.get('memory')}Mi", node.id, "its memory differs")
    world.need(config.get("timeoutSeconds") == seconds(node.get("timeout")), node.id, "its timeout differs")
    few, most = config.get("minInstanceCount"), config.get("maxInstanceCount")
    world.need(few == node.get("concurrency", "provisioned"), node.id, f"{few} copies are kept warm")
    world.need(most == node.get("concurrency", "reserved"), node.id, f"{most} copies may run at once")
    build = resource.get("buildConfig") or {}
    runtime = "python" if node.get("runtime") == "python" else "nodejs"
    world.need(str(build.get("runtime")).startswith(runtime), node.id, f"it runs on {build.get('runtime')}")
    source = resource.get("buildConfig", "source", "storageSource") or {}
    code = world.recording.owner(source.get("object"), OBJECT)
    folder = code.inputs["source"]["$archive"] if code else None
    world.need(folder == f"functions/{node.service}/{node.name}", node.id, f"its code is {folder}")
    world.need(code and source.get("generation") == code.output("generation"), node.id, "new code is not deployed")
    builder = world.recording.owner(build.get("serviceAccount"), ACCOUNT)
    world.need(builder and builder != account, node.id, "it is built by nobody of the program")
    variables = config.get("environmentVariables") or {}
    for key, value in (node.get("environment") or {}).items():
        world.need(variables.get(key) == value, node.id, f"{key} is {variables.get(key)!r}, not {value!r}")
    in_network(world, node)
    metric = "run.googleapis.com/request_count"
    world.need(alarmed(world, resource.output("name"), metric), node.id, "nobody is told when it fails")
    kept_logs(world, node, resource.output("name"))
    if (node.get("url") or {}).get("auth") == "none":
        world.grant(node.id, INVOKER, "roles/run.invoker", "allUsers", resource.outputs("name"))


def in_network(world: World, node: Node) -> Node | None:
    """Assert that code stands in the network that it names, and in none otherwise."""
    network = world.design.nodes.get(str(node.get("network")))
    joined = world.main(network) if network else None
    world.need(world.joined(node) == (joined.output("name") if joined else None), node.id, "its network differs")
    return network


# From where a container can be reached, by what the design says.
INGRESS = {
    "all": "INGRESS_TRAFFIC_ALL",
    "internal": "INGRESS_TRAFFIC_INTERNAL_ONLY",
    "internal-and-load-balancer": "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER",
}


def container(world: World, node: Node, resource: Resource) -> None:
    """A container runs the drawn image as drawn, as an account of its own, and is open only where its flows need it."""
    template = resource.get("template") or {}
    runs = template["containers"][0]
    account = world.account(resource)
    world.need(account, node.id, "it has no account of its own")
    others = [item for kind in (FUNCTION, CONTAINER) for item in world.recording.of(kind) if item != resource]
    world.need(all(world.account(item) != account for item in others), node.id, "other code runs as its account")
    world.need(runs.get("image") == node.get("image"), node.id, f"it runs {runs.get('image')}")
    limits = runs.get("resources", {}).get("limits", {})
    processors = node.values.get("cpu") or 1
    wanted = {"cpu": f"{processors:g}", "memory": f"{node.get('memory')}Mi"}
    world.need(limits == wanted, node.id, f"it may take {limits}, not {wanted}")
    world.need(runs["resources"].get("cpuIdle") is False, node.id, "it stands still between requests")
    world.need(runs.get("ports", {}).get("containerPort") == node.get("port"), node.id, "its port differs")
    scaling = template.get("scaling") or {}
    copies = (scaling.get("minInstanceCount"), scaling.get("maxInstanceCount"))
    world.need(copies == (node.get("min"), node.get("max")), node.id, f"its copies are {copies}")
    asked = [runs.get(probe, {}).get("httpGet", {}).get("path") for probe in ("startupProbe", "livenessProbe")]
    path = node.get("health_check") or None
    world.need(asked == [path, path], node.id, f"it is asked at {asked}")
    world.need(template.get("timeout") == "300s", node.id, f"it may take {template.get('timeout')}")
    world.need(resource.get("deletionProtection") is False, node.id, "it cannot be taken away")
    variables = world.variables(node)
    for key, value in (node.get("environment") or {}).items():
        world.need(variables.get(key) == value, node.id, f"{key} is {variables.get(key)!r}, not {value!r}")
    coming = world.design.flows_to(node)
    outside = any(flow.kind == "route" or flow.source.kind == "function" for flow in coming)
    public = bool(node.get("public_access"))
    wanted = INGRESS[node.values.get("ingress") or ("all" if public or outside else "internal")]
    world.need(resource.get("ingress") == wanted, node.id, f"its ingress is {resource.get('ingress')}")
    if public:
        world.grant(node.id, INVOKER, "roles/run.invoker", "allUsers", resource.outputs("name"))
    network = in_network(world, node)
    egress = template.get("vpcAccess", {}).get("egress")
    leaves = "ALL_TRAFFIC" if node.values.get("egress") == "all" else "PRIVATE_RANGES_ONLY"
    world.need(egress == (leaves if network else None), node.id, f"{egress} leaves through its network")
    for metric in ('response_code_class = "5xx"', 'response_code = "429"'):
        told = alarmed(world, resource.output("name"), metric)
        world.need(told == bool(node.get("alarms")), node.id, f"somebody is told of {metric}: {told}")
    kept_logs(world, node, resource.output("name"))


def http_api(world: World, node: Node, resource: Resource) -> None:
    """An API has only the routes that are drawn, and asks the account of the gateway."""
    document = world.document(node)
    routes = world.design.flows_from(node, "route")
    drawn = set()
    for flow in routes:
        method = flow.get("method").lower()
        methods = ["delete", "get", "head", "patch", "post", "put"] if method == "any" else [method]
        drawn |= {(flow.values["path"].replace("+}", "=**}"), name) for name in methods}
    stated = {
        (path, name)
        for path, operations in document.get("paths", {}).items()
        for name in operations
        if name != "options" or (path, "options") in drawn
    }
    world.need(stated == drawn, node.id, f"it has routes that differ: {sorted(stated ^ drawn)}")
    config = world.config(node)
    email = config.get("gatewayConfig", "backendConfig", "googleServiceAccount") if config else None
    world.need(world.caller(email), node.id, "its gateway calls functions as nobody of the program")
    names = [item["operationId"] for operations in document.get("paths", {}).values() for item in operations.values()]
    world.need(len(names) == len(set(names)), node.id, "two operations have one name")
    nobody = document.get("securityDefinitions", {}).get("nobody", {}).get("x-google-issuer")
    world.need(nobody == email, node.id, f"requests that {nobody} signs pass")
    kept_logs(world, node, str(resource.get("gatewayId")))


def topic(world: World, node: Node, resource: Resource) -> None:
    """A topic keeps its messages in the region, and as long as drawn."""
    regions = resource.get("messageStoragePolicy", "allowedPersistenceRegions")
    world.need(regions == [world.design.region], node.id, f"its messages stand in {regions}")
    keep = node.values.get("retention")
    stated = resource.get("messageRetentionDuration")
    wanted = f"{seconds(keep)}s" if keep else None
    defaults = {"stream": "86400s"}
    wanted = wanted or defaults.get(node.kind)
    world.need(stated == wanted, node.id, f"messages are kept for {stated}, not {wanted}")


def table(world: World, node: Node, resource: Resource) -> None:
    """A table can be recovered, outlives mistakes in production, and has its indexes and its expiry."""
    world.need(resource.get("locationId") == world.design.region, node.id, f"it stands in {resource.get('locationId')}")
    recovery = resource.get("pointInTimeRecoveryEnablement") == "POINT_IN_TIME_RECOVERY_ENABLED"
    world.need(recovery == node.get("recovery"), node.id, f"recovery is {recovery}")
    guarded = resource.get("deleteProtectionState") == "DELETE_PROTECTION_ENABLED"
    world.need(guarded == bool(node.get("deletion_protection")), node.id, f"deletion protection is {guarded}")
    policy = "ABANDON" if node.get("deletion_protection") else "DELETE"
    world.need(resource.get("deletionPolicy") == policy, node.id, f"it is {resource.get('deletionPolicy')}ed")
    protected(world, node, resource)
    stated = [
        [field.get("fieldPath") for field in item.get("fields")]
        for item in world.recording.of(INDEX)
        if item.get("database") == resource.output("name")
    ]
    wanted = [
        [part.split(":")[0] for part in (index["partition"], index["sort"])]
        for index in node.values.get("indexes") or []
        if index.get("sort")
    ]
    world.need(sorted(stated) == sorted(wanted), node.id, f"its indexes are {stated}, not {wanted}")
    expiry = [
        item.get("field") for item in world.recording.of(FIELD) if item.get("database") == resource.output("name")
    ]
    world.need(expiry == ([node.get("ttl")] if node.get("ttl") else []), node.id, f"documents go by {expiry}")


def bucket(world: World, node: Node, resource: Resource) -> None:
    """A bucket is private, keeps versions, and deletes what is old as drawn."""
    world.need(resource.get("publicAccessPrevention") == "enforced", node.id, "it can be made public")
    world.need(resource.get("uniformBucketLevelAccess") is True, node.id, "its files have rights of their own")
    versions = bool(resource.get("versioning", "enabled"))
    world.need(versions == node.get("versioning"), node.id, f"versioning is {versions}")
    rules = resource.inputs.get("lifecycleRules") or []
    ages = [rule["condition"]["age"] for rule in rules if "age" in rule["condition"]]
    wanted = [days(node.get("expire"))] if node.get("expire") else []
    world.need(ages == wanted, node.id, f"files are deleted after {ages} days, not {wanted}")
    world.need(not resource.get("forceDestroy"), node.id, "it is emptied when it is deleted")
    cors = resource.inputs.get("cors") or [{}]
    origins = cors[0].get("origins") or []
    world.need(origins == (node.get("cors", "origins") or []), node.id, f"pages of {origins} may use it")
    protected(world, node, resource)


def protected(world: World, node: Node, resource: Resource) -> None:
    """Assert that a store is kept in production, and only there."""
    wanted = bool(node.get("deletion_protection"))
    world.need(resource.raw["protect"] == wanted, node.id, f"it is protected: {resource.raw['protect']}")
    world.need(resource.raw["retainOnDelete"] == wanted, node.id, f"it is retained: {resource.raw['retainOnDelete']}")


def secret(world: World, node: Node, resource: Resource) -> None:
    """A secret's value is made or given, and never written in the program."""
    versions = [
        item
        for item in world.recording.of("gcp:secretmanager/secretVersion:SecretVersion")
        if item.get("secret") in resource.outputs("id")
    ]
    if not world.need(len(versions) == 1, node.id, f"it has {len(versions)} values"):
        return
    raw = versions[0].inputs.get("secretData")
    sealed = isinstance(raw, dict) and "$secret" in raw
    world.need(sealed, node.id, "its value stands in the state for all to read: it is no Pulumi secret")
    value = raw["$secret"] if isinstance(raw, dict) and "$secret" in raw else raw
    if node.get("generate"):
        maker = world.recording.owner(value, "random:index/randomPassword:RandomPassword")
        world.need(maker, node.id, "its value is not made at random")
        length = maker.get("length") if maker else None
        world.need(length == node.get("length"), node.id, f"its value has {length} characters")
    else:
        world.need(value == node.get("value"), node.id, "its value is not that of the setting")
    places = resource.get("replication", "userManaged", "replicas", "location")
    world.need(places == world.design.region, node.id, f"it stands in {places}")


def parameter(world: World, node: Node, resource: Resource) -> None:
    """A parameter has the drawn value."""
    versions = [
        item
        for item in world.recording.of("gcp:parametermanager/parameterVersion:ParameterVersion")
        if item.get("parameter") in resource.outputs("id")
    ]
    raw = [item.inputs.get("parameterData") for item in versions]
    stated = [item.get("$secret") if isinstance(item, dict) else item for item in raw]
    world.need(stated == [str(node.get("value"))], node.id, f"its value is {stated}")


def user_pool(world: World, node: Node, resource: Resource) -> None:
    """People sign in as drawn, and what cannot be deleted is only forgotten."""
    for way, key in (("email", "email"), ("phone", "phoneNumber")):
        stated = resource.get("signIn", key, "enabled")
        world.need(stated == (way in node.get("sign_in")), node.id, f"signing in by {way} is {stated}")
    factor = {"off": "DISABLED", "optional": "ENABLED", "required": "MANDATORY"}[node.get("mfa")]
    world.need(resource.get("mfa", "state") == factor, node.id, "the second factor differs")
    callbacks = [address for client in node.get("clients") or [] for address in client.get("callbacks", [])]
    hosts = list(dict.fromkeys(re.split("[/:?]", address.split("://")[-1])[0] for address in callbacks))
    stated = resource.get("authorizedDomains") or []
    world.need(stated == hosts, node.id, f"people may come back to {stated}, not to {hosts}")
    world.need(resource.raw["retainOnDelete"], node.id, "it is to be deleted, which the cloud refuses")
    stated = {
        (item["eventType"], item["functionUri"])
        for item in (resource.get("blockingFunctions") or {}).get("triggers", [])
    }
    drawn = len({flow.values["on"] for flow in world.design.flows_from(node, "trigger")})
    world.need(len(stated) == drawn, node.id, f"it asks {len(stated)} functions, not {drawn}")


def network(world: World, node: Node, resource: Resource) -> None:
    """A network has the drawn addresses and only the drawn way out."""
    world.need(resource.get("autoCreateSubnetworks") is False, node.id, "it has subnets everywhere")
    subnets = [
        item
        for item in world.recording.of("gcp:compute/subnetwork:Subnetwork")
        if item.get("network") in resource.outputs("id")
    ]
    ranges = [item.get("ipCidrRange") for item in subnets]
    world.need(ranges == [node.get("cidr")], node.id, f"its subnets are {ranges}")
    world.need(
        all(item.get("privateIpGoogleAccess") for item in subnets), node.id, "Google's services are out of reach"
    )
    ways = world.named("gcp:compute/routerNat:RouterNat", node, node.name)
    world.need(bool(ways) == (node.get("nat") != "none"), node.id, f"it has {len(ways)} ways out")


def sql(world: World, node: Node, resource: Resource) -> None:
    """A database is private, backed up, encrypted on the way, and outlives mistakes in production."""
    settings = resource.get("settings") or {}
    address = settings.get("ipConfiguration") or {}
    world.need(address.get("ipv4Enabled") is False, node.id, "it has a public address")
    world.need(address.get("sslMode") == "ENCRYPTED_ONLY", node.id, "it takes connections in the clear")
    backup = settings.get("backupConfiguration") or {}
    stated = backup.get("backupRetentionSettings", {}).get("retainedBackups")
    world.need(backup.get("enabled") and stated == days(node.get("backup")), node.id, f"it keeps {stated} backups")
    zones = settings.get("availabilityType") == "REGIONAL"
    world.need(zones == bool(node.get("multi_zone")), node.id, f"it stands in several zones: {zones}")
    asked = node.get("capacity", "min")
    processors = next(size for size in (1, 2, 4, 6, 8, 10, 12, 16, 20, 24, 32, 40, 48, 64, 80, 96) if size >= asked)
    tier = f"db-custom-{processors}-{processors * 3840}"
    world.need(settings.get("tier") == tier, node.id, f"its size is {settings.get('tier')}, not {tier}")
    flags = {item["name"] for item in settings.get("databaseFlags", []) if item["value"] == "on"}
    world.need(any("iam_authentication" in flag for flag in flags), node.id, "accounts cannot sign in")
    guarded = resource.get("deletionProtection") is True
    world.need(guarded == bool(node.get("deletion_protection")), node.id, f"deletion protection is {guarded}")
    waits = [world.recording.by_urn.get(urn) for urn in resource.raw["dependencies"]]
    peered = any(item and item.type == "gcp:servicenetworking/connection:Connection" for item in waits)
    world.need(peered, node.id, "it is made before its network is connected")
    protected(world, node, resource)


def workflow_node(world: World, node: Node, resource: Resource) -> None:
    """A workflow does its steps, its logs are kept, and somebody is told of runs that fail."""
    try:
        workflows.workflow(world, node, resource)
    except (AttributeError, IndexError, KeyError, TypeError) as error:
        world.need(False, node.id, f"its source cannot be read: {type(error).__name__} {error}")
    kept_logs(world, node, resource.output("name"))
    told = alarmed(world, resource.output("name"), "workflows.googleapis.com/finished_execution_count")
    world.need(told == bool(node.get("alarms")), node.id, f"somebody is told of runs that fail: {told}")


def site_node(world: World, node: Node, resource: Resource) -> None:
    """A site is as drawn, and its access log is kept as long as it says."""
    sites.site(world, node, resource)
    if node.get("access_logs"):
        kept_logs(world, node, resource.output("name"))


def resource_as_written(world: World, node: Node, resource: Resource) -> None:
    """A resource of the provider is exported as it is written."""
    for key, value in (node.get("properties") or {}).items():
        world.need(resource.get(key) == value, node.id, f"{key} is {resource.get(key)!r}")


JUDGES: dict[str, Callable[[World, Node, Resource], None]] = {
    "function": function,
    "container": container,
    "http-api": http_api,
    "topic": topic,
    "event-bus": topic,
    "stream": topic,
    "table": table,
    "bucket": bucket,
    "secret": secret,
    "parameter": parameter,
    "user-pool": user_pool,
    "network": network,
    "sql": sql,
    "static-site": site_node,
    "workflow": workflow_node,
    "resource": resource_as_written,
}


def judge_nodes(world: World) -> None:
    """Assert each node of the design. What existed before is not ours to shape."""
    for node in world.design.nodes.values():
        resource = world.main(node)
        if node.kind == "queue":
            queue_node(world, node)
        elif resource and node.values.get("existing"):
            world.need(resource.raw["read"], node.id, "it is already there, and the program makes another")
        elif resource:
            JUDGES[node.kind](world, node, resource)
            for key, value in (node.values.get("tags") or {}).items():
                labels = resource.get("labels") or {}
                world.need(labels.get(key) == value, node.id, f"its label {key} is {labels.get(key)!r}")
            for key, value in (node.values.get("extra") or {}).items():
                world.need(resource.get(key) == value, node.id, f"{key} is {resource.get(key)!r}")
    shown = sites.shown(world)
    for item in world.recording.of(BUCKET):
        closed = item.raw["read"] or item.get("publicAccessPrevention") == "enforced"
        world.need(item in shown or closed, item, "it can be made public")
