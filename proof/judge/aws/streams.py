"""Streams, and delivery streams that write files: what they must be, and who fills and empties them."""

from typing import Any

from judge.aws.access import READ_SHARDS, Access, give, give_key
from judge.aws.searches import opened
from judge.aws.watch import alarmed
from judge.aws.world import World
from judge.design import Flow, Node, retention, seconds
from judge.recording import Resource, as_list

LOGS = "aws:cloudwatch/logGroup:LogGroup"
LOG_STREAM = "aws:cloudwatch/logStream:LogStream"
BOTH = {"kms:Decrypt", "kms:GenerateDataKey"}
FRESH_DOCUMENTS = "DeliveryToAmazonOpenSearchServerless.DataFreshness"

# What Firehose does in a bucket: https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html#using-iam-s3
IN_BUCKET = Access({"s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"})
IN_FILES = Access({"s3:AbortMultipartUpload", "s3:PutObject"}, {"s3:GetObject"}, ("/*",))


def stream(world: World, node: Node, resource: Resource) -> None:
    """A stream is as drawn, encrypted, and watched."""
    shards = node.get("shards")
    mode = resource.get("streamModeDetails", "streamMode")
    wanted = "ON_DEMAND" if shards is None else "PROVISIONED"
    world.need(mode == wanted, node.id, f"its mode is {mode}, not {wanted}")
    world.need(resource.get("shardCount") == shards, node.id, f"it has {resource.get('shardCount')} shards")
    hours = -(-seconds(node.get("retention")) // 3600)
    stated = resource.get("retentionPeriod") or 24
    world.need(stated == hours, node.id, f"records are kept {stated} hours, not {hours}")
    world.need(resource.get("encryptionType") == "KMS", node.id, "its records are not encrypted")
    key = resource.get("kmsKeyId")
    managed = key == "alias/aws/kinesis" or node.get("encryption_key") is not None
    world.need(managed, node.id, f"{key} encrypts its records, which is not drawn")
    if node.get("alarms") is False:
        return
    names = resource.outputs("name")
    writing = alarmed(world, "WriteProvisionedThroughputExceeded", "StreamName", names)
    world.need(writing, node.id, "nobody is told when more is written than it takes")
    shared = [flow for flow in world.design.flows_from(node, "subscribe") if not flow.get("fan_out")]
    behind = alarmed(world, "GetRecords.IteratorAgeMilliseconds", "StreamName", names)
    world.need(behind or not shared, node.id, "nobody is told when its readers are behind")


def delivery_stream(world: World, node: Node, resource: Resource) -> None:
    """A delivery stream writes files or documents as drawn, keeps a log of what fails, and is watched."""
    searched = writes(world, node, "search")
    files = stored(resource)
    wanted = "opensearchserverless" if searched else "extended_s3"
    stated = resource.get("destination")
    world.need(stated == wanted, node.id, f"it writes to {stated}, not to {wanted}")
    if searched:
        documents(world, node, resource)
    size, interval = node.get("buffer", "size"), seconds(node.get("buffer", "interval"))
    same = {
        "bufferingSize": size,
        "bufferingInterval": interval,
        "compressionFormat": {"gzip": "GZIP", "none": "UNCOMPRESSED"}[node.get("compression")],
    }
    for key, wanted in same.items():
        world.need(files.get(key) == wanted, node.id, f"{key} is {files.get(key)}; the design says {wanted}")
    prefix, failures = str(files.get("prefix")), str(files.get("errorOutputPrefix"))
    drawn = node.get("prefix")
    fits = prefix == drawn if drawn else prefix.startswith(f"{node.name}/") and "!{timestamp:HH}" in prefix
    # Documents that were refused have only the names of failures.
    fits = fits if writes(world, node, "bucket") else files.get("prefix") is None
    world.need(fits, node.id, f"names of files begin with {prefix}")
    apart = "!{firehose:error-output-type}" in failures and not failures.startswith(prefix.partition("!{")[0])
    world.need(apart, node.id, f"what could not be written stands among the rest: {failures}")
    others = [
        stored(other).get("prefix")
        for other in world.recording.of(resource.type)
        if other != resource and stored(other).get("bucketArn") == files.get("bucketArn")
    ]
    world.need(prefix not in others, node.id, "another delivery stream gives files the same names")
    processing = files.get("processingConfiguration") or {}
    kinds = [one.get("type") for one in as_list(processing.get("processors"))] if processing.get("enabled") else []
    lines = searched or "AppendDelimiterToRecord" in kinds
    world.need(lines, node.id, "nothing stands between the records of a file")
    role = delivery_role(world, node, resource)
    logs = written(resource).get("cloudwatchLoggingOptions") or {}
    group = world.recording.owner(logs.get("logGroupName"), LOGS)
    line = world.recording.owner(logs.get("logStreamName"), LOG_STREAM)
    if (
        world.need(group and line and logs.get("enabled"), node.id, "deliveries that fail leave no log")
        and group
        and line
    ):
        world.need(line.get("logGroupName") in group.outputs("name", "id"), node.id, f"{line} is in another log group")
        wanted, stated = retention(node.get("log_retention")), group.get("retentionInDays")
        world.need(stated == wanted, node.id, f"its log is kept {stated} days, not {wanted}")
        world.grant(
            role, f"{node.id} (its log)", {"logs:PutLogEvents"}, {line.arn, f"{group.arn}:log-stream:{line.id}"}
        )
    sources = [flow for flow in world.design.flows_to(node, "subscribe") if flow.source.kind == "stream"]
    stated = resource.get("kinesisSourceConfiguration")
    world.need(bool(sources) == bool(stated), node.id, f"it reads {stated}, and {len(sources)} streams are drawn")
    own = resource.get("serverSideEncryption", "enabled") is True
    world.need(own != bool(sources), node.id, f"records that wait in it are encrypted: {own}")
    if node.get("alarms") is not False:
        names = resource.outputs("name")
        metric = FRESH_DOCUMENTS if searched else "DeliveryToS3.DataFreshness"
        told = alarmed(world, metric, "DeliveryStreamName", names)
        world.need(told, node.id, "nobody is told when deliveries fall behind")


def writes(world: World, node: Node, kind: str) -> bool:
    """Return whether a delivery stream writes to something of a kind."""
    return any(flow.target.kind == kind for flow in world.design.flows_from(node, "write"))


def written(resource: Resource) -> dict[str, Any]:
    """Return how a delivery stream writes: files, or documents."""
    found = resource.get("opensearchserverlessConfiguration") or resource.get("extendedS3Configuration")
    return found or {}


def stored(resource: Resource) -> dict[str, Any]:
    """Return how files are written: all that there is, copies of documents, or documents that were refused."""
    return written(resource).get("s3Configuration") or written(resource)


def documents(world: World, node: Node, resource: Resource) -> None:
    """Assert that documents go into an index of their own, and that what is refused is kept in a private bucket."""
    stated = written(resource)
    world.need(stated.get("indexName") == node.name, node.id, f"documents go into the index {stated.get('indexName')}")
    size, interval = node.get("buffer", "size"), seconds(node.get("buffer", "interval"))
    fits = (stated.get("bufferingSize"), stated.get("bufferingInterval")) == (size, interval)
    world.need(fits, node.id, "documents are gathered otherwise than drawn")
    drawn = writes(world, node, "bucket")
    mode, wanted = stated.get("s3BackupMode"), "AllDocuments" if drawn else "FailedDocumentsOnly"
    world.need(mode == wanted, node.id, f"the bucket gets {mode}, not {wanted}")
    same = stored(resource).get("roleArn") == stated.get("roleArn")
    world.need(same, node.id, "another role writes what is refused")
    if drawn:
        return
    store = world.recording.owner(stored(resource).get("bucketArn"), "aws:s3/bucket:Bucket")
    if not world.need(store, node.id, "what the collection refuses is lost") or store is None:
        return
    world.need(
        store not in world.resources.values(), node.id, f"what is refused goes to {store}, which is not drawn so"
    )
    world.claim(store, "failures")
    own = store.outputs("id", "bucket", "arn")
    role = world.recording.owner(stated.get("roleArn"), "aws:iam/role:Role")
    reason = f"{node.id} (its failures)"
    give(world, role, reason, store, IN_BUCKET)
    give(world, role, reason, store, IN_FILES)
    give_key(world, role, reason, store, BOTH)
    around = {item.type: item for item in world.recording.resources if item.get("bucket") in own}
    block = around.get("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock")
    names = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")
    world.need(block and all(block.get(name) is True for name in names), store, "it can be made public")
    kind = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"
    world.need(kind in around, store, "its files are not encrypted")
    rules = around.get("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration")
    gone = any(rule.get("expiration") for rule in as_list(rules.get("rules"))) if rules else False
    world.need(gone, store, "what was refused is kept for ever")


def writes_documents(world: World, flow: Flow) -> None:
    """A delivery stream writes to the collection, which lets it in."""
    resource, collection = world.main(flow.source), world.main(flow.target)
    if resource is None or collection is None:
        return
    stated = written(resource).get("collectionEndpoint")
    world.need(stated == collection.output("collectionEndpoint"), flow, f"it writes to {stated}")
    role = world.recording.owner(written(resource).get("roleArn"), "aws:iam/role:Role")
    opened(world, flow, collection, role)


def delivery_role(world: World, node: Node, resource: Resource) -> Resource | None:
    """Return the role with which a delivery stream writes, which is for it alone."""
    role = world.recording.owner(written(resource).get("roleArn"), "aws:iam/role:Role")
    if world.need(role, node.id, "it has no role") and role:
        services = {service for one in world.trusted(role) for service in one.services}
        world.need(services == {"firehose.amazonaws.com"}, node.id, f"its role is for {sorted(services)}")
        waits = [policy.urn in resource.raw["dependencies"] for policy, _ in world.role_policies(role)]
        world.need(all(waits), node.id, "it writes before its role has its permissions")
    return role


def writes_files(world: World, flow: Flow) -> None:
    """A delivery stream writes to the bucket, and may do so."""
    resource, bucket = world.main(flow.source), world.main(flow.target)
    if resource is None or bucket is None:
        return
    stated = stored(resource).get("bucketArn")
    world.need(stated == bucket.arn, flow, f"it writes to {stated}")
    role = world.recording.owner(stored(resource).get("roleArn"), "aws:iam/role:Role")
    give(world, role, flow, bucket, IN_BUCKET)
    give(world, role, flow, bucket, IN_FILES)
    give_key(world, role, flow, bucket, BOTH)


def stream_to_files(world: World, flow: Flow) -> None:
    """A delivery stream reads the stream by itself."""
    source, resource = world.main(flow.source), world.main(flow.target)
    if source is None or resource is None:
        return
    stated = resource.get("kinesisSourceConfiguration", "kinesisStreamArn")
    world.need(stated == source.arn, flow, f"it reads {stated}")
    role = world.recording.owner(resource.get("kinesisSourceConfiguration", "roleArn"), "aws:iam/role:Role")
    give(world, role, flow, source, READ_SHARDS)
    give_key(world, role, flow, source, {"kms:Decrypt"})
