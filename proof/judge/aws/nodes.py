"""What each node must be: its properties in this environment, encrypted, logged, traced, protected, watched."""

from collections.abc import Callable

from judge.aws import caches, containers, databases, domains, emails, graphs, networks, searches, sockets
from judge.aws.access import GIVEN_KEY, key_arn, key_of
from judge.aws.delivery import PERMISSION, allow_key, policies_of
from judge.aws.rotation import rotated
from judge.aws.routes import clients
from judge.aws.sites import static_site
from judge.aws.streams import delivery_stream, stream
from judge.aws.watch import alarmed, judge_watch, tells
from judge.aws.workflows import workflow
from judge.aws.world import Function, World
from judge.design import Node, days, retention, seconds
from judge.recording import Resource, as_list, statements

LOGS = "aws:cloudwatch/logGroup:LogGroup"
QUEUE = "aws:sqs/queue:Queue"
URL = "aws:lambda/functionUrl:FunctionUrl"
PROVISIONED_SPILLOVER = "ProvisionedConcurrencySpilloverInvocations"


def protected(world: World, node: Node, resource: Resource) -> None:
    """Assert that data in production outlives its resource's removal from the program."""
    if node.get("deletion_protection"):
        world.need(resource.raw["protect"], node.id, "its data can be deleted: protect is not set")
        world.need(resource.raw["retainOnDelete"], node.id, "its data goes with it: retainOnDelete is not set")


def function(world: World, node: Node, resource: Resource) -> None:
    """A function is as drawn, has its own role, logs and alias, and is watched."""
    own = world.functions[node.id]
    same = {
        "memorySize": node.get("memory"),
        "timeout": seconds(node.get("timeout")),
        "reservedConcurrentExecutions": node.get("concurrency", "reserved"),
    }
    for key, wanted in same.items():
        stated = resource.get(key)
        if stated == -1 and wanted is None:
            stated = None
        world.need(stated == wanted, node.id, f"{key} is {stated}; the design says {wanted}")
    architectures = as_list(resource.get("architectures")) or ["x86_64"]
    world.need(architectures == [node.get("architecture")], node.id, f"it runs on {architectures}")
    runtime = str(resource.get("runtime"))
    if node.get("runtime") != "container":
        world.need(runtime.startswith(node.get("runtime")), node.id, f"its runtime is {runtime}")
    traced = resource.get("tracingConfig", "mode") == "Active"
    world.need(traced == node.get("tracing"), node.id, f"its calls are traced: {traced}")
    for name, value in (node.get("environment") or {}).items():
        stated = own.environment.get(name)
        world.need(stated == str(value), node.id, f"the environment variable {name} is {stated!r}, not {value!r}")
    for name, value in own.environment.items():
        plain = isinstance(value, str)
        world.need(plain, node.id, f"the environment variable {name} holds a secret or no text: {value!r}")
    logs = world.recording.owner(resource.get("loggingConfig", "logGroup"), LOGS)
    if world.need(logs, node.id, "it has no log group of its own") and logs:
        wanted = retention(node.get("log_retention"))
        stated = logs.get("retentionInDays")
        world.need(stated == wanted, node.id, f"its logs are kept {stated} days, not {wanted}")
        world.claim(logs)
    if world.need(own.role, node.id, "it has no role") and own.role:
        sharing = [other for other in world.functions.values() if other.role == own.role]
        world.need(len(sharing) == 1, node.id, f"it shares {own.role} with {len(sharing) - 1} other functions")
        services = {service for one in world.trusted(own.role) for service in one.services}
        world.need(services == {"lambda.amazonaws.com"}, node.id, f"its role is for {sorted(services)}")
        waits = [policy.urn in resource.raw["dependencies"] for policy, _ in world.role_policies(own.role)]
        world.need(all(waits), node.id, "it can be called before its role has its permissions")
    concurrency(world, node, resource)
    tries(world, node, own)
    address(world, node, own)
    if node.get("alarms") is False:
        return
    names = resource.outputs("name")
    world.need(alarmed(world, "Errors", "FunctionName", names), node.id, "nobody is told when it fails")
    world.need(alarmed(world, "Throttles", "FunctionName", names), node.id, "nobody is told when it is throttled")
    for part, metric in (("reserved", "ConcurrentExecutions"), ("provisioned", PROVISIONED_SPILLOVER)):
        told = alarmed(world, metric, "FunctionName", names) or not node.get("concurrency", part)
        world.need(told, node.id, f"nobody is told when its {part} copies are too few")


def tries(world: World, node: Node, own: Function) -> None:
    """Assert that calls that nobody waits for are tried again as often as drawn, or twice, as Lambda does by itself."""
    detached = [
        flow
        for flow in world.design.flows_to(node, "invoke", "subscribe")
        if flow.kind == "invoke" or flow.source.kind in ("topic", "bucket")
    ]
    drawn = [flow.get("max_attempts") for flow in detached]
    wanted = next((times for times in drawn if times is not None), 2)
    mine = own.resource.outputs("name", "arn", "id") | own.callees
    for item in world.recording.of("aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig"):
        if item.get("functionName") in mine:
            stated = item.get("maximumRetryAttempts")
            world.need(stated == wanted, node.id, f"its calls are tried again {stated} times, not {wanted}")


def concurrency(world: World, node: Node, resource: Resource) -> None:
    """Assert that calls go to a published version, and that as many copies as drawn are kept warm."""
    own = world.functions[node.id]
    world.need(resource.get("publish") is True, node.id, "it publishes no versions")
    if world.need(own.alias, node.id, "it has no alias, so a new version gets all calls at once") and own.alias:
        stated = own.alias.get("functionVersion")
        world.need(stated == resource.output("version"), node.id, f"its alias leads to the version {stated}")
    wanted = node.get("concurrency", "provisioned") or 0
    kind = "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig"
    mine = [item for item in world.recording.of(kind) if item.get("functionName") in resource.outputs("name", "arn")]
    stated = sum(item.get("provisionedConcurrentExecutions") for item in mine)
    world.need(stated == wanted, node.id, f"{stated} copies are kept warm; the design says {wanted}")


def address(world: World, node: Node, own: Function) -> None:
    """Assert that the function has a public address of its own where drawn so, and who may call it."""
    mine = own.resource.outputs("name", "arn") | own.callees
    found = [item for item in world.recording.of(URL) if item.get("functionName") in mine]
    if node.get("url") is None:
        world.need(not found, node.id, "it has a public address that is not drawn")
        return
    open_to_all = node.get("url", "auth") == "none"
    if world.need(len(found) == 1, node.id, f"it has {len(found)} addresses of its own"):
        stated, wanted = found[0].get("authorizationType"), "NONE" if open_to_all else "AWS_IAM"
        world.need(stated == wanted, node.id, f"callers of its address are checked by {stated}, not {wanted}")
        world.need(found[0].get("qualifier") or not own.alias, node.id, "its address goes round the alias")
    let_in = [
        item for item in world.recording.of(PERMISSION) if item.get("function") in mine and item.get("principal") == "*"
    ]
    for item in let_in:
        by_address = item.get("functionUrlAuthType") == "NONE" or item.get("invokedViaFunctionUrl") is True
        if world.need(open_to_all and by_address, item, f"it lets anyone call {node.id}"):
            world.claim(item)
            world.claim(item, "anyone")
    actions = sorted(item.get("action") for item in let_in)
    # An address open to all takes both: the right to use it, and the right to invoke by it.
    wanted_actions = ["lambda:InvokeFunction", "lambda:InvokeFunctionUrl"] if open_to_all else []
    world.need(actions == wanted_actions, node.id, f"anyone may {actions}; the design asks for {wanted_actions}")


def http_api(world: World, node: Node, resource: Resource) -> None:
    """An API has its default stage, limits, logs and alarm, and lets in the web pages that are drawn."""
    world.need(resource.get("protocolType") == "HTTP", node.id, "it is no HTTP API")
    stages = [
        item
        for item in world.recording.of("aws:apigatewayv2/stage:Stage")
        if item.get("apiId") == resource.id and item.get("name") == "$default"
    ]
    if world.need(len(stages) == 1, node.id, f"it has {len(stages)} default stages"):
        stage = stages[0]
        domains.domain(world, node, resource, stage)
        world.need(stage.get("autoDeploy") is True, node.id, "changes of its routes are not deployed")
        for key, name in (("rate", "throttlingRateLimit"), ("burst", "throttlingBurstLimit")):
            wanted, stated = node.get("throttle", key), stage.get("defaultRouteSettings", name)
            world.need(stated == wanted, node.id, f"{name} is {stated}; the design says {wanted}")
        logs = world.recording.owner(stage.get("accessLogSettings", "destinationArn"), LOGS)
        if node.get("access_logs"):
            if world.need(logs, node.id, "its requests are not logged") and logs:
                wanted, stated = retention(node.get("log_retention")), logs.get("retentionInDays")
                world.need(stated == wanted, node.id, f"its logs are kept {stated} days, not {wanted}")
                world.claim(logs)
        else:
            world.need(logs is None, node.id, "its requests are logged although that is switched off")
    cors = node.get("cors")
    stated = resource.get("corsConfiguration", "allowOrigins")
    wanted = cors.get("origins") if cors else None
    world.need(stated == wanted, node.id, f"it lets in pages of {stated}; the design says {wanted}")
    if cors and cors.get("credentials") is not None:
        allows = bool(resource.get("corsConfiguration", "allowCredentials"))
        world.need(allows == cors["credentials"], node.id, f"cookies of pages: {allows}")
    watched = alarmed(world, "5xx", "ApiId", resource.outputs("id"))
    if node.get("alarms") is False:
        world.need(not watched, node.id, "somebody is told of its errors, which the design does not want")
    else:
        world.need(watched, node.id, "nobody is told when it answers with errors of its own")
    told = resource.output("apiEndpoint") in str(world.recording.outputs)
    world.need(told, node.id, "its address is no output of the stack")


def encrypted_queue(world: World, subject: object, queue: Resource) -> None:
    """Assert that a queue's messages are encrypted at rest."""
    sealed = queue.get("sqsManagedSseEnabled") is True or key_of(world, queue) or queue.get("kmsMasterKeyId")
    world.need(sealed, subject, f"the messages of {queue} are not encrypted")


def queue(world: World, node: Node, resource: Resource) -> None:
    """A queue is as drawn, encrypted, and sets aside what cannot be worked off."""
    encrypted_queue(world, node.id, resource)
    wanted = seconds(node.get("retention"))
    stated = resource.get("messageRetentionSeconds")
    world.need(stated == wanted or (stated is None and wanted == 345_600), node.id, f"messages wait {stated} s")
    delay = resource.get("delaySeconds") or 0
    world.need(delay == seconds(node.get("delay")), node.id, f"new messages stay hidden for {delay} s")
    fifo = bool(resource.get("fifoQueue"))
    world.need(fifo == node.get("fifo"), node.id, f"fifoQueue is {fifo}")
    if node.get("visibility"):
        stated = resource.get("visibilityTimeoutSeconds")
        world.need(stated == seconds(node.get("visibility")), node.id, f"messages stay hidden for {stated} s")
    redrive, dead = resource.get("redrivePolicy"), node.get("dead_letters")
    if dead is False:
        world.need(redrive is None, node.id, "dead letters are switched off, and there is a place for them")
        return
    place = world.recording.owner((redrive or {}).get("deadLetterTargetArn"), QUEUE)
    if not world.need(place, node.id, "no queue takes its dead letters") or place is None:
        return
    world.claim(place, "dead letters")
    world.need(place != resource, node.id, "its dead letters go back to itself")
    others = [item for item in world.recording.of(QUEUE) if item != resource and item.get("redrivePolicy")]
    shared = [item for item in others if item.get("redrivePolicy", "deadLetterTargetArn") == place.arn]
    if not isinstance(dead, str):
        own = not shared and place not in world.resources.values()
        world.need(own, node.id, f"its dead letters go to {place}, which is not its own")
    else:
        world.need(place == world.resources.get(dead), node.id, f"its dead letters go to {place}, not to {dead}")
    tries = (redrive or {}).get("maxReceiveCount")
    world.need(tries == node.get("max_receives"), node.id, f"a message is set aside after {tries} receives")
    world.need(bool(place.get("fifoQueue")) == fifo, node.id, "it and its dead letters differ in keeping order")
    longer = (place.get("messageRetentionSeconds") or 345_600) >= wanted
    world.need(longer, node.id, "its dead letters are gone before they are seen: they are kept shorter than messages")


def topic(world: World, node: Node, resource: Resource) -> None:
    """A topic is encrypted, keeps order if drawn so, and reaches its address."""
    world.need(resource.get("kmsMasterKeyId"), node.id, "its messages are not encrypted")
    world.need(bool(resource.get("fifoTopic")) == node.get("fifo"), node.id, "it differs in keeping order")
    mails = [
        item
        for item in world.recording.of("aws:sns/topicSubscription:TopicSubscription")
        if item.get("topic") == resource.arn and item.get("protocol") == "email"
    ]
    reader = node.get("email")
    if reader:
        mine = [item for item in mails if item.get("endpoint") == reader]
        if world.need(len(mine) == 1, node.id, f"{len(mine)} subscriptions reach {reader}"):
            world.claim(mine[0])


def event_bus(world: World, node: Node, resource: Resource) -> None:
    """A bus keeps its events for replay if drawn so."""
    kind = "aws:cloudwatch/eventArchive:EventArchive"
    archives = [item for item in world.recording.of(kind) if item.get("eventSourceArn") == resource.arn]
    if node.get("archive"):
        wanted = days(node.get("archive"))
        stated = [item.get("retentionDays") for item in archives]
        world.need(stated == [wanted], node.id, f"its archives keep events {stated} days, not {wanted}")
    else:
        world.need(not archives, node.id, "it has an archive that is not drawn")
    for item in archives:
        same = item.get("kmsKeyIdentifier") == resource.get("kmsKeyIdentifier")
        world.need(same, node.id, "its archive is not encrypted as it is")
    if node.get("encryption_key") is not None:
        allow_key(world, node.id, resource, "events.amazonaws.com")
        key = key_of(world, resource)
        seen = [one for one in statements(key.get("policy")) if "kms:DescribeKey" in one.actions] if key else [None]
        world.need(seen, node.id, "EventBridge refuses a key that it may not look at")


def table(world: World, node: Node, resource: Resource) -> None:
    """A table has its keys and indexes, is encrypted, recoverable, and protected where drawn so."""
    types = {item["name"]: item["type"] for item in as_list(resource.get("attributes"))}
    for key, name in (("hashKey", "partition"), ("rangeKey", "sort")):
        wanted = node.get("key", name)
        stated = resource.get(key)
        attribute, _, kind = str(wanted).partition(":")
        world.need(stated == (attribute if wanted else None), node.id, f"{key} is {stated}, not {wanted}")
        if wanted:
            letter = {"number": "N", "binary": "B"}.get(kind, "S")
            world.need(types.get(attribute) == letter, node.id, f"{attribute} is of type {types.get(attribute)}")
    stated = {item["name"]: index_keys(item) for item in as_list(resource.get("globalSecondaryIndexes"))}
    wanted = {
        item["name"]: [str(item[key]).partition(":")[0] for key in ("partition", "sort") if item.get(key)]
        for item in as_list(node.get("indexes"))
    }
    world.need(stated == wanted, node.id, f"its indexes are {stated}, not {wanted}")
    attributes = {name for keys in wanted.values() for name in keys}
    attributes |= {str(node.get("key", key)).partition(":")[0] for key in ("partition", "sort") if node.get("key", key)}
    world.need(set(types) == attributes, node.id, f"it declares {sorted(types)}; its keys are {sorted(attributes)}")
    ttl = resource.get("ttl", "attributeName") if resource.get("ttl", "enabled") else None
    world.need(ttl == node.get("ttl"), node.id, f"items go away by {ttl}, not {node.get('ttl')}")
    billing = {"on-demand": "PAY_PER_REQUEST", "provisioned": "PROVISIONED"}[node.get("billing")]
    world.need((resource.get("billingMode") or "PROVISIONED") == billing, node.id, "it is billed otherwise")
    world.need(resource.get("serverSideEncryption", "enabled") is True, node.id, "it is not encrypted with a key")
    followed = node.get("stream") is not None or bool(world.design.flows_from(node, "subscribe"))
    streams = bool(resource.get("streamEnabled"))
    world.need(streams == followed, node.id, f"a stream tells of its changes: {streams}")
    recovery = bool(resource.get("pointInTimeRecovery", "enabled"))
    world.need(recovery == node.get("recovery"), node.id, f"point-in-time recovery is {recovery}")
    guarded = bool(resource.get("deletionProtectionEnabled"))
    wanted_guard = bool(node.get("deletion_protection"))
    world.need(guarded == wanted_guard, node.id, f"deletion protection is {guarded}; the design says {wanted_guard}")
    protected(world, node, resource)


def index_keys(item: dict[str, object]) -> list[object]:
    """Return the keys of an index, whichever way they are written."""
    schemas = as_list(item.get("keySchemas"))
    if schemas:
        return [key["attributeName"] for key in sorted(schemas, key=lambda one: one["keyType"] != "HASH")]
    return [item[key] for key in ("hashKey", "rangeKey") if item.get(key)]


def bucket(world: World, node: Node, resource: Resource) -> None:
    """A bucket is private, encrypted, versioned and protected as drawn."""
    own = resource.outputs("id", "bucket", "arn")

    def companion(kind: str) -> Resource | None:
        found = [item for item in world.recording.of(f"aws:s3/{kind}") if item.get("bucket") in own]
        return found[0] if len(found) == 1 else None

    block = companion("bucketPublicAccessBlock:BucketPublicAccessBlock")
    for key in ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"):
        world.need(block and block.get(key) is True, node.id, f"it can be made public: {key} is not set")
    kind = "bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"
    sealed = companion(kind)
    method = sealed and sealed.get("rules", "applyServerSideEncryptionByDefault", "sseAlgorithm")
    world.need(method in ("aws:kms", "AES256", "aws:kms:dsse"), node.id, "its files are not encrypted")
    versions = companion("bucketVersioning:BucketVersioning")
    status = versions.get("versioningConfiguration", "status") if versions else None
    kept = status == "Enabled"
    world.need(kept == node.get("versioning"), node.id, f"versioning is {status}")
    expire = node.get("expire")
    lifecycle = companion("bucketLifecycleConfiguration:BucketLifecycleConfiguration")
    rules = as_list(lifecycle.get("rules")) if lifecycle else []
    stated = [rule["expiration"].get("days") for rule in rules if rule.get("expiration", {}).get("days")]
    wanted = [days(expire)] if expire else []
    world.need(stated == wanted, node.id, f"files are deleted after {stated} days, not {wanted}")
    stated = [
        one["noncurrentVersionExpiration"].get("noncurrentDays")
        for one in rules
        if "noncurrentVersionExpiration" in one
    ]
    wanted = [days(node.get("expire_versions"))] if node.get("versioning") else stated
    world.need(stated == wanted, node.id, f"old versions are deleted after {stated} days, not {wanted}")
    moves = [move for one in rules for move in as_list(one.get("transitions"))]
    stated = [(move.get("days"), move.get("storageClass")) for move in moves]
    wanted = [(days(node.get("transition")), "STANDARD_IA")] if node.get("transition") else []
    world.need(stated == wanted, node.id, f"files move to cheaper storage by {stated}, not {wanted}")
    transport(world, node, resource)
    world.need(
        not resource.get("forceDestroy") or not node.get("deletion_protection"), node.id, "it is emptied when deleted"
    )
    cors = companion("bucketCorsConfiguration:BucketCorsConfiguration")
    origins = as_list(cors.get("corsRules", "allowedOrigins")) if cors else []
    world.need(origins == as_list(node.get("cors", "origins")), node.id, f"pages of {origins} may use it")
    protected(world, node, resource)


def transport(world: World, node: Node, resource: Resource) -> None:
    """Assert that a bucket refuses requests over versions of TLS that the design does not accept."""
    oldest = node.get("min_tls")
    refused = [
        value
        for _, item in policies_of(world, resource)
        if item.effect == "Deny" and "s3:*" in item.actions
        for value in item.condition_values("s3:TlsVersion")
    ]
    wanted = [str(oldest)] if oldest > 1.2 else [value for value in refused if value == "1.2"]
    world.need(refused == wanted, node.id, f"requests over TLS before {refused} are refused, not {wanted}")


def secret(world: World, node: Node, resource: Resource) -> None:
    """A secret's value is made or given, never written in the program, and can be got back when deleted."""
    days_left = resource.get("recoveryWindowInDays")
    world.need(days_left != 0, node.id, "it cannot be got back when it is deleted")
    versions = [
        item
        for item in world.recording.of("aws:secretsmanager/secretVersion:SecretVersion")
        if item.get("secretId") in resource.outputs("id", "arn")
    ]
    rotated(world, node, resource, versions)
    given = node.get("generate") or node.get("value") is not None
    if not world.need(len(versions) == 1 or not given, node.id, f"it has {len(versions)} values"):
        return
    for item in versions:
        raw = next((item.inputs[key] for key in ("secretString", "secretStringWo") if key in item.inputs), None)
        sealed = isinstance(raw, dict) and "$secret" in raw
        world.need(sealed, node.id, "its value stands in the state for all to read: it is no Pulumi secret")
        value = raw["$secret"] if isinstance(raw, dict) and "$secret" in raw else raw
        if node.get("generate"):
            maker = world.recording.owner(value)
            made = maker is not None and maker.type.startswith("random:")
            world.need(made, node.id, "its value is not made at random")
            if maker and maker.type.endswith("RandomPassword"):
                length, wanted = maker.get("length"), node.get("length")
                world.need(length == wanted, node.id, f"its value has {length} characters, not {wanted}")
        elif node.get("value") is not None:
            world.need(value == node.get("value"), node.id, "its value is not that of the setting")


def parameter(world: World, node: Node, resource: Resource) -> None:
    """A parameter has the drawn value."""
    stated, wanted = resource.inputs.get("value"), str(node.get("value"))
    value = stated.get("$secret") if isinstance(stated, dict) else stated
    world.need(value == wanted, node.id, f"its value is {value!r}, not {wanted!r}")
    world.need(resource.get("type") in ("String", "SecureString"), node.id, "it is of no known type")


def user_pool(world: World, node: Node, resource: Resource) -> None:
    """A user pool asks people for what is drawn, and outlives mistakes in production."""
    names = {"email": "email", "phone": "phone_number"}
    wanted = sorted(names[item] for item in node.get("sign_in") if item in names)
    stated = as_list(resource.get("usernameAttributes")) or as_list(resource.get("aliasAttributes"))
    world.need(sorted(stated) == wanted, node.id, f"people sign in with {sorted(stated)}, not {wanted}")
    factor = {"off": "OFF", "optional": "OPTIONAL", "required": "ON"}[node.get("mfa")]
    world.need((resource.get("mfaConfiguration") or "OFF") == factor, node.id, "the second factor differs")
    length = resource.get("passwordPolicy", "minimumLength")
    world.need(length == node.get("password", "length"), node.id, f"a password has {length} characters or more")
    active = resource.get("deletionProtection") == "ACTIVE"
    world.need(active == bool(node.get("deletion_protection")), node.id, f"deletion protection is {active}")
    texts = resource.get("smsConfiguration")
    if texts:
        world.need("phone" in node.get("sign_in"), node.id, "it sends text messages although nobody signs in by phone")
        role = world.recording.owner(texts.get("snsCallerArn"), "aws:iam/role:Role")
        # A telephone is no resource with a name: Publish to one can be allowed on `*` only.
        world.grant(role, f"{node.id} (its text messages)", {"sns:Publish"}, {"*"})
    found = clients(world, resource)
    drawn = node.get("clients")
    world.need(len(found) == len(drawn), node.id, f"it has {len(found)} applications, not {len(drawn)}")
    for client in drawn:
        mine = [item for item in found if item.name.endswith(f"-{client['name']}")]
        stated = [as_list(item.get("callbackUrls")) for item in mine]
        wanted = as_list(client.get("callbacks"))
        world.need(wanted in stated, node.id, f"people return from {client['name']} to {stated}, not to {wanted}")
    protected(world, node, resource)


def watched_sockets(world: World, node: Node, resource: Resource) -> None:
    """An API for open connections is as drawn, and somebody is told when it fails."""
    sockets.websocket_api(world, node, resource)
    if node.get("alarms"):
        for metric in ("IntegrationError", "ExecutionError"):
            told = alarmed(world, metric, "ApiId", resource.outputs("id"))
            world.need(told, node.id, f"nobody is told of {metric}")


def watched_workflow(world: World, node: Node, resource: Resource) -> None:
    """A workflow does its steps, and somebody is told when its runs fail."""
    workflow(world, node, resource)
    if node.get("alarms"):
        for metric in ("ExecutionsFailed", "ExecutionsTimedOut", "ExecutionThrottled"):
            told = alarmed(world, metric, "StateMachineArn", resource.outputs("arn", "id"))
            world.need(told, node.id, f"nobody is told of {metric}")


def resource_as_written(world: World, node: Node, resource: Resource) -> None:
    """A resource of the provider is exported as it is written."""
    for key, value in (node.get("properties") or {}).items():
        stated = resource.get(key)
        world.need(stated == value, node.id, f"{key} is {stated!r}; the design says {value!r}")
    more = set(resource.inputs) - set(node.get("properties") or {}) - set(node.get("extra") or {}) - {"tags", "tagsAll"}
    world.need(not more, node.id, f"it has {sorted(more)}, which the design does not say")


JUDGES: dict[str, Callable[[World, Node, Resource], None]] = {
    "function": function,
    "http-api": http_api,
    "queue": queue,
    "topic": topic,
    "event-bus": event_bus,
    "stream": stream,
    "delivery-stream": delivery_stream,
    "table": table,
    "bucket": bucket,
    "secret": secret,
    "parameter": parameter,
    "user-pool": user_pool,
    "network": networks.network_node,
    "sql": databases.sql,
    "email": emails.email,
    "websocket-api": watched_sockets,
    "graphql-api": graphs.graphql_api,
    "workflow": watched_workflow,
    "static-site": static_site,
    "resource": resource_as_written,
    "container": containers.container,
    "cache": caches.cache,
    "search": searches.search,
}


def carried(world: World, node: Node, resource: Resource) -> None:
    """Assert that a renamed node keeps what is deployed, and that further properties reach its main resource."""
    was = node.values.get("was")
    if was:
        names = [f"name={name} " for name in (was.rpartition(".")[2], was.replace(".", "-"))]
        # The engine gives the aliases of a component to what is in it.
        holders = [resource, *world.recording.ancestors(resource)]
        aliases = [alias for holder in holders for alias in holder.raw["aliases"]]
        kept = any(name in alias or alias.endswith(f"::{name[5:-1]}") for alias in aliases for name in names)
        moved = was.partition(".")[0] != node.service and bool(aliases)
        world.need(kept or moved, node.id, f"it was {was}, and its resource has the aliases {aliases}")
    tagged(world, node, resource)
    for key, value in (node.values.get("extra") or {}).items():
        stated = resource.get(key)
        world.need(stated == value, node.id, f"{key} is {stated!r}; the design says {value!r}")


def tagged(world: World, node: Node, resource: Resource) -> None:
    """Assert that a node's own tags are on its resource."""
    wanted = node.values.get("tags") or {}
    stated = resource.get("tags") or {}
    lacking = {key: value for key, value in wanted.items() if stated.get(key) != value}
    world.need(not lacking, node.id, f"it lacks the tags {lacking}")


def keyed(world: World, node: Node, resource: Resource) -> None:
    """Assert that the key that a design asks for encrypts what the node holds."""
    wanted = node.get("encryption_key")
    if wanted is None:
        return
    key = key_of(world, resource)
    if wanted not in ("service", "shared"):
        world.need(key_arn(world, resource) == GIVEN_KEY, node.id, f"{key} encrypts it, not {wanted}")
        return
    if world.need(key, node.id, f"it is not encrypted with the key of the {wanted}") and key:
        holder = next(iter(world.recording.ancestors(key)), None)
        whose = "shared" if wanted == "shared" else node.service
        world.need(holder and holder.name == whose, node.id, f"the key of {holder} encrypts it, not that of {whose}")
        kept = key.raw["protect"] and key.raw["retainOnDelete"]
        world.need(kept or not node.production, node.id, f"{key} can be deleted, and what it encrypts is lost then")


def beside(world: World, place: Resource) -> list[Node]:
    """Return the nodes that a companion is named after, in the component in which it stands."""
    holders = {holder.name for holder in world.recording.ancestors(place)}
    nodes = world.design.nodes.values()
    return [node for node in nodes if node.service in holders and place.name.startswith(f"{node.name}-")]


def judge_nodes(world: World) -> None:
    """Assert each node of the design. What existed before is not ours to shape."""
    for node in world.design.nodes.values():
        resource = world.main(node)
        if resource and node.values.get("existing"):
            world.need(resource.raw["read"], node.id, "it is already there, and the program makes another")
        elif resource and world.need(not resource.raw["read"], node.id, "the program looks it up and makes none"):
            JUDGES[node.kind](world, node, resource)
            judge_watch(world, node, resource)
            carried(world, node, resource)
            keyed(world, node, resource)
    for node in world.design.of("schedule"):
        groups = world.recording.of("aws:scheduler/scheduleGroup:ScheduleGroup")
        own = [item for item in groups if node in beside(world, item) or item.name == node.name]
        own = [item for item in own if any(one.name == node.service for one in world.recording.ancestors(item))]
        for item in own:
            tagged(world, node, item)
        told = any(tells(world, "InvocationDroppedCount", {"ScheduleGroup": item.output("name")}) for item in own)
        world.need(told == (node.get("alarms") is not False), node.id, f"somebody is told when it gives up: {told}")
    for place in world.recording.of(QUEUE):
        if place not in world.resources.values():
            dead = (place.urn, "dead letters") in world.claims
            world.need(dead, place, "the queue is neither drawn nor does it take dead letters")
            encrypted_queue(world, place, place)
            watched = alarmed(world, "ApproximateNumberOfMessagesVisible", "QueueName", place.outputs("name"))
            watched = watched or any(node.get("alarms") is False for node in beside(world, place))
            world.need(watched, place, "nobody is told that it holds dead letters")
