"""Which assertion each flow has, by its kind and the kinds it joins. A flow without a row is itself a finding."""

import re
from collections.abc import Callable

from judge.azure import sites, sockets, stores, workflows
from judge.azure.alarms import alarm
from judge.azure.world import CONTAINER, World
from judge.design import Flow, Node
from judge.recording import Resource

GROUP = "azure-native:eventhub:ConsumerGroup"
OPERATION = "azure-native:apimanagement:ApiOperation"
POLICY = "azure-native:apimanagement:ApiOperationPolicy"
BACKEND = "azure-native:apimanagement:Backend"
KEY = "azure-native:apimanagement:NamedValue"
RULE = "azure-native:servicebus:Rule"
SUBSCRIPTION = "azure-native:servicebus:Subscription"
DELIVERY = "azure-native:eventgrid:TopicEventSubscription"
SYSTEM_DELIVERY = "azure-native:eventgrid:SystemTopicEventSubscription"
SYSTEM_TOPIC = "azure-native:eventgrid:SystemTopic"
AUTHENTICATION = "azure-native:web:WebAppAuthSettingsV2"
ACCOUNT = "azure-native:cosmosdb:DatabaseAccount"
EXTENSIONS = "99045fe1-7639-4a75-9d4a-577b6ca3810f"


def host(world: World, namespace: object) -> str:
    """Return the host name of a namespace, by the name that a resource says it is in."""
    world.expect(isinstance(namespace, str), "a channel is in no namespace")
    return f"{namespace}.servicebus.windows.net"


def publish(world: World, flow: Flow) -> None:
    """A function may send to a channel, and to it alone."""
    channel = world.must(flow.target)
    if channel is None:
        return
    stream = flow.target.kind == "stream"
    role = "Azure Event Hubs Data Sender" if stream else "Azure Service Bus Data Sender"
    world.give(flow.source, role, channel.id, str(flow))
    world.tell(flow, flow.source, channel.output("name"), "where to send")
    connection = "Records" if stream else "Messages"
    namespace = host(world, channel.get("namespaceName"))
    world.connected(flow, flow.source, connection, "fullyQualifiedNamespace", namespace)


def queue_to_function(world: World, flow: Flow) -> None:
    """A function takes messages off a queue, and off it alone."""
    queue = world.must(flow.source)
    if queue is None:
        return
    world.give(flow.target, "Azure Service Bus Data Receiver", queue.id, str(flow))
    world.tell(flow, flow.target, queue.output("name"), "which queue")
    namespace = host(world, queue.get("namespaceName"))
    world.connected(flow, flow.target, "Messages", "fullyQualifiedNamespace", namespace)


def subscription(world: World, flow: Flow) -> Resource | None:
    """Return the subscription between a topic and who gets its messages, with the rule that flows ask for."""
    topic = world.must(flow.source)
    if topic is None:
        return None
    home = flow.source if flow.target.service == "shared" else flow.target
    wanted = f"{flow.source.name}-to-{flow.target.name}"
    found = [
        item
        for item in world.recording.of(SUBSCRIPTION)
        if item.get("topicName") == topic.output("name")
        and item.name.endswith(wanted)
        and world.service_of(item) == home.service
    ]
    if not world.expect(len(found) == 1, f"{flow}: there are {len(found)} subscriptions"):
        return None
    one = found[0]
    world.expect(one.get("deadLetteringOnMessageExpiration") is True, f"{flow}: what expires is lost")
    world.expect(one.get("namespaceName") == topic.get("namespaceName"), f"{flow}: another namespace")
    events = [
        item.get("event")
        for item in world.design.flows
        if item.kind == "subscribe" and item.source == flow.source and item.target == flow.target
    ]
    rules = [item for item in world.recording.of(RULE) if item.get("subscriptionName") == one.output("name")]
    if None in events:
        world.expect(not rules, f"{flow}: a rule keeps messages back that nobody filters")
        return one
    if world.expect(len(rules) == 1, f"{flow}: there are {len(rules)} rules"):
        rule = rules[0]
        world.expect(rule.get("ruleName") == "$Default", f"{flow}: the rule that lets all through stands")
        label = rule.get("correlationFilter", "label")
        listed = re.findall(r"'([^']*)'", str(rule.get("sqlFilter", "sqlExpression")))
        names = [label] if label else listed
        world.expect(sorted(names) == sorted(set(events)), f"{flow}: the rule lets through {names}, not {events}")
        world.expect(rule.get("topicName") == topic.output("name"), f"{flow}: the rule is of another topic")
    return one


def watched(world: World, flow: Flow, entity: str) -> None:
    """Expect that somebody is told of messages that a function could not work off."""
    namespaces = world.recording.of("azure-native:servicebus:Namespace")
    told = bool(namespaces) and alarm(world, namespaces[0].id, "DeadletteredMessages", entity)
    world.expect(told, f"{flow}: nobody is told of messages that were set aside")


def topic_to_function(world: World, flow: Flow) -> None:
    """A function gets messages of a topic by a subscription of its own."""
    one = subscription(world, flow)
    if one is None:
        return
    world.expect(one.get("forwardTo") is None, f"{flow}: the subscription sends its messages away")
    watched(world, flow, str(one.get("topicName")))
    world.give(flow.target, "Azure Service Bus Data Receiver", one.id, str(flow))
    world.tell(flow, flow.target, one.output("name"), "which subscription")
    world.tell(flow, flow.target, str(one.get("topicName")), "which topic")
    namespace = host(world, one.get("namespaceName"))
    world.connected(flow, flow.target, "Messages", "fullyQualifiedNamespace", namespace)


def topic_to_queue(world: World, flow: Flow) -> None:
    """A subscription passes messages on to a queue."""
    one, queue = subscription(world, flow), world.must(flow.target)
    if one and queue:
        world.expect(one.get("forwardTo") == queue.output("name"), f"{flow}: messages go elsewhere")


def stream_to_function(world: World, flow: Flow) -> None:
    """A function reads a stream at its own pace."""
    stream = world.must(flow.source)
    if stream is None:
        return
    home = flow.source if flow.target.service == "shared" else flow.target
    group = world.named(GROUP, home.service, f"{flow.source.name}-to-{flow.target.name}")
    if world.expect(group is not None, f"{flow}: the reader has no group of its own") and group:
        world.expect(group.get("eventHubName") == stream.output("name"), f"{flow}: the group is of another stream")
        world.tell(flow, flow.target, group.output("name"), "which group")
    world.give(flow.target, "Azure Event Hubs Data Receiver", stream.id, str(flow))
    world.tell(flow, flow.target, stream.output("name"), "which stream")
    namespace = host(world, stream.get("namespaceName"))
    world.connected(flow, flow.target, "Records", "fullyQualifiedNamespace", namespace)


def place(world: World, container: Resource) -> tuple[str, Resource | None]:
    """Return where the data of a container is, and its account."""
    account = world.recording.owner(container.get("accountName"), ACCOUNT)
    database = container.get("databaseName")
    return f"{account.id if account else ''}/dbs/{database}/colls/{container.output('name')}", account


def told_table(world: World, flow: Flow, function: Node, table: Resource) -> Resource | None:
    """Expect that a function knows where a table is; return the account."""
    account = place(world, table)[1]
    world.tell(flow, function, table.output("name"), "which table")
    world.tell(flow, function, str(table.get("databaseName")), "which database")
    world.tell(flow, function, account.output("documentEndpoint") if account else None, "which account")
    return account


def data(world: World, flow: Flow) -> None:
    """A function may read, or read and write, one store."""
    store = world.must(flow.target)
    if store is None:
        return
    if flow.target.kind == "bucket":
        role = "Storage Blob Data Reader" if flow.kind == "read" else "Storage Blob Data Contributor"
        world.give(flow.source, role, store.id, str(flow))
        url = f"https://{store.get('accountName')}.blob.core.windows.net/{store.output('name')}"
        world.tell(flow, flow.source, url, "which bucket")
        return
    kind = "Reader" if flow.kind == "read" else "Contributor"
    world.give(flow.source, f"Cosmos DB Built-in Data {kind}", place(world, store)[0], str(flow))
    told_table(world, flow, flow.source, store)


def table_to_function(world: World, flow: Flow) -> None:
    """A function follows a table, and notes in a container of its own how far it is."""
    table = world.must(flow.source)
    if table is None:
        return
    world.give(flow.target, "Cosmos DB Built-in Data Reader", place(world, table)[0], str(flow))
    name = f"{flow.source.name}-leases-of-{flow.target.name}"
    leases = world.named(CONTAINER, flow.source.service, name)
    if world.expect(leases is not None, f"{flow}: there is nowhere to note how far it is") and leases:
        world.give(flow.target, "Cosmos DB Built-in Data Contributor", place(world, leases)[0], str(flow))
        paths = leases.get("resource", "partitionKey", "paths")
        world.expect(paths == ["/id"], f"{flow}: what notes how far it is, is spread by {paths}")
        world.tell(flow, flow.target, leases.output("name"), "where to note how far it is")
    account = told_table(world, flow, flow.target, table)
    connection = "".join(part.capitalize() for part in flow.source.name.split("-"))
    endpoint = account.output("documentEndpoint") if account else ""
    world.connected(flow, flow.target, connection, "accountEndpoint", endpoint)


def people(world: World, flow: Flow) -> None:
    """A function reads and changes people by an application of the tenant, whose secret is in a vault."""
    secret = world.named("azure-native:keyvault:Secret", flow.target.service, f"{flow.target.name}-graph")
    if world.expect(secret is not None, f"{flow}: no secret of the tenant's application is kept") and secret:
        refer(world, flow, secret)


def refer(world: World, flow: Flow, secret: Resource) -> None:
    """Expect that a function refers to a secret and may resolve the reference."""
    world.give(flow.source, "Key Vault Secrets User", secret.id, str(flow))
    if flow.source.kind == "container":
        address = f"https://{secret.get('vaultName')}.vault.azure.net/secrets/{secret.output('name')}"
        world.tell(flow, flow.source, address, "which secret")
        return
    name = f"VaultName={secret.get('vaultName')};SecretName={secret.output('name')}"
    world.tell(flow, flow.source, f"@Microsoft.KeyVault({name})", "which secret")


def use_secret(world: World, flow: Flow) -> None:
    """A function may read one secret, by reference."""
    secret = world.must(flow.target)
    if secret:
        refer(world, flow, secret)


def use_parameter(world: World, flow: Flow) -> None:
    """A function may read the store of a parameter, and knows its name there."""
    parameter = world.must(flow.target)
    if parameter is None:
        return
    store = world.recording.owner(parameter.get("configStoreName"))
    world.give(flow.source, "App Configuration Data Reader", store.id if store else None, str(flow))
    world.tell(flow, flow.source, parameter.output("name"), "which parameter")
    world.tell(flow, flow.source, store.output("endpoint") if store else None, "which store")


def use_pool(world: World, flow: Flow) -> None:
    """A function knows where the tenant describes itself."""
    settings = world.settings(flow.source)
    world.expect("made-up-customers" in str(settings) or bool(settings), f"{flow}: the function knows no tenant")


def schedule(world: World, flow: Flow) -> None:
    """A function has the times at which it starts, with seconds before them."""
    cron = flow.source.get("cron")
    if cron is None:
        wanted = [value for value in world.settings(flow.target).values() if re.fullmatch(r"0( \S+){5}", str(value))]
        world.expect(bool(wanted), f"{flow}: {flow.target.id} has no times")
        return
    world.tell(flow, flow.target, f"0 {cron}", "when to start")


def call(world: World, flow: Flow) -> None:
    """A function knows the address that it calls."""
    url = flow.target.get("url")
    if flow.target.kind == "http-api":
        api = world.must(flow.target)
        url = api.output("gatewayUrl") if api else None
    if url is not None:
        world.tell(flow, flow.source, str(url), "the address")


def route(world: World, flow: Flow) -> None:
    """An operation asks one function, with its key, after it has looked at the token."""
    api, app = world.must(flow.source), world.must(flow.target)
    method, path = flow.get("method"), flow.get("path")
    if api is None or app is None:
        return
    found = [
        item
        for item in world.recording.of(OPERATION)
        if item.get("method") == method
        and item.get("urlTemplate") == path
        and item.get("serviceName") == api.output("name")
    ]
    if not world.expect(len(found) == 1, f"{flow}: there are {len(found)} operations"):
        return
    operation = found[0]
    names = sorted(re.findall(r"\{(\w+)\}", path))
    given = [item.get("name") for item in operation.unfolded.get("templateParameters") or []]
    world.expect(sorted(given) == names, f"{flow}: the parameters are {given}")
    policies = [item for item in world.recording.of(POLICY) if item.get("operationId") == operation.output("name")]
    backends = {
        item.output("name"): item
        for item in world.recording.of(BACKEND)
        if item.get("url") == f"https://{app.output('defaultHostName')}"
    }
    if world.expect(len(policies) == 1, f"{flow}: there are {len(policies)} policies"):
        judge_policy(world, flow, str(policies[0].get("value")), backends)


def judge_policy(world: World, flow: Flow, text: str, backends: dict[str, Resource]) -> None:
    """Judge what is asked of callers, and whom the request goes to."""
    asked = re.search(r'set-backend-service backend-id="([^"]*)"', text)
    backend = backends.get(asked[1]) if asked else None
    if world.expect(backend is not None, f"{flow}: the request goes elsewhere") and backend:
        header = backend.get("credentials", "header") or {}
        keys = header.get("x-functions-key") if isinstance(header, dict) else None
        key = str(keys[0] if isinstance(keys, list) and keys else keys).strip("{}")
        kept = [item for item in world.recording.of(KEY) if item.get("displayName") == key]
        held = len(kept) == 1 and kept[0].get("secret") is True
        world.expect(held, f"{flow}: the function's key is not kept as a secret")
    checks = re.findall(r"<validate-jwt.*?</validate-jwt>", text, re.DOTALL)
    auth = flow.get("auth")
    if auth == "none":
        world.expect(not checks, f"{flow}: asks for a token, although anybody may call")
        return
    if world.expect(len(checks) == 1, f"{flow}: asks for no token"):
        check = checks[0]
        world.expect('failed-validation-httpcode="401"' in check, f"{flow}: a bad token is not refused with 401")
        url = re.search(r'<openid-config url="([^"]*)"', check)
        audience = re.search(r"<audience>([^<]*)</audience>", check)
        issuer = "https://login.microsoftonline.com/<tenant>/" if auth == "iam" else "https://"
        world.expect(bool(url) and url[1].startswith(issuer), f"{flow}: nobody says whose tokens open it")
        world.expect(bool(audience) and bool(audience[1]), f"{flow}: tokens for anybody open it")
        for flow_of_pool in world.design.flows_to(flow.source, "authorize"):
            for scope in flow_of_pool.get("scopes") or [] if auth == "jwt" else []:
                world.expect(f"<value>{scope}</value>" in check, f"{flow}: the scope {scope} is not asked for")


def publish_on_bus(world: World, flow: Flow) -> None:
    """A function may publish on one bus."""
    bus = world.must(flow.target)
    if bus:
        world.give(flow.source, "EventGrid Data Sender", bus.id, str(flow))
        world.tell(flow, flow.source, bus.output("endpoint"), "where to publish")


def source_of(world: World, flow: Flow) -> Resource | None:
    """Return the topic that tells of a bus's events, or of a bucket's files."""
    if flow.source.kind == "event-bus":
        return world.must(flow.source)
    bucket = world.must(flow.source)
    account = world.recording.owner(bucket.get("accountName")) if bucket else None
    found = [item for item in world.recording.of(SYSTEM_TOPIC) if account and item.get("source") == account.id]
    world.expect(len(found) == 1, f"{flow}: {len(found)} sources tell of the bucket's files")
    return found[0] if len(found) == 1 else None


def deliver(world: World, flow: Flow) -> None:
    """Event Grid delivers to one place as the source itself, and keeps what it cannot deliver."""
    source = source_of(world, flow)
    if source is None:
        return
    if flow.target.kind == "function":
        home = flow.source if flow.target.service == "shared" else flow.target
        name = f"{flow.source.name}-to-{flow.target.name}"
        place = world.named("azure-native:servicebus:Queue", home.service, name)
        world.expect(place is not None, f"{flow}: the function has no queue for events")
        if place:
            world.give(flow.target, "Azure Service Bus Data Receiver", place.id, str(flow))
            world.tell(flow, flow.target, place.output("name"), "where events wait")
            namespace = host(world, place.get("namespaceName"))
            world.connected(flow, flow.target, "Messages", "fullyQualifiedNamespace", namespace)
            world.expect(place.get("deadLetteringOnMessageExpiration") is True, f"{flow}: what expires is lost")
            watched(world, flow, place.output("name"))
            tries = place.get("maxDeliveryCount")
            world.expect(tries == 10, f"{flow}: an event is tried {tries} times")
    else:
        place = world.must(flow.target)
    if place is None:
        return
    of_bucket = flow.source.kind == "bucket"
    kind, key = (SYSTEM_DELIVERY, "systemTopicName") if of_bucket else (DELIVERY, "topicName")
    found = [
        item
        for item in world.recording.of(kind)
        if item.get(key) == source.output("name")
        and item.get("deliveryWithResourceIdentity", "destination", "resourceId") == place.id
    ]
    if not world.expect(len(found) == 1, f"{flow}: there are {len(found)} deliveries"):
        return
    world.expected[(source.output("identity.principalId"), "Azure Service Bus Data Sender", place.id)] = str(flow)
    judge_delivery(world, flow, found[0])


def judge_delivery(world: World, flow: Flow, delivery: Resource) -> None:
    """Judge which events are delivered, and what becomes of those that cannot be."""
    both = [item for item in world.design.flows_from(flow.source, "subscribe") if item.target == flow.target]
    events = [item.get("event") for item in both]
    types = delivery.get("filter", "includedEventTypes")
    if flow.source.kind == "bucket":
        bucket = world.main(flow.source)
        prefix = flow.get("filter", "prefix") or ""
        begins = f"/blobServices/default/containers/{bucket.output('name') if bucket else ''}/blobs/{prefix}"
        world.expect(types == ["Microsoft.Storage.BlobCreated"], f"{flow}: tells of {types}")
        told = delivery.get("filter", "subjectBeginsWith")
        world.expect(told == begins, f"{flow}: tells of files that begin with {told}")
        ends = delivery.get("filter", "subjectEndsWith")
        world.expect(ends == flow.get("filter", "suffix"), f"{flow}: tells of files that end with {ends}")
    else:
        wanted = None if None in events else sorted(set(events))
        world.expect((sorted(types) if types else None) == wanted, f"{flow}: delivers {types}, not {wanted}")
    form = delivery.get("eventDeliverySchema")
    world.expect(form == "CloudEventSchemaV1_0", f"{flow}: events have the form {form}")
    kept = delivery.get("deadLetterWithResourceIdentity", "deadLetterDestination") or {}
    container = [
        item
        for item in world.recording.of("azure-native:storage:BlobContainer")
        if item.output("name") == kept.get("blobContainerName")
    ]
    if world.expect(len(container) == 1, f"{flow}: what cannot be delivered is lost"):
        source = source_of(world, flow)
        if source:
            right = (source.output("identity.principalId"), "Storage Blob Data Contributor", container[0].id)
            world.expected[right] = str(flow)


def authorize(world: World, flow: Flow) -> None:
    """Some route of the API asks for the tenant's tokens; each is judged by itself."""
    routes = [item for item in world.design.flows_from(flow.target, "route") if item.get("auth") == "jwt"]
    policies = [str(item.get("value")) for item in world.recording.of(POLICY)]
    asked = sum("<validate-jwt" in text for text in policies)
    world.expect(asked >= len(routes), f"{flow}: {asked} routes ask for tokens, and {len(routes)} should")


def trigger(world: World, flow: Flow) -> None:
    """The app of a function lets in the tenant, and nobody else."""
    app = world.must(flow.target)
    found = [item for item in world.recording.of(AUTHENTICATION) if app and item.get("name") == app.output("name")]
    if not world.expect(len(found) == 1, f"{flow}: the app asks nobody who they are"):
        return
    one = found[0]
    world.expect(one.get("platform", "enabled") is True, f"{flow}: who asks is not looked at")
    required = one.get("globalValidation", "requireAuthentication") is True
    refused = one.get("globalValidation", "unauthenticatedClientAction") == "Return401"
    world.expect(required and refused, f"{flow}: strangers are let in")
    allowed = one.get("identityProviders", "azureActiveDirectory", "validation", "defaultAuthorizationPolicy") or {}
    world.expect(allowed.get("allowedApplications") == [EXTENSIONS], f"{flow}: other applications may ask")
    audiences = one.get("identityProviders", "azureActiveDirectory", "validation", "allowedAudiences")
    world.expect(isinstance(audiences, list) and len(audiences) == 1, f"{flow}: tokens for others are taken")


ASSERTIONS: dict[tuple[str, str, str], Callable[[World, Flow], None]] = {
    ("route", "http-api", "function"): route,
    ("authorize", "user-pool", "http-api"): authorize,
    ("trigger", "user-pool", "function"): trigger,
    ("publish", "function", "event-bus"): publish_on_bus,
    **{
        ("subscribe", source, target): deliver
        for source in ("bucket", "event-bus")
        for target in ("function", "queue", "topic")
    },
    **{("publish", "bucket", target): deliver for target in ("queue", "topic")},
    ("publish", "function", "queue"): publish,
    ("publish", "function", "topic"): publish,
    ("publish", "function", "stream"): publish,
    ("subscribe", "queue", "function"): queue_to_function,
    ("subscribe", "topic", "function"): topic_to_function,
    ("subscribe", "topic", "queue"): topic_to_queue,
    ("subscribe", "stream", "function"): stream_to_function,
    ("subscribe", "table", "function"): table_to_function,
    ("invoke", "schedule", "function"): schedule,
    ("invoke", "workflow", "function"): workflows.invoke_function,
    ("invoke", "workflow", "workflow"): workflows.start,
    ("invoke", "function", "workflow"): workflows.start,
    ("invoke", "schedule", "workflow"): workflows.scheduled,
    **{("publish", "workflow", kind): workflows.publish for kind in ("queue", "topic", "event-bus")},
    ("call", "workflow", "external"): workflows.call,
    ("route", "websocket-api", "function"): sockets.route,
    ("authorize", "function", "websocket-api"): sockets.authorize,
    ("call", "function", "websocket-api"): sockets.call,
    ("call", "static-site", "http-api"): sites.call,
    ("call", "function", "external"): call,
    ("call", "function", "http-api"): call,
    ("use", "function", "secret"): use_secret,
    ("use", "function", "parameter"): use_parameter,
    ("use", "function", "user-pool"): use_pool,
    **{(kind, "function", store): data for kind in ("read", "write", "read-write") for store in ("table", "bucket")},
    ("publish", "container", "event-bus"): publish_on_bus,
    **{("publish", "container", channel): publish for channel in ("queue", "stream", "topic")},
    **{(kind, "container", store): data for kind in ("read", "write", "read-write") for store in ("table", "bucket")},
    ("call", "container", "email"): stores.send,
    ("call", "container", "external"): call,
    ("call", "container", "http-api"): call,
    ("call", "container", "websocket-api"): sockets.call,
    ("use", "container", "secret"): use_secret,
    ("use", "container", "parameter"): use_parameter,
    **{(kind, "function", "sql"): stores.use for kind in ("read", "write", "read-write")},
    ("call", "function", "email"): stores.send,
    **{(kind, "function", "user-pool"): people for kind in ("read", "write", "read-write")},
}


def judge_flows(world: World) -> None:
    """Judge every flow of the design."""
    for flow in world.design.flows:
        key = (flow.kind, flow.source.kind, flow.target.kind)
        judge = ASSERTIONS.get(key)
        if world.expect(judge is not None, f"{flow}: nobody judges such flows") and judge:
            judge(world, flow)
