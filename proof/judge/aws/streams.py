"""Streams, and delivery streams that write files: what they must be, and who fills and empties them."""

from judge.aws.access import READ_SHARDS, Access, give, give_key
from judge.aws.watch import alarmed
from judge.aws.world import World
from judge.design import Flow, Node, retention, seconds
from judge.recording import Resource, as_list

LOGS = "aws:cloudwatch/logGroup:LogGroup"
LOG_STREAM = "aws:cloudwatch/logStream:LogStream"
BOTH = {"kms:Decrypt", "kms:GenerateDataKey"}

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
    """A delivery stream writes files as drawn, keeps a log of what fails, and is watched."""
    files = resource.get("extendedS3Configuration") or {}
    world.need(resource.get("destination") == "extended_s3", node.id, "it does not write to a bucket")
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
    world.need(fits, node.id, f"names of files begin with {prefix}")
    apart = "!{firehose:error-output-type}" in failures and not failures.startswith(prefix.partition("!{")[0])
    world.need(apart, node.id, f"what could not be written stands among the rest: {failures}")
    others = [
        other.get("extendedS3Configuration", "prefix")
        for other in world.recording.of(resource.type)
        if other != resource and other.get("extendedS3Configuration", "bucketArn") == files.get("bucketArn")
    ]
    world.need(prefix not in others, node.id, "another delivery stream gives files the same names")
    processing = files.get("processingConfiguration") or {}
    kinds = [one.get("type") for one in as_list(processing.get("processors"))] if processing.get("enabled") else []
    world.need("AppendDelimiterToRecord" in kinds, node.id, "nothing stands between the records of a file")
    role = delivery_role(world, node, resource)
    logs = resource.get("extendedS3Configuration", "cloudwatchLoggingOptions") or {}
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
        told = alarmed(world, "DeliveryToS3.DataFreshness", "DeliveryStreamName", names)
        world.need(told, node.id, "nobody is told when deliveries fall behind")


def delivery_role(world: World, node: Node, resource: Resource) -> Resource | None:
    """Return the role with which a delivery stream writes, which is for it alone."""
    role = world.recording.owner(resource.get("extendedS3Configuration", "roleArn"), "aws:iam/role:Role")
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
    stated = resource.get("extendedS3Configuration", "bucketArn")
    world.need(stated == bucket.arn, flow, f"it writes to {stated}")
    role = world.recording.owner(resource.get("extendedS3Configuration", "roleArn"), "aws:iam/role:Role")
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
