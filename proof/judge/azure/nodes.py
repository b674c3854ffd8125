"""What each node must be, whatever is drawn to it; and what is true of every resource."""

from typing import Any

from judge.azure import containers, sites, sockets, stores, workflows
from judge.azure.alarms import alarm
from judge.azure.world import APP, INSIGHTS, World
from judge.design import DEFAULTS, Node, days, seconds
from judge.recording import Resource, open_secret

STORAGE = "azure-native:storage:StorageAccount"
VAULT = "azure-native:keyvault:Vault"
ACCOUNT = "azure-native:cosmosdb:DatabaseAccount"
STORE = "azure-native:appconfiguration:ConfigurationStore"
NAMESPACES = ("azure-native:servicebus:Namespace", "azure-native:eventhub:Namespace")
WORKSPACE = "azure-native:operationalinsights:Workspace"

TAGLESS = {
    "azure-native:apimanagement:Api", "azure-native:apimanagement:ApiDiagnostic",
    "azure-native:apimanagement:ApiOperation", "azure-native:apimanagement:ApiOperationPolicy",
    "azure-native:apimanagement:ApiPolicy", "azure-native:apimanagement:Backend",
    "azure-native:apimanagement:Logger", "azure-native:apimanagement:NamedValue",
    "azure-native:authorization:RoleAssignment", "azure-native:cdn:AFDCustomDomain",
    "azure-native:cdn:AFDOrigin", "azure-native:cdn:AFDOriginGroup", "azure-native:cdn:Route",
    "azure-native:cdn:Rule", "azure-native:cdn:RuleSet", "azure-native:cdn:SecurityPolicy",
    "azure-native:cosmosdb:SqlResourceSqlContainer", "azure-native:cosmosdb:SqlResourceSqlDatabase",
    "azure-native:cosmosdb:SqlResourceSqlRoleAssignment",
    "azure-native:communication:SenderUsername", "azure-native:dbforpostgresql:AdministratorsMicrosoftEntra",
    "azure-native:dbforpostgresql:Configuration", "azure-native:dbforpostgresql:Database",
    "azure-native:network:Subnet",
    "azure-native:eventgrid:SystemTopicEventSubscription", "azure-native:eventgrid:TopicEventSubscription",
    "azure-native:eventhub:ConsumerGroup", "azure-native:eventhub:EventHub",
    "azure-native:monitor:DiagnosticSetting", "azure-native:servicebus:Queue", "azure-native:servicebus:Rule",
    "azure-native:servicebus:Subscription", "azure-native:servicebus:Topic", "azure-native:storage:Blob",
    "azure-native:storage:BlobContainer", "azure-native:storage:BlobServiceProperties",
    "azure-native:storage:ManagementPolicy", "azure-native:storage:StorageAccountStaticWebsite",
    "azure-native:web:WebAppAuthSettingsV2", "azure-native:webpubsub:WebPubSubHub",
    "azure-native:web:WebAppFtpAllowed",
    "azure-native:web:WebAppScmAllowed",
}  # fmt: skip
"""Types that take no tags."""


def judge_nodes(world: World) -> None:
    """Judge every node, then what all resources must be."""
    rows = {
        "function": function,
        "queue": queue,
        "stream": stream,
        "table": table,
        "bucket": bucket,
        "secret": secret,
        "parameter": parameter,
        "http-api": api,
        "static-site": sites.site,
        "websocket-api": sockets.websocket_api,
        "resource": resource_as_written,
        "container": containers.container,
        "sql": stores.sql,
        "email": stores.email,
        "network": stores.network,
        "workflow": workflows.workflow,
    }
    for node in world.design.nodes.values():
        judge = rows.get(node.kind)
        resource = world.must(node) if judge else None
        if judge and resource:
            judge(world, node, resource)
    own = [world.main(node) for node in world.design.nodes.values() if node.kind == "resource"]
    for resource in world.recording.resources:
        # What people write of a resource is theirs to answer for.
        if resource not in own:
            everything(world, resource)
    workspaces(world)


def resource_as_written(world: World, node: Node, resource: Resource) -> None:
    """A resource of the provider is exported as it is written, in the program's group where it says no place."""
    if node.values.get("existing"):
        world.expect(resource.raw["read"], f"{node.id}: it is already there, and the program makes another")
        return
    written = node.get("properties") or {}
    for key, value in written.items():
        world.expect(resource.get(key) == value, f"{node.id}: {key} is {resource.get(key)!r}")
    for key, value in (node.get("tags") or {}).items():
        tags = resource.get("tags") or {}
        world.expect(tags.get(key) == value, f"{node.id}: its tag {key} is {tags.get(key)!r}")
    if resource.type in (STORAGE, VAULT, ACCOUNT, WORKSPACE, *NAMESPACES) and "tags" not in written:
        is_tagged(world, resource)
    if resource.type.startswith("azure-native:") and "scope" not in written:
        group = resource.get("resourceGroupName")
        groups = [item.output("name") for item in world.recording.of("azure-native:resources:ResourceGroup")]
        world.expect(group in groups, f"{node.id}: it is in the group {group!r}")


def span(text: str) -> str:
    """Return a duration as ISO 8601 writes it."""
    whole = seconds(text)
    count, rest = divmod(whole, 86_400)
    hours, rest = divmod(rest, 3600)
    minutes, left = divmod(rest, 60)
    time = "".join(f"{value}{unit}" for value, unit in ((hours, "H"), (minutes, "M"), (left, "S")) if value)
    return "P" + (f"{count}D" if count else "") + (f"T{time}" if time else "")


def is_kept(world: World, node: Node, resource: Resource) -> None:
    """Expect that a store is kept where the design keeps it."""
    wanted = bool(node.get("deletion_protection"))
    held = resource.raw["protect"] is wanted and resource.raw["retainOnDelete"] is wanted
    world.expect(held, f"{node.id}: kept although it should not be, or the other way round")


def function(world: World, node: Node, app: Resource) -> None:
    """Judge the app of a function, and what it acts as."""
    config = app.get("functionAppConfig") or {}
    memory = config.get("scaleAndConcurrency", {}).get("instanceMemoryMB")
    world.expect(memory == node.get("memory"), f"{node.id}: the memory is {memory}")
    runtime = config.get("runtime", {}).get("name")
    wanted = "python" if node.get("runtime") == "python" else "node"
    world.expect(runtime == wanted, f"{node.id}: the runtime is {runtime}")
    reserved = node.get("concurrency", "reserved")
    most = config.get("scaleAndConcurrency", {}).get("maximumInstanceCount")
    world.expect(most == (reserved or 100), f"{node.id}: {most} copies at the most")
    ready = config.get("scaleAndConcurrency", {}).get("alwaysReady") or []
    warm = ready[0].get("instanceCount") if ready else None
    world.expect(warm == node.get("concurrency", "provisioned"), f"{node.id}: {warm} copies are kept warm")
    world.expect(app.get("httpsOnly") is True, f"{node.id}: answers without TLS")
    world.expect(app.get("siteConfig", "minTlsVersion") == "1.2", f"{node.id}: takes old versions of TLS")
    world.expect(app.get("siteConfig", "ftpsState") == "Disabled", f"{node.id}: takes files by FTP")
    world.expect(app.get("identity", "type") == "UserAssigned", f"{node.id}: acts as somebody else")
    settings = world.settings(node)
    whole = seconds(node.get("timeout"))
    time = f"{whole // 3600:02}:{whole % 3600 // 60:02}:{whole % 60:02}"
    limit = settings.get("AzureFunctionsJobHost__functionTimeout")
    world.expect(limit == time, f"{node.id}: may take {limit}, not {time}")
    for name, value in (node.get("environment") or {}).items():
        world.expect(settings.get(name) == str(value), f"{node.id}: {name} is {settings.get(name)}")
    for kind in ("WebAppScmAllowed", "WebAppFtpAllowed"):
        found = [
            item for item in world.recording.of(f"azure-native:web:{kind}") if item.get("name") == app.output("name")
        ]
        closed = len(found) == 1 and found[0].get("allow") is False
        world.expect(closed, f"{node.id}: somebody may publish with a password")
    stores.joined(world, node, app)
    insights = world.recording.of(INSIGHTS)
    watched = bool(insights) and alarm(world, insights[0].id, "requests/failed", app.output("name"))
    world.expect(watched == (node.get("alarms") is not False), f"{node.id}: somebody is told when it fails: {watched}")
    traced = settings.get("APPLICATIONINSIGHTS_CONNECTION_STRING")
    world.expect(bool(insights) and traced == insights[0].output("connectionString"), f"{node.id}: keeps no logs")


def queue(world: World, node: Node, resource: Resource) -> None:
    """Judge a queue."""
    tries = resource.get("maxDeliveryCount")
    world.expect(tries == node.get("max_receives"), f"{node.id}: a message is tried {tries} times")
    kept = resource.get("defaultMessageTimeToLive")
    world.expect(kept == span(node.get("retention")), f"{node.id}: messages wait for {kept}")
    world.expect(resource.get("deadLetteringOnMessageExpiration") is True, f"{node.id}: what expires is lost")
    world.expect(bool(resource.get("requiresSession")) is node.get("fifo"), f"{node.id}: order is kept otherwise")
    namespaces = world.recording.of("azure-native:servicebus:Namespace")
    watched = bool(namespaces) and alarm(world, namespaces[0].id, "DeadletteredMessages", resource.output("name"))
    world.expect(
        watched == (node.get("alarms") is not False), f"{node.id}: somebody is told of what was set aside: {watched}"
    )


def stream(world: World, node: Node, resource: Resource) -> None:
    """Judge a stream."""
    hours = resource.get("retentionDescription", "retentionTimeInHours")
    world.expect(hours == -(-seconds(node.get("retention")) // 3600), f"{node.id}: records are kept {hours} hours")
    count = resource.get("partitionCount")
    world.expect(count == (node.get("partitions") or 4), f"{node.id}: has {count} partitions")


def table(world: World, node: Node, resource: Resource) -> None:
    """Judge a table."""
    paths = resource.get("resource", "partitionKey", "paths")
    world.expect(paths == [f"/{node.get('key', 'partition')}"], f"{node.id}: the partition is {paths}")
    sort = node.get("key", "sort")
    unique = resource.get("resource", "uniqueKeyPolicy", "uniqueKeys", "paths")
    world.expect(unique == ([f"/{sort}"] if sort else None), f"{node.id}: unique by {unique}")
    for index in node.get("indexes") or []:
        if not index.get("sort"):
            continue
        wanted = [f"/{index['partition']}", f"/{index['sort']}"]
        rows = (resource.get("resource", "indexingPolicy") or {}).get("compositeIndexes") or []
        found = any([step["path"] for step in row] == wanted for row in rows)
        world.expect(found, f"{node.id}: no index for {index['name']}")
    expires = resource.get("resource", "defaultTtl")
    world.expect((expires == -1) is bool(node.get("ttl")), f"{node.id}: items expire otherwise")
    is_kept(world, node, resource)


def bucket(world: World, node: Node, resource: Resource) -> None:
    """Judge a bucket and its account."""
    account = world.recording.owner(resource.get("accountName"), STORAGE)
    if not world.expect(account is not None, f"{node.id}: stands in no account") or account is None:
        return
    world.expect(account.get("allowSharedKeyAccess") is False, f"{node.id}: whoever has the key gets in")
    is_kept(world, node, resource)
    is_kept(world, node, account)
    kept = [
        item
        for item in world.recording.of("azure-native:storage:BlobServiceProperties")
        if item.get("accountName") == account.output("name")
    ]
    versions = len(kept) == 1 and kept[0].get("isVersioningEnabled")
    world.expect(versions == node.get("versioning"), f"{node.id}: versions are kept otherwise")
    policies = [
        item
        for item in world.recording.of("azure-native:storage:ManagementPolicy")
        if item.get("accountName") == account.output("name")
    ]
    actions: Any = policies[0].get("policy", "rules", "definition", "actions") if len(policies) == 1 else {}
    counted = (actions.get("baseBlob") or {}).get("delete", {}).get("daysAfterCreationGreaterThan")
    wanted = days(node.get("expire")) if node.get("expire") else None
    world.expect(counted == wanted, f"{node.id}: files are deleted after {counted} days")
    former = (actions.get("version") or {}).get("delete", {}).get("daysAfterCreationGreaterThan")
    wanted = days(node.get("expire_versions") or "90d") if node.get("versioning") else None
    world.expect(former == wanted, f"{node.id}: former files are deleted after {former} days")


def secret(world: World, node: Node, resource: Resource) -> None:
    """Judge a secret."""
    vault = world.recording.owner(resource.get("vaultName"), VAULT)
    world.expect(vault is not None, f"{node.id}: stands in no vault")
    value = resource.inputs.get("properties")
    world.expect("$secret" in str(value), f"{node.id}: the value is in the clear")
    if node.get("generate"):
        made = "RandomPassword" in str(value)
        world.expect(made, f"{node.id}: nothing makes its value")


def parameter(world: World, node: Node, resource: Resource) -> None:
    """Judge a parameter."""
    value = open_secret(resource.inputs.get("value"))
    world.expect(value == node.get("value"), f"{node.id}: the value is {value}")


def api(world: World, node: Node, resource: Resource) -> None:
    """Judge an API."""
    world.expect(resource.get("sku", "name") == "Consumption", f"{node.id}: is paid while nobody calls")
    policies = [
        item
        for item in world.recording.of("azure-native:apimanagement:ApiPolicy")
        if item.get("serviceName") == resource.output("name")
    ]
    origins = node.get("cors", "origins") or []
    text = str(policies[0].get("value")) if len(policies) == 1 else ""
    for origin in origins:
        world.expect(f"<origin>{origin}</origin>" in text, f"{node.id}: pages of {origin} may not call")
    world.expect(text.count("<origin>") == len(origins), f"{node.id}: other pages may call")
    logged = [
        item
        for item in world.recording.of("azure-native:apimanagement:ApiDiagnostic")
        if item.get("serviceName") == resource.output("name")
    ]
    share = logged[0].get("sampling", "percentage") if len(logged) == 1 else None
    world.expect(share == (100 if node.get("access_logs") else 0), f"{node.id}: {share} of 100 requests are logged")
    watched = alarm(world, resource.id, "Requests", "5xx")
    world.expect(watched == (node.get("alarms") is not False), f"{node.id}: somebody is told when it fails: {watched}")


def everything(world: World, resource: Resource) -> None:
    """Judge what is true of every resource of its type."""
    name, kind = str(resource), resource.type
    if not kind.startswith("azure-native:"):
        return
    if kind not in TAGLESS:
        is_tagged(world, resource)
    if kind == STORAGE:
        world.expect(resource.get("allowBlobPublicAccess") is False, f"{name}: anybody may read")
        world.expect(resource.get("enableHttpsTrafficOnly") is True, f"{name}: answers without TLS")
        world.expect(resource.get("minimumTlsVersion") == "TLS1_2", f"{name}: takes old versions of TLS")
        keys = resource.get("allowSharedKeyAccess")
        uploaded = resource.name == "packages" or resource in sites.shown(world)
        world.expect(keys is uploaded, f"{name}: whether keys open it is {keys}")
        fits = len(resource.name) <= 16 and resource.name.isalnum() and resource.name.islower()
        world.expect(fits, f"{name}: no account can have such a name")
    if kind in (*NAMESPACES, ACCOUNT, STORE, INSIGHTS, "azure-native:eventgrid:Topic"):
        world.expect(resource.get("disableLocalAuth") is True, f"{name}: keys open it")
    if kind == VAULT:
        properties = resource.get("properties") or {}
        world.expect(properties.get("enableRbacAuthorization") is True, f"{name}: policies of its own open it")
        kept = properties.get("enablePurgeProtection")
        wanted = True if world.design.production else None
        world.expect(kept is wanted, f"{name}: purge protection is {kept}")
        is_safe(world, resource)
    if kind == ACCOUNT:
        world.expect(resource.get("capabilities", "name") == "EnableServerless", f"{name}: is paid while idle")
        tier = resource.get("backupPolicy", "continuousModeProperties", "tier")
        wanted_tier = "Continuous30Days" if world.design.production else "Continuous7Days"
        world.expect(tier == wanted_tier, f"{name}: can be recovered for {tier}")
        is_safe(world, resource)
    if kind == APP:
        world.expect(resource.get("kind") == "functionapp,linux", f"{name}: is no function app")


def is_tagged(world: World, resource: Resource) -> None:
    """Expect that a resource says what it belongs to."""
    tags = resource.get("tags") or {}
    wanted = {"project": world.design.name, "environment": world.design.environment, "managed-by": "pulumi"}
    held = all(tags.get(key) == value for key, value in wanted.items())
    world.expect(held, f"{resource}: the tags are {tags}")


def is_safe(world: World, resource: Resource) -> None:
    """Expect that what holds several stores is kept in production."""
    held = resource.raw["protect"] is world.design.production
    world.expect(held, f"{resource}: kept although it should not be, or the other way round")


def workspaces(world: World) -> None:
    """Judge how long logs are kept: as long as whoever wants them longest."""
    asked = [
        days(node.get("log_retention"))
        for node in world.design.nodes.values()
        if "log_retention" in DEFAULTS.get(node.kind, {}) and node.get("log_retention")
    ]
    found = [item.get("retentionInDays") for item in world.recording.of(WORKSPACE)]
    wanted = min(730, max([30, *asked]))
    world.expect(found == [wanted], f"logs are kept for {found} days, not {wanted}")
