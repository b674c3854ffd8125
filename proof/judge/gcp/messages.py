"""Messages: who may publish them, which reach whom, as whom they are handed over, and where they are set aside."""

from typing import Any

from judge.design import Flow, Node, seconds
from judge.gcp.starts import JOB, timed
from judge.gcp.world import ACCOUNT, INVOKER, MEMBERS, STORAGE_AGENT, SUBSCRIPTION, TOPIC, TOPIC_MEMBER, World
from judge.recording import Resource

SUBSCRIPTION_MEMBER = "gcp:pubsub/subscriptionIAMMember:SubscriptionIAMMember"
NOTIFICATION = "gcp:storage/notification:Notification"


def publish(world: World, flow: Flow) -> None:
    """A function may publish to the topic and knows it."""
    topic = world.topic(flow.target)
    if world.need(topic, flow, "it has no topic to publish to") and topic:
        world.grant(flow, TOPIC_MEMBER, "roles/pubsub.publisher", world.member_of(flow.source), topic.outputs("name"))
        world.points(flow, topic.outputs("id") | ({topic.inputs["id"]} if topic.raw["read"] else set()))


def publish_from_run(world: World, flow: Flow) -> None:
    """A run may publish to the topic; its steps name it."""
    topic = world.topic(flow.target)
    if world.need(topic, flow, "it has no topic to publish to") and topic:
        world.grant(flow, TOPIC_MEMBER, "roles/pubsub.publisher", world.member_of(flow.source), topic.outputs("name"))


def schedule(world: World, flow: Flow) -> None:
    """A job publishes to the topic."""
    topic = world.topic(flow.target)
    jobs = [
        item
        for item in world.recording.of(JOB)
        if topic and item.get("pubsubTarget", "topicName") == topic.output("id")
    ]
    jobs = [item for item in jobs if item.name.startswith(flow.source.name)]
    if world.need(len(jobs) == 1, flow, f"{len(jobs)} jobs publish to it"):
        world.claims.add(jobs[0].urn)
        timed(world, flow, jobs[0].get("schedule"), jobs[0].get("timeZone"))


def test(key: str, value: Any) -> str:
    """Return one test of an attribute as Pub/Sub writes it."""
    if isinstance(value, str):
        return f'attributes.{key} = "{value}"'
    ((operator, operand),) = value.items()
    match operator:
        case "prefix":
            return f'hasPrefix(attributes.{key}, "{operand}")'
        case "anything-but":
            return f'attributes.{key} != "{operand[0] if isinstance(operand, list) else operand}"'
        case _:
            return f"attributes:{key}" if operand else f"NOT attributes:{key}"


def asked(flow: Flow) -> str | None:
    """Return the filter that a flow asks for; None for everything."""
    tests = [f'attributes.type = "{flow.values["event"]}"'] if flow.values.get("event") else []
    for key, value in (flow.values.get("filter") or {}).items():
        several = [test(key, item) for item in (value if isinstance(value, list) else [value])]
        tests.append(several[0] if len(several) == 1 else f"({' OR '.join(several)})")
    return " AND ".join(tests) or None


def filtered(world: World, flow: Flow, subscription: Resource) -> None:
    """Assert that a subscription takes what the flows between its ends ask for together."""
    alike = [
        other
        for other in world.design.flows
        if (other.kind, other.source, other.target) == (flow.kind, flow.source, flow.target)
    ]
    tests = list(dict.fromkeys(asked(other) for other in alike))
    if None in tests:
        wanted = None
    elif any(" AND " in str(item) for item in tests) and len(tests) > 1:
        wanted = " OR ".join(f"({item})" for item in tests)
    else:
        wanted = " OR ".join(str(item) for item in tests)
    stated = subscription.get("filter")
    world.need(stated == wanted, flow, f"it takes {stated!r}, not {wanted!r}")


def pushed(world: World, flow: Flow, function: Node, subscription: Resource) -> None:
    """Assert that a subscription calls a function, as an account that may."""
    push = subscription.get("pushConfig") or {}
    address = world.uri(function)
    world.need(push.get("pushEndpoint") == address, flow, f"its messages go to {push.get('pushEndpoint')}")
    token = push.get("oidcToken") or {}
    world.need(token.get("audience") == address, flow, "its token is for something else")
    account = world.recording.owner(token.get("serviceAccountEmail"), ACCOUNT)
    target = world.main(function)
    member = account.output("member") if account else None
    right = world.grant(flow, INVOKER, "roles/run.invoker", member, {target.output("name")} if target else set())
    # What a component waits for, all of its parts wait for.
    world.need(
        (right and right.urn in subscription.raw["dependencies"]) or waits(world, subscription, right),
        flow,
        "it pushes before it may",
    )


def waits(world: World, subscription: Resource, right: Resource | None) -> bool:
    """Return whether the component of a subscription waits for a right."""
    holder = next(iter(world.recording.ancestors(subscription)), None)
    return bool(right and holder and right.urn in holder.raw["dependencies"])


def kept(world: World, subject: object, subscription: Resource, keep: int, deadline: int) -> None:
    """Assert how long a subscription keeps messages and waits for answers."""
    world.claims.add(subscription.urn)
    world.need(subscription.get("expirationPolicy") == {"ttl": ""}, subject, "it is deleted when nobody uses it")
    time = subscription.get("messageRetentionDuration")
    world.need(time == f"{keep}s", subject, f"messages wait {time}, not {keep}s")
    wait = subscription.get("ackDeadlineSeconds")
    world.need(wait == deadline, subject, f"a delivery may take {wait} seconds, not {deadline}")


def set_aside(world: World, subject: object, subscription: Resource, place: Any, attempts: int) -> None:
    """Assert where messages are set aside that cannot be delivered, and that Pub/Sub may do so."""
    policy = subscription.get("deadLetterPolicy")
    if place is False:
        world.need(policy is None, subject, "its messages are set aside, and should be lost")
        return
    topic = world.recording.owner((policy or {}).get("deadLetterTopic"), TOPIC)
    if not world.need(topic, subject, "its messages are set aside nowhere") or topic is None:
        return
    if isinstance(place, str):
        world.need(topic == world.topic(world.design.nodes[place]), subject, f"messages are set aside in {topic}")
    count = (policy or {}).get("maxDeliveryAttempts")
    world.need(count == attempts, subject, f"messages are set aside after {count} attempts, not {attempts}")
    agent = world.agent()
    world.grant(subject, TOPIC_MEMBER, "roles/pubsub.publisher", agent, topic.outputs("name"))
    own = subscription.outputs("name")
    world.grant(subject, SUBSCRIPTION_MEMBER, "roles/pubsub.subscriber", agent, own)
    readers = world.subscriptions(topic)
    world.need(readers, subject, f"nothing keeps what is set aside in {topic}")
    world.claims |= {item.urn for item in readers} if not isinstance(place, str) else set()
    world.claims.add(topic.urn)
    for reader in readers if not isinstance(place, str) else []:
        world.need(reader.get("expirationPolicy") == {"ttl": ""}, reader, "it is deleted when nobody uses it")
        time = reader.get("messageRetentionDuration")
        world.need(time == "1209600s", reader, f"what is set aside waits {time}, not two weeks")


def limit(text: str) -> int:
    """Return how long a delivery may take, as Pub/Sub allows it."""
    return min(max(seconds(text), 10), 600)


def longest(called: Node) -> str:
    """Return how long code may take to answer."""
    return "300s" if called.kind == "container" else str(called.get("timeout"))


def queue_ways(world: World, queue: Node) -> list[Resource]:
    """Return the subscriptions of a queue: to its own topic, and to those that lead to it."""
    names = {queue.name, f"queue-{queue.name}", f"{queue.name}-queue"}
    into = world.design.flows_to(queue, "subscribe")
    sources = {flow.source.name for flow in into if flow.source.kind in ("topic", "event-bus")}
    wanted = names | {f"{queue.name}-from-{name}" for name in sources}
    return world.named(SUBSCRIPTION, queue, *wanted)


def queue_node(world: World, queue: Node) -> None:
    """A queue keeps messages as drawn, hands them on as drawn, and sets aside what fails too often."""
    consumers = world.design.flows_from(queue, "subscribe")
    ways = queue_ways(world, queue)
    world.need(ways, queue.id, "nothing keeps its messages")
    deadline = 60
    for flow in consumers[:1]:
        deadline = limit(str(flow.values.get("ack_deadline") or longest(flow.target)))
    if queue.get("visibility"):
        deadline = seconds(queue.get("visibility"))
    for way in ways:
        kept(world, queue.id, way, seconds(queue.get("retention")), deadline)
        ordered = bool(way.get("enableMessageOrdering"))
        world.need(ordered == bool(queue.get("fifo")), queue.id, f"order is kept: {ordered}")
        set_aside(world, queue.id, way, queue.get("dead_letters"), queue.get("max_receives"))
        if not consumers:
            world.need(way.get("pushConfig") is None, queue.id, "its messages are pushed, and nobody is drawn")


def queue_to_function(world: World, flow: Flow) -> None:
    """Every way into the queue calls the function."""
    for way in queue_ways(world, flow.source):
        pushed(world, flow, flow.target, way)


def topic_to_queue(world: World, flow: Flow) -> None:
    """One of the queue's subscriptions takes from the topic what is asked for."""
    topic = world.topic(flow.source)
    own = [item for item in queue_ways(world, flow.target) if item in world.subscriptions(topic)]
    if world.need(len(own) == 1, flow, f"{len(own)} subscriptions lead from the topic to the queue"):
        filtered(world, flow, own[0])


def straight(world: World, flow: Flow, topic: Resource | None) -> Resource | None:
    """Assert one subscription to a topic that calls the flow's function."""
    address = world.uri(flow.target)
    own = [item for item in world.subscriptions(topic) if item.get("pushConfig", "pushEndpoint") == address]
    own = [item for item in own if item.name == f"{flow.target.name}-from-{flow.source.name}"]
    if not world.need(len(own) == 1, flow, f"{len(own)} subscriptions call it"):
        return None
    way = own[0]
    pushed(world, flow, flow.target, way)
    deadline = limit(str(flow.values.get("ack_deadline") or longest(flow.target)))
    kept(world, flow, way, seconds(str(flow.values.get("retention") or "7d")), deadline)
    place = flow.values.get("dead_letters", True)
    set_aside(world, flow, way, place, flow.values.get("max_attempts", 5))
    return way


def topic_to_function(world: World, flow: Flow) -> None:
    """A subscription of the function's own takes what is asked for."""
    way = straight(world, flow, world.topic(flow.source))
    if way:
        filtered(world, flow, way)


def outward(world: World, flow: Flow) -> None:
    """A subscription hands what is asked for to a system outside, signed, as an account that may do nothing else."""
    topic, address = world.topic(flow.source), flow.target.get("url")
    own = [item for item in world.subscriptions(topic) if item.get("pushConfig", "pushEndpoint") == address]
    if not world.need(len(own) == 1, flow, f"{len(own)} subscriptions call {address}"):
        return
    way = own[0]
    token = way.get("pushConfig", "oidcToken") or {}
    world.need(token.get("audience") == address, flow, "its token is for something else")
    account = world.caller(token.get("serviceAccountEmail"))
    rights = [
        item
        for kind in MEMBERS
        for item in world.recording.of(kind)
        if account and item.get("member") == account.output("member")
    ]
    world.need(account and not rights, flow, f"who signs its messages has {len(rights)} rights")
    deadline = limit(str(flow.values.get("ack_deadline") or "10s"))
    kept(world, flow, way, seconds(str(flow.values.get("retention") or "7d")), deadline)
    set_aside(world, flow, way, flow.values.get("dead_letters", True), flow.values.get("max_attempts", 5))
    filtered(world, flow, way)


def told(world: World, flow: Flow, topics: list[Resource]) -> Resource | None:
    """Assert that a bucket tells one of the topics of its files, and may."""
    bucket = world.main(flow.source)
    places = {value for topic in topics for value in topic.outputs("id")}
    found = [
        item
        for item in world.recording.of(NOTIFICATION)
        if bucket and item.get("bucket") == bucket.output("name") and item.get("topic") in places
    ]
    found = [item for item in found if item.get("objectNamePrefix") == (flow.values.get("filter") or {}).get("prefix")]
    if not world.need(len(found) == 1, flow, f"the bucket tells of its files {len(found)} times"):
        return None
    world.claims.add(found[0].urn)
    topic = next(topic for topic in topics if found[0].get("topic") in topic.outputs("id"))
    right = world.grant(flow, TOPIC_MEMBER, "roles/pubsub.publisher", STORAGE_AGENT, topic.outputs("name"))
    near = right and right.parent == found[0].parent
    world.need(not near or right.urn in found[0].raw["dependencies"], flow, "the bucket is told to before it may")
    return topic


def files_to_function(world: World, flow: Flow) -> None:
    """A bucket tells a topic of its files, from which they reach the function."""
    topics = world.named(TOPIC, flow.target, f"{flow.source.name}-files-for-{flow.target.name}")
    topic = told(world, flow, topics)
    if topic:
        world.claims.add(topic.urn)
        straight(world, flow, topic)


def files_to_channel(world: World, flow: Flow) -> None:
    """A bucket tells a channel's topic of its files."""
    topic = world.topic(flow.target)
    if world.need(topic, flow, "it has no topic to tell") and topic:
        told(world, flow, [topic])


def to_files(world: World, flow: Flow) -> None:
    """A subscription writes what comes to a delivery stream into its bucket, which Pub/Sub may look at and write to."""
    stream = flow.source if flow.kind == "write" else flow.target
    write = world.design.flows_from(stream, "write")[0]
    bucket = world.main(write.target)
    if flow.kind == "write":
        agent = world.agent()
        for role in ("roles/storage.objectCreator", "roles/storage.legacyBucketReader"):
            places = bucket.outputs("name") if bucket else set()
            world.grant(flow, "gcp:storage/bucketIAMMember:BucketIAMMember", role, agent, places)
        # Without anything drawn to it, it takes what others publish to its topic.
        if world.design.flows_to(stream):
            return
    own = world.named(TOPIC, stream, stream.name)
    topic = world.topic(flow.source) if flow.kind == "subscribe" else (own[0] if own else None)
    ways = [item for item in world.subscriptions(topic) if item.get("cloudStorageConfig")]
    ways = [item for item in ways if bucket and item.get("cloudStorageConfig", "bucket") == bucket.output("name")]
    if not world.need(len(ways) == 1, flow, f"{len(ways)} subscriptions write its files"):
        return
    way = ways[0]
    kept(world, flow, way, 604_800, 600)
    files = way.get("cloudStorageConfig")
    size, interval = (stream.get("buffer") or {}).get("size", 5), (stream.get("buffer") or {}).get("interval", "5m")
    world.need(files.get("maxBytes") == size * 1_048_576, flow, f"a file is written at {files.get('maxBytes')} bytes")
    world.need(files.get("maxDuration") == f"{seconds(interval)}s", flow, f"or after {files.get('maxDuration')}")
    if flow.kind == "subscribe":
        filtered(world, flow, way)
    else:
        world.claims.add(topic.urn)
    if flow.kind == "publish":
        world.grant(flow, TOPIC_MEMBER, "roles/pubsub.publisher", world.member_of(flow.source), topic.outputs("name"))
        world.points(flow, topic.outputs("id"))
