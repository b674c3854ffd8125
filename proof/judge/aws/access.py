"""Permissions: what each flow gives a role, and whether each statement has such a reason.

The table is written from AWS's service authorization reference, not from any exporter.
"""

from dataclasses import dataclass, field

from judge.aws.world import Function, World
from judge.design import Flow, Node
from judge.recording import Resource, Statement, as_list

# Actions without permissions on single resources, so that `*` is the only resource they take.
ONLY_STAR = {
    "xray:PutTraceSegments": "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html",
    "xray:PutTelemetryRecords": "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html",
    # What Lambda needs to place a function in a network. The interfaces are not there yet when the role is checked, so
    # Lambda asks for all of them; that the function's own code may not is asserted where they are given.
    "ec2:AssignPrivateIpAddresses": "https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html",
    "ec2:CreateNetworkInterface": "https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html",
    "ec2:DeleteNetworkInterface": "https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html",
    "ec2:DescribeNetworkInterfaces": "https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html",
    "ec2:DescribeSubnets": "https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html",
    "ec2:UnassignPrivateIpAddresses": "https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html",
    "xray:GetSamplingRules": "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html",
    "xray:GetSamplingTargets": "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html",
    # Log delivery is set up for the account: https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html
    **{
        f"logs:{action}": "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html"
        for action in (
            "CreateLogDelivery",
            "DeleteLogDelivery",
            "DescribeLogGroups",
            "DescribeResourcePolicies",
            "GetLogDelivery",
            "ListLogDeliveries",
            "PutResourcePolicy",
            "UpdateLogDelivery",
        )
    },
}
ONLY_STAR["ecr:GetAuthorizationToken"] = (
    "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html"
)
TRACES = {"xray:PutTraceSegments", "xray:PutTelemetryRecords"}


@dataclass(frozen=True)
class Access:
    """Actions on one resource, or on what lies below it."""

    required: set[str]
    optional: set[str] = field(default_factory=set)
    below: tuple[str, ...] = ("",)
    """What may follow the resource's ARN; any one of them serves."""
    output: str = "arn"


READ_TABLE = Access(
    {"dynamodb:GetItem", "dynamodb:Query"},
    {"dynamodb:BatchGetItem", "dynamodb:ConditionCheckItem"},
)
SCAN_TABLE = Access({"dynamodb:Scan"})
WRITE_TABLE = Access(
    {"dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem"},
    {"dynamodb:BatchWriteItem", "dynamodb:ConditionCheckItem"},
)
READ_OBJECTS = Access({"s3:GetObject"}, {"s3:GetObjectVersion"}, ("/*",))
WRITE_OBJECTS = Access({"s3:PutObject", "s3:DeleteObject"}, {"s3:AbortMultipartUpload"}, ("/*",))
LIST_OBJECTS = Access(set(), {"s3:ListBucket"})
READ_USERS = Access(
    {"cognito-idp:AdminGetUser", "cognito-idp:ListUsers"},
    {"cognito-idp:AdminListGroupsForUser", "cognito-idp:ListGroups", "cognito-idp:ListUsersInGroup"},
)
WRITE_USERS = Access(
    {"cognito-idp:AdminCreateUser", "cognito-idp:AdminUpdateUserAttributes", "cognito-idp:AdminDeleteUser"},
    {
        "cognito-idp:AdminSetUserPassword",
        "cognito-idp:AdminConfirmSignUp",
        "cognito-idp:AdminDisableUser",
        "cognito-idp:AdminEnableUser",
        "cognito-idp:AdminAddUserToGroup",
        "cognito-idp:AdminRemoveUserFromGroup",
        "cognito-idp:AdminResetUserPassword",
        "cognito-idp:AdminUserGlobalSignOut",
    },
)
READ_STREAM = Access(
    {"dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"},
    output="streamArn",
)
READ_SHARDS = Access(
    {
        "kinesis:DescribeStream",
        "kinesis:DescribeStreamSummary",
        "kinesis:GetRecords",
        "kinesis:GetShardIterator",
        "kinesis:ListShards",
    }
)
SUBSCRIBE_TO_SHARDS = Access({"kinesis:SubscribeToShard"}, {"kinesis:DescribeStreamConsumer"})
TAKE_MESSAGES = Access(
    {"sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"},
    {"sqs:ChangeMessageVisibility"},
)
SEND = {
    "queue": Access({"sqs:SendMessage"}),
    "topic": Access({"sns:Publish"}),
    "event-bus": Access({"events:PutEvents"}),
    # AWS's own services put one record at a time.
    "stream": Access({"kinesis:PutRecord"}),
    "delivery-stream": Access({"firehose:PutRecord"}),
}
PUT_RECORDS = Access({"kinesis:PutRecord", "kinesis:PutRecords"})
PUT_INTO_FILES = Access({"firehose:PutRecord", "firehose:PutRecordBatch"})

# What the source of a flow may do to its target, by flow kind and the target's kind.
ON_TARGET: dict[tuple[str, str], list[Access]] = {
    ("read", "table"): [READ_TABLE],
    ("write", "table"): [WRITE_TABLE],
    ("read-write", "table"): [READ_TABLE, WRITE_TABLE],
    ("read", "bucket"): [READ_OBJECTS, LIST_OBJECTS],
    ("write", "bucket"): [WRITE_OBJECTS],
    ("read-write", "bucket"): [READ_OBJECTS, WRITE_OBJECTS, LIST_OBJECTS],
    ("read", "user-pool"): [READ_USERS],
    ("write", "user-pool"): [WRITE_USERS],
    ("read-write", "user-pool"): [READ_USERS, WRITE_USERS],
    ("use", "secret"): [Access({"secretsmanager:GetSecretValue"}, {"secretsmanager:DescribeSecret"})],
    ("use", "parameter"): [Access({"ssm:GetParameter"}, {"ssm:GetParameters"})],
    ("use", "user-pool"): [
        Access(
            {"cognito-idp:DescribeUserPool"},
            {
                "cognito-idp:DescribeUserPoolClient",
                "cognito-idp:ListUserPoolClients",
                # Signing people in on their behalf, which is what an application is known for.
                "cognito-idp:AdminInitiateAuth",
                "cognito-idp:AdminRespondToAuthChallenge",
            },
        )
    ],
    ("publish", "queue"): [SEND["queue"]],
    ("publish", "topic"): [SEND["topic"]],
    ("publish", "event-bus"): [SEND["event-bus"]],
    ("publish", "stream"): [PUT_RECORDS],
    ("publish", "delivery-stream"): [PUT_INTO_FILES],
}


def give_event(world: World, role: Resource | None, flow: Flow, bus: Resource, event: object) -> None:
    """Assert that what a role may publish on a bus is this one event."""
    for item in allowed(world, role) if role else []:
        if "events:PutEvents" in item.actions and bus.arn in item.resources:
            stated = sorted(map(str, item.condition_values("events:detail-type")))
            world.need(stated == [event], flow, f"{role} may publish {stated or 'any event'}, not {event} alone")


def give(world: World, role: Resource | None, reason: object, target: Resource, access: Access) -> None:
    """Give a role access to a resource."""
    arns = {target.output(access.output) + below for below in access.below}
    world.grant(role, reason, access.required, arns, access.optional)


def give_target(world: World, flow: Flow, role: Resource | None) -> None:
    """Give a role what the flow allows on its target, the key that encrypts it included."""
    target = world.main(flow.target)
    if target is None:
        return
    for access in ON_TARGET[flow.kind, flow.target.kind]:
        give(world, role, flow, target, access)
    if flow.values.get("scan") is True:
        give(world, role, flow, target, SCAN_TABLE)
    if flow.target.kind == "table" and flow.kind != "write":
        give_indexes(world, role, flow, flow.target, target)
    if flow.target.kind == "delivery-stream":
        # Firehose encrypts what waits in it by a grant of its own.
        return
    reads = flow.kind in ("read", "use")
    give_key(world, role, flow, target, {"kms:Decrypt"} if reads else {"kms:Decrypt", "kms:GenerateDataKey"})


def give_indexes(world: World, role: Resource | None, flow: Flow, node: Node, table: Resource) -> None:
    """Give a reader of a table its indexes, all at once or each by name."""
    indexes = as_list(node.get("indexes"))
    if not indexes:
        return
    required = {"dynamodb:Query"}
    if flow.values.get("scan") is True:
        required = {"dynamodb:Query", "dynamodb:Scan"}
    together = f"{table.arn}/index/*"
    stated = {resource for statement in allowed(world, role) for resource in statement.resources}
    if together in stated:
        world.grant(role, flow, required, {together})
        return
    for index in indexes:
        world.grant(role, flow, required, {f"{table.arn}/index/{index['name']}"})


# What stands for the ARN of a key that was there before, and that the program looks up.
GIVEN_KEY = "<given-key#arn>"


def stated_keys(world: World, resource: Resource) -> list[object]:
    """Return what a resource, or what belongs to it, says about the key that encrypts it."""
    own = resource.outputs("id", "bucket", "arn", "name")
    settings = [resource.get("kmsMasterKeyId"), resource.get("kmsKeyId"), resource.get("kmsKeyIdentifier")]
    settings += [resource.get("serverSideEncryption", "kmsKeyArn"), resource.get("keyId")]
    settings += [resource.get("serverSideEncryption", "keyArn"), resource.get("encryptionConfiguration", "kmsKeyId")]
    for item in world.recording.of("aws:opensearch/serverlessSecurityPolicy:ServerlessSecurityPolicy"):
        if resource.get("name") and item.get("name") == resource.get("name"):
            settings.append(item.get("policy", "KmsARN"))
    kind = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"
    for item in world.recording.of(kind):
        if item.get("bucket") in own:
            settings.append(item.get("rules", "applyServerSideEncryptionByDefault", "kmsMasterKeyId"))
    return settings


def key_of(world: World, resource: Resource) -> Resource | None:
    """Return the key of the program that encrypts a resource, if one does."""
    keys = (world.recording.owner(value, "aws:kms/key:Key") for value in stated_keys(world, resource))
    return next((key for key in keys if key), None)


def key_arn(world: World, resource: Resource) -> str | None:
    """Return the ARN of the customer's key that encrypts a resource, the program's own or one that was there."""
    key = key_of(world, resource)
    if key:
        return key.arn
    return GIVEN_KEY if GIVEN_KEY in stated_keys(world, resource) else None


def give_key(world: World, role: Resource | None, reason: object, resource: Resource, actions: set[str]) -> None:
    """Give a role the use of the key that encrypts a resource, where a key of ours does."""
    arn = key_arn(world, resource)
    # EventBridge uses the key of a bus itself, for whoever publishes there.
    if arn and resource.type != "aws:cloudwatch/eventBus:EventBus":
        optional = {"kms:Decrypt", "kms:GenerateDataKey"}
        world.grant(role, f"{reason} (its key)", actions, {arn}, optional)


def give_start(world: World, role: Resource | None, flow: Flow, target: Resource, *, waits: bool) -> None:
    """Give a role the start of runs; whoever waits for their end reads what an encrypted one gives back."""
    give(world, role, flow, target, Access({"states:StartSyncExecution" if waits else "states:StartExecution"}))
    if waits:
        give_key(world, role, flow, target, {"kms:Decrypt"})


def allowed(world: World, role: Resource | None) -> list[Statement]:
    """Return the statements of a role's policies that allow something."""
    if role is None:
        return []
    policies = world.role_policies(role)
    return [item for _, found in policies for item in found if item.effect == "Allow"]


def give_runtime(world: World, function: Function) -> None:
    """Give a function what needs no flow: its own logs and, where it is traced, traces."""
    node, role = function.node, function.role
    logs = world.recording.owner(function.resource.get("loggingConfig", "logGroup"), "aws:cloudwatch/logGroup:LogGroup")
    if logs:
        places = {f"{logs.arn}:*", f"{logs.arn}:log-stream:*"}
        world.grant(role, f"{node.id} (its logs)", {"logs:CreateLogStream", "logs:PutLogEvents"}, places)
    if node.get("tracing"):
        world.grant(role, f"{node.id} (its traces)", TRACES, {"*"})


def judge_roles(world: World) -> None:
    """Assert that each role has what it was given, and nothing else."""
    for role in world.recording.of("aws:iam/role:Role"):
        grants = world.grants.get(role.urn, [])
        has = allowed(world, role)
        for grant in grants:
            for action in sorted(grant.required):
                there = any(action in item.actions and grant.resources & set(item.resources) for item in has)
                places = " or ".join(sorted(grant.resources))
                world.need(there, grant.reason, f"{role} does not allow {action} on {places}")
        world.need(grants, role, "nothing in the design needs this role")
        for policy, found in world.role_policies(role):
            for item in found:
                judge_statement(world, role, policy, item)
        judge_attachments(world, role)
        judge_trust(world, role)


def judge_statement(world: World, role: Resource, policy: Resource, item: Statement) -> None:
    """Assert that something drawn explains each action of a statement on each resource."""
    grants = world.grants.get(role.urn, [])
    if item.effect != "Allow":
        return
    world.need("NotAction" not in item.raw, policy, "a statement allows everything but something (NotAction)")
    world.need("NotResource" not in item.raw, policy, "a statement allows all resources but some (NotResource)")
    for action in item.actions:
        world.need("*" not in action, policy, f"a statement allows the actions {action}")
        for resource in item.resources:
            if resource == "*":
                texts = action == "sns:Publish" and taken_by(world, role) == {"cognito-idp.amazonaws.com"}
                world.need(action in ONLY_STAR or texts, policy, f"{action} is allowed on any resource")
            reasons = [grant.reason for grant in grants if action in grant.permitted and resource in grant.resources]
            if world.need(reasons, policy, f"nothing in the design explains {action} on {resource} of {role}"):
                world.accounted += 1


def taken_by(world: World, role: Resource) -> set[str]:
    """Return the services that may take a role."""
    return {service for item in world.trusted(role) for service in item.services}


def judge_attachments(world: World, role: Resource) -> None:
    """Assert that no policy of AWS's own is attached: those allow more than a flow needs."""
    own = role.outputs("id", "name", "arn")
    for item in world.recording.of("aws:iam/rolePolicyAttachment:RolePolicyAttachment"):
        if item.get("role") in own:
            policy = world.recording.owner(item.get("policyArn"), "aws:iam/policy:Policy")
            world.need(policy, item, f"{role} has the managed policy {item.get('policyArn')}")
    managed = as_list(role.get("managedPolicyArns"))
    world.need(not managed, role, f"it has the managed policies {managed}")


def judge_trust(world: World, role: Resource) -> None:
    """Assert that one service may take the role and, where another could misuse it, only for this account's things."""
    for item in world.trusted(role):
        world.need(
            len(item.services) == 1 and not item.others,
            role,
            f"{sorted(item.services + item.others)} may take it; one service should",
        )
        # Lambda passes no source when it takes a function's role.
        if item.services and item.services[0] in (
            "scheduler.amazonaws.com",
            "pipes.amazonaws.com",
            "firehose.amazonaws.com",
        ):
            source = item.condition_values("aws:SourceArn") + item.condition_values("aws:SourceAccount")
            world.need(source, role, f"{item.services[0]} may take it for any account's resources")
