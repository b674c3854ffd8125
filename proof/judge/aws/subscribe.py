"""Subscriptions: how what arrives at a queue, topic, bus, table or bucket reaches its consumer."""

from typing import Any

from judge.aws.access import (
    PUT_INTO_FILES,
    READ_SHARDS,
    READ_STREAM,
    SUBSCRIBE_TO_SHARDS,
    TAKE_MESSAGES,
    Access,
    give,
    give_key,
)
from judge.aws.delivery import (
    QUEUE,
    asynchronous_failures,
    attempts,
    bare,
    dead_letters,
    deliver,
    filters,
    permission,
    wanted_filters,
)
from judge.aws.pipes import pipe
from judge.aws.rules import rule_to_target
from judge.aws.watch import alarmed
from judge.aws.world import Function, World
from judge.design import Flow, seconds
from judge.recording import Resource, as_list

MAPPING = "aws:lambda/eventSourceMapping:EventSourceMapping"
CONSUMER = "aws:kinesis/streamConsumer:StreamConsumer"
SUBSCRIPTION = "aws:sns/topicSubscription:TopicSubscription"
NOTIFICATION = "aws:s3/bucketNotification:BucketNotification"


def mapping(world: World, flow: Flow, source_arn: str) -> Resource | None:
    """Assert that one event source mapping feeds the function from the source."""
    function = world.functions.get(flow.target.id)
    if function is None:
        return None
    callees = function.callees | (set() if function.alias else function.resource.outputs("name", "id"))
    fed = [item for item in world.recording.of(MAPPING) if item.get("eventSourceArn") == source_arn]
    found = [item for item in fed if item.get("functionName") in callees]
    if not world.need(len(found) == 1, flow, f"{len(found)} event source mappings feed it from {source_arn}"):
        return None
    item = found[0]
    world.claim(item)
    size, window = flow.get("batch", "size"), seconds(flow.get("batch", "window"))
    world.need(item.get("batchSize") == size, flow, f"the batch size is {item.get('batchSize')}, not {size}")
    stated = item.get("maximumBatchingWindowInSeconds") or 0
    world.need(stated == window, flow, f"batches are gathered for {stated} s, not {window} s")
    partial = "ReportBatchItemFailures" in as_list(item.get("functionResponseTypes"))
    wanted = flow.get("partial_batch")
    world.need(partial == wanted, flow, f"the function names the messages that failed: {partial}, not {wanted}")
    world.need(item.get("enabled") is not False, flow, "the event source mapping is switched off")
    filters(world, flow, item.get("filterCriteria"))
    return item


def queue_to_function(world: World, flow: Flow) -> None:
    """Messages of a queue reach a function."""
    queue, function = world.main(flow.source), world.functions.get(flow.target.id)
    if queue is None or function is None:
        return
    if flow.get("enrich"):
        by_pipe(world, flow)
        return
    item = mapping(world, flow, queue.arn)
    give(world, function.role, flow, queue, TAKE_MESSAGES)
    give_key(world, function.role, flow, queue, {"kms:Decrypt"})
    if item:
        limit = flow.get("max_concurrency")
        stated = item.get("scalingConfig", "maximumConcurrency")
        world.need(limit is None or stated == limit, flow, f"at most {stated} copies work at once, not {limit}")
    if flow.source.get("visibility") is None and not queue.raw["read"]:
        visible, timeout = queue.get("visibilityTimeoutSeconds"), function.resource.get("timeout")
        enough = visible is not None and timeout is not None and visible >= 6 * timeout
        world.need(enough, flow, f"messages stay hidden for {visible} s, less than six times {timeout} s")


def table_to_function(world: World, flow: Flow) -> None:
    """Changes of a table reach a function."""
    table, function = world.main(flow.source), world.functions.get(flow.target.id)
    if table is None or function is None:
        return
    if flow.get("enrich"):
        by_pipe(world, flow)
        return
    has_stream(world, flow, table)
    item = mapping(world, flow, table.output("streamArn"))
    give(world, function.role, flow, table, READ_STREAM)
    give_key(world, function.role, flow, table, {"kms:Decrypt"})
    if item:
        stated = item.get("destinationConfig", "onFailure", "destinationArn")
        dead_letters(world, flow, stated, None, "", function.role)
        in_order(world, flow, item)


def has_stream(world: World, flow: Flow, table: Resource) -> None:
    """Assert that a table of the program has a stream of its changes. What was there before has one or not."""
    if not table.raw["read"]:
        world.need(table.get("streamEnabled") is True, flow, f"{table} has no stream of its changes")
        views = {"keys": "KEYS_ONLY", "new": "NEW_IMAGE", "old": "OLD_IMAGE"}
        stated, wanted = table.get("streamViewType"), views.get(flow.source.get("stream"), "NEW_AND_OLD_IMAGES")
        world.need(stated == wanted, flow, f"the stream holds {stated}, not {wanted}")


def in_order(world: World, flow: Flow, item: Resource) -> None:
    """Assert how a reader of records in order begins, repeats and gives up."""
    start = {"latest": "LATEST", "oldest": "TRIM_HORIZON"}[flow.get("start")]
    stated = item.get("startingPosition")
    world.need(stated == start, flow, f"a new reader begins at {stated}, not at {start}")
    retries = item.get("maximumRetryAttempts")
    wanted = flow.get("max_attempts")
    fits = wanted is None or retries in (wanted, wanted - 1)
    world.need(fits, flow, f"a batch is tried {retries} times again; the design says {wanted} attempts")
    world.need(retries is not None and retries >= 0, flow, "a bad batch is tried until it expires")
    age = seconds(flow.get("max_age")) if flow.get("max_age") else None
    stated = item.get("maximumRecordAgeInSeconds")
    world.need(stated == age, flow, f"records are given up after {stated} s, not {age} s")
    halves, wanted = bool(item.get("bisectBatchOnFunctionError")), flow.get("bisect")
    world.need(halves == wanted, flow, f"batches that fail are halved: {halves}, not {wanted}")
    beside = item.get("parallelizationFactor") or 1
    world.need(beside == flow.get("parallelization"), flow, f"{beside} batches of a shard are worked on side by side")
    names = world.functions[flow.target.id].resource.outputs("name")
    told = alarmed(world, "IteratorAge", "FunctionName", names)
    world.need(told or flow.target.get("alarms") is False, flow, "nobody is told when the reader falls behind")


def stream_to_function(world: World, flow: Flow) -> None:
    """Records of a stream reach a function, by a channel of its own where drawn so."""
    stream, function = world.main(flow.source), world.functions.get(flow.target.id)
    if stream is None or function is None:
        return
    give(world, function.role, flow, stream, READ_SHARDS)
    give_key(world, function.role, flow, stream, {"kms:Decrypt"})
    source = stream.arn
    if flow.get("fan_out"):
        consumer = own_channel(world, flow, stream)
        if consumer is None:
            return
        give(world, function.role, flow, consumer, SUBSCRIBE_TO_SHARDS)
        source = consumer.arn
    item = mapping(world, flow, source)
    if item:
        stated = item.get("destinationConfig", "onFailure", "destinationArn")
        dead_letters(world, flow, stated, None, "", function.role)
        in_order(world, flow, item)


def own_channel(world: World, flow: Flow, stream: Resource) -> Resource | None:
    """Return the channel of a stream that feeds the function of a flow, and nobody else."""
    function = world.functions[flow.target.id]
    fed = {item.get("eventSourceArn") for item in world.recording.of(MAPPING) if readers(item, function)}
    found = [item for item in world.recording.of(CONSUMER) if item.get("streamArn") == stream.arn and item.arn in fed]
    if not world.need(len(found) == 1, flow, f"it has {len(found)} channels of its own"):
        return None
    shared = [item for item in world.recording.of(MAPPING) if item.get("eventSourceArn") == found[0].arn]
    world.need(len(shared) == 1, flow, f"{len(shared)} readers share its channel")
    world.claim(found[0])
    return found[0]


def readers(item: Resource, function: Function) -> bool:
    """Return whether a mapping feeds the function."""
    return item.get("functionName") in function.callees


def subscription(world: World, flow: Flow, protocol: str, endpoints: set[str]) -> Resource | None:
    """Assert that one subscription of the topic reaches the endpoint, with the flow's filter."""
    topic = world.main(flow.source)
    if topic is None:
        return None
    found = [
        item
        for item in world.recording.of(SUBSCRIPTION)
        if item.get("topic") in topic.outputs("arn", "id")
        and item.get("protocol") == protocol
        and item.get("endpoint") in endpoints
    ]
    if not world.need(len(found) == 1, flow, f"{len(found)} subscriptions ({protocol}) join them"):
        return None
    world.claim(found[0])
    policy, wanted = found[0].get("filterPolicy"), wanted_filters(world, flow)
    ways = as_list(policy.get("$or")) or [policy] if isinstance(policy, dict) else []
    fits = len(ways) == len(wanted) and all(bare(way) in wanted for way in ways)
    world.need(fits, flow, f"its filters are {wanted}, and {policy} is set")
    if policy is not None:
        scope = found[0].get("filterPolicyScope")
        world.need(scope == "MessageBody", flow, f"its filter looks at {scope}, and what is filtered is the content")
    return found[0]


def subscription_dead_letters(world: World, flow: Flow, item: Resource | None) -> None:
    """Assert that a subscription sets aside what it cannot deliver."""
    topic = world.main(flow.source)
    if item and topic:
        stated = item.get("redrivePolicy", "deadLetterTargetArn")
        dead_letters(world, flow, stated, "sns.amazonaws.com", topic.arn)


def topic_to_function(world: World, flow: Flow) -> None:
    """Messages of a topic reach a function."""
    topic, function = world.main(flow.source), world.functions.get(flow.target.id)
    if topic is None or function is None:
        return
    item = subscription(world, flow, "lambda", function.callees)
    permission(world, flow, function, "sns.amazonaws.com", {topic.arn})
    attempts(world, flow, function)
    subscription_dead_letters(world, flow, item)


def topic_to_queue(world: World, flow: Flow) -> None:
    """Messages of a topic reach a queue."""
    topic, queue = world.main(flow.source), world.main(flow.target)
    if topic is None or queue is None:
        return
    item = subscription(world, flow, "sqs", {queue.arn})
    deliver(world, flow, queue, "sns.amazonaws.com", topic.arn)
    subscription_dead_letters(world, flow, item)


def topic_to_external(world: World, flow: Flow) -> None:
    """Messages of a topic reach someone outside, by mail, telephone or web."""
    url = str(flow.target.get("url") or "")
    address = url.removeprefix("mailto:").removeprefix("tel:")
    guesses = {"mailto": "email", "tel": "sms", "https": "https"}
    protocol = flow.get("protocol") or guesses.get(url.split(":")[0], "email")
    item = subscription(world, flow, protocol, {address, url})
    if protocol == "https":
        subscription_dead_letters(world, flow, item)


def topic_to_delivery_stream(world: World, flow: Flow) -> None:
    """Messages of a topic go into files, put there with a role for just that."""
    target = world.main(flow.target)
    if target is None:
        return
    item = subscription(world, flow, "firehose", {target.arn})
    if item is None:
        return
    role = world.recording.owner(item.get("subscriptionRoleArn"), "aws:iam/role:Role")
    looking = {"firehose:DescribeDeliveryStream", "firehose:ListTagsForDeliveryStream"}
    give(world, role, flow, target, Access(PUT_INTO_FILES.required, looking))
    if role:
        services = {service for one in world.trusted(role) for service in one.services}
        world.need("sns.amazonaws.com" in services, flow, f"SNS may not take {role}")
    world.need(item.get("rawMessageDelivery") is True, flow, "files hold what SNS says about messages")
    subscription_dead_letters(world, flow, item)


def bus_to(world: World, flow: Flow) -> None:
    """Events of a bus reach a function, queue, topic, another bus, or someone outside."""
    rule_to_target(world, flow)


def notification(world: World, flow: Flow, bucket: Resource) -> Resource | None:
    """Return the one resource that holds all notifications of a bucket."""
    own = bucket.outputs("id", "bucket", "arn")
    found = [item for item in world.recording.of(NOTIFICATION) if item.get("bucket") in own]
    if world.need(
        len(found) == 1, flow, f"{len(found)} resources hold the notifications of {bucket}; one must hold all"
    ):
        return found[0]
    return None


def notified(world: World, flow: Flow, bucket: Resource, key: str, name: str, arns: set[str]) -> Resource | None:
    """Assert that new files of a bucket are announced to the target."""
    item = notification(world, flow, bucket)
    if item is None:
        return None
    found: list[dict[str, Any]] = [one for one in as_list(item.get(key)) if one.get(name) in arns]
    if world.need(len(found) == 1, flow, f"{len(found)} notifications of {bucket} reach {flow.target.id}"):
        world.claim(item, f"{key} {found[0][name]}")
        created = any(event.startswith("s3:ObjectCreated:") for event in as_list(found[0].get("events")))
        world.need(created, flow, f"only {found[0].get('events')} are announced")
    return item


def bucket_to_function(world: World, flow: Flow) -> None:
    """New files of a bucket reach a function."""
    bucket, function = world.main(flow.source), world.functions.get(flow.target.id)
    if bucket is None or function is None:
        return
    item = notified(world, flow, bucket, "lambdaFunctions", "lambdaFunctionArn", function.callees)
    granted = permission(world, flow, function, "s3.amazonaws.com", {bucket.arn})
    attempts(world, flow, function)
    if granted:
        # The name of a bucket can come to belong to someone else.
        world.need(granted.get("sourceAccount"), flow, "the permission is not bound to this account")
        if item:
            after = granted.urn in item.raw["dependencies"]
            world.need(after, flow, f"{item} does not wait for the permission, which S3 checks at once")
    failures = [target for target in asynchronous_failures(world, function) if target.type == QUEUE]
    if flow.get("dead_letters") is not False:
        world.need(failures, flow, f"failed calls of {flow.target.id} are lost: it has no failure destination")


def bucket_to_channel(world: World, flow: Flow) -> None:
    """New files of a bucket reach a queue or topic."""
    bucket, target = world.main(flow.source), world.main(flow.target)
    if bucket is None or target is None:
        return
    key, name = {"queue": ("queues", "queueArn"), "topic": ("topics", "topicArn")}[flow.target.kind]
    notified(world, flow, bucket, key, name, {target.arn})
    deliver(world, flow, target, "s3.amazonaws.com", bucket.arn)


def bucket_to_bus(world: World, flow: Flow) -> None:
    """New files of a bucket reach a bus: by way of the account's default bus, where S3 announces them."""
    bucket = world.main(flow.source)
    if bucket is None:
        return
    item = notification(world, flow, bucket)
    if item and world.need(item.get("eventbridge") is True, flow, f"{bucket} does not announce to EventBridge"):
        world.claim(item, "eventbridge")
    rule_to_target(world, flow)


def by_pipe(world: World, flow: Flow) -> None:
    """Messages of a queue, or changes of a table, reach a queue, topic or bus without code between."""
    pipe(world, flow)
