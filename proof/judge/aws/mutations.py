"""Ways to break what programs for AWS register, each of which the judge must notice."""

import copy
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

from judge.aws.world import MAIN
from judge.breaks import Break, Data, adding, copy_of, dropping, exchanging, of, option, setting

ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy"


def each_statement(
    kind: str, change: Callable[[Data, list[Data], int], bool | None]
) -> Callable[[Data], Iterator[Break]]:
    """Break each statement of the policies of a type; the change says False where it does not apply."""

    def places(data: Data) -> Iterator[Break]:
        for at in of(data, kind):
            listed = data["resources"][at]["inputs"]["policy"]["Statement"]
            for number, item in enumerate(listed):
                trial = copy.deepcopy(data)
                again = trial["resources"][at]["inputs"]["policy"]["Statement"]
                if item.get("Effect") == "Allow" and change(trial, again, number) is not False:

                    def repeat(made: Data, at: int = at, number: int = number) -> None:
                        change(made, made["resources"][at]["inputs"]["policy"]["Statement"], number)

                    yield repeat

    return places


def drop_statement(_: Data, listed: list[Data], number: int) -> None:
    """Take a statement away."""
    listed.pop(number)


def any_resource(_: Data, listed: list[Data], number: int) -> bool:
    """Allow it on anything."""
    if "*" in listed[number]["Resource"]:
        return False
    listed[number]["Resource"] = ["*"]
    return True


def other_resource(data: Data, listed: list[Data], number: int) -> bool:
    """Allow it on another thing of the same type."""
    stated = listed[number]["Resource"]
    first = stated[0] if isinstance(stated, list) else stated
    urn = first[1:].split("#")[0]
    kind = urn.split("::")[0].split("$")[-1]
    others = [item["urn"] for item in data["resources"] if item["type"] == kind and item["urn"] != urn]
    if not others or not first.startswith("<"):
        return False
    listed[number]["Resource"] = [first.replace(urn, others[0])]
    return True


def more_actions(_: Data, listed: list[Data], number: int) -> None:
    """Allow one thing more."""
    actions = listed[number]["Action"]
    actions = actions if isinstance(actions, list) else [actions]
    listed[number]["Action"] = [*actions, actions[0].split(":")[0] + ":DeleteEverything"]


def all_actions(_: Data, listed: list[Data], number: int) -> None:
    """Allow all of a service's actions."""
    actions = listed[number]["Action"]
    first = actions[0] if isinstance(actions, list) else actions
    listed[number]["Action"] = [first.split(":")[0] + ":*"]


def no_condition(_: Data, listed: list[Data], number: int) -> bool:
    """Allow it whatever the circumstances."""
    return listed[number].pop("Condition", None) is not None


def anyone(_: Data, listed: list[Data], number: int) -> None:
    """Let anyone in."""
    listed[number]["Principal"] = "*"


def variables(data: Data) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the environment variables of each function that has some that point at something."""
    for at in of(data, "aws:lambda/function:Function"):
        found = data["resources"][at]["inputs"].get("environment", {}).get("variables", {})
        pointing = {name: value for name, value in found.items() if isinstance(value, str) and value.startswith("<")}
        if pointing:
            yield at, pointing


def lose_variable(data: Data) -> Iterator[Break]:
    """Take an environment variable away."""
    main = set(MAIN.values()) | {"aws:lambda/alias:Alias"}
    for at, found in variables(data):
        owners = {name: value[1:].split("#")[0].split("::")[0].split("$")[-1] for name, value in found.items()}
        for name in found:
            # What only belongs to something, such as the application of a user pool, may be there for convenience.
            if owners[name] not in main:
                continue

            def change(made: Data, at: int = at, name: str = name) -> None:
                made["resources"][at]["inputs"]["environment"]["variables"].pop(name)

            yield change


def swap_variables(data: Data) -> Iterator[Break]:
    """Let two environment variables of one function change places."""
    for at, found in variables(data):
        names = list(found)
        for left, right in pairwise(names):
            owners = {found[name][1:].split("#")[0] for name in (left, right)}
            if len(owners) == 2:

                def change(made: Data, at: int = at, left: str = left, right: str = right) -> None:
                    held = made["resources"][at]["inputs"]["environment"]["variables"]
                    held[left], held[right] = held[right], held[left]

                yield change


def cross_variables(data: Data) -> Iterator[Break]:
    """Let a variable point at what a variable of another function points at."""
    found = list(variables(data))
    for (at, mine), (_, other) in zip(found, found[1:] + found[:1], strict=True):
        name, value = next(iter(mine.items()))
        strange = next((item for item in other.values() if item not in mine.values()), None)
        if strange and value != strange:

            def change(made: Data, at: int = at, name: str = name, strange: str = strange) -> None:
                made["resources"][at]["inputs"]["environment"]["variables"][name] = strange

            yield change


def reveal_secret(data: Data) -> Iterator[Break]:
    """Write a secret's value in the clear."""
    for at in of(data, "aws:secretsmanager/secretVersion:SecretVersion"):
        for key, value in data["resources"][at]["inputs"].items():
            if isinstance(value, dict) and "$secret" in value:

                def change(made: Data, at: int = at, key: str = key) -> None:
                    made["resources"][at]["inputs"][key] = made["resources"][at]["inputs"][key]["$secret"]

                yield change


def attach_managed(data: Data) -> Iterator[Break]:
    """Attach a policy of AWS's own to a role."""
    for at in of(data, "aws:iam/role:Role"):

        def change(made: Data, at: int = at) -> None:
            role = made["resources"][at]
            made["resources"].append(
                {
                    **copy.deepcopy(role),
                    "urn": f"{role['parent']}$aws:iam/rolePolicyAttachment:RolePolicyAttachment::extra",
                    "type": "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
                    "name": "extra",
                    "inputs": {
                        "role": f"<{role['urn']}#name>",
                        "policyArn": "arn:aws:iam::aws:policy/AdministratorAccess",
                    },
                }
            )

        yield change


def trust_anyone(data: Data) -> Iterator[Break]:
    """Let anyone take a role."""
    for at in of(data, "aws:iam/role:Role"):

        def change(made: Data, at: int = at) -> None:
            made["resources"][at]["inputs"]["assumeRolePolicy"]["Statement"][0]["Principal"] = {"AWS": "*"}

        yield change


def lose_notification(data: Data) -> Iterator[Break]:
    """Announce files of a bucket to nobody."""
    for at in of(data, "aws:s3/bucketNotification:BucketNotification"):
        for key in ("lambdaFunctions", "queues", "topics", "eventbridge"):
            if data["resources"][at]["inputs"].get(key):
                yield lambda made, at=at, key=key: made["resources"][at]["inputs"].pop(key)


def lose_hook(data: Data) -> Iterator[Break]:
    """Take a step of signing up away, or give it to another step."""
    for at in of(data, "aws:cognito/userPool:UserPool"):
        for hook in data["resources"][at]["inputs"].get("lambdaConfig") or {}:

            def change(made: Data, at: int = at, hook: str = hook) -> None:
                config = made["resources"][at]["inputs"]["lambdaConfig"]
                config["verifyAuthChallengeResponse"] = config.pop(hook)

            yield change


def share_role(data: Data) -> Iterator[Break]:
    """Give two functions one role."""
    found = of(data, "aws:lambda/function:Function")
    for left, right in pairwise(found):

        def change(made: Data, left: int = left, right: int = right) -> None:
            made["resources"][left]["inputs"]["role"] = made["resources"][right]["inputs"]["role"]

        yield change


def unseal_queue(data: Data) -> Iterator[Break]:
    """Keep messages in the clear."""
    for at in of(data, "aws:sqs/queue:Queue"):
        if data["resources"][at]["read"]:
            continue

        def change(made: Data, at: int = at) -> None:
            for key in ("sqsManagedSseEnabled", "kmsMasterKeyId"):
                made["resources"][at]["inputs"].pop(key, None)

        yield change


def lose_schema(data: Data) -> Iterator[Break]:
    """Lose the types of an API that answers something."""
    resolvers = of(data, "aws:appsync/resolver:Resolver")
    answered = {data["resources"][at]["inputs"].get("apiId") for at in resolvers}
    for at in of(data, GRAPH):
        if f"<{data['resources'][at]['urn']}#id>" in answered:
            changed = {"schema": "type Query { version: String }"}
            yield lambda made, at=at, changed=changed: made["resources"][at]["inputs"].update(changed)


def each_rule(effect: str, field: str, value: object) -> Callable[[Data], Iterator[Break]]:
    """Break what the rules of buckets do to their files."""

    def places(data: Data) -> Iterator[Break]:
        for at in of(data, "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"):
            for number, rule in enumerate(data["resources"][at]["inputs"]["rules"]):
                if effect in rule:

                    def change(made: Data, at: int = at, number: int = number) -> None:
                        found = made["resources"][at]["inputs"]["rules"][number][effect]
                        (found[0] if isinstance(found, list) else found)[field] = value

                    yield change

    return places


def trace_otherwise(data: Data) -> Iterator[Break]:
    """Trace the calls of a function that is not to be traced, and the other way round."""
    for at in of(data, FUNCTION):
        mode = (data["resources"][at]["inputs"].get("tracingConfig") or {}).get("mode")
        other = {"mode": "PassThrough" if mode == "Active" else "Active"}
        yield lambda made, at=at, other=other: made["resources"][at]["inputs"].update({"tracingConfig": other})


def wait_for_nothing(data: Data) -> Iterator[Break]:
    """Let a stage of open connections be made before its API has a route."""
    for at in of(data, "aws:apigatewayv2/stage:Stage"):
        if data["resources"][at]["inputs"]["name"] != "$default":
            yield lambda made, at=at: made["resources"][at].update({"dependencies": []})


def in_states(change: Callable[[dict[str, Data], str], bool]) -> Callable[[Data], Iterator[Break]]:
    """Break the states of each state machine, those inside of others too; the change says where it does not apply."""

    def scopes(machine: Data) -> Iterator[dict[str, Data]]:
        yield machine["States"]
        for state in machine["States"].values():
            for part in [*state.get("Branches", []), *([state["ItemProcessor"]] if "ItemProcessor" in state else [])]:
                yield from scopes(part)

    def places(data: Data) -> Iterator[Break]:
        for at in of(data, MACHINE):
            for number, states in enumerate(scopes(data["resources"][at]["inputs"]["definition"])):
                for name in states:
                    if change(copy.deepcopy(states), name):

                        def repeat(made: Data, at: int = at, number: int = number, name: str = name) -> None:
                            change(list(scopes(made["resources"][at]["inputs"]["definition"]))[number], name)

                        yield repeat

    return places


def lose_field(field: str, *, also: str = "") -> Callable[[dict[str, Data], str], bool]:
    """Take a field of a state away, where it has another one too."""

    def change(states: dict[str, Data], name: str) -> bool:
        found = field in states[name] and (not also or also in states[name])
        states[name].pop(field, None)
        return found

    return change


def lead_elsewhere(field: str) -> Callable[[dict[str, Data], str], bool]:
    """Let a state lead to another one."""

    def change(states: dict[str, Data], name: str) -> bool:
        others = [other for other in states if other not in (name, states[name].get(field))]
        if field not in states[name] or not others:
            return False
        states[name][field] = others[-1]
        return True

    return change


def lead_failures_elsewhere(states: dict[str, Data], name: str) -> bool:
    """Let what fails in a state lead to another one."""
    rules = states[name].get("Catch") or [{}]
    others = [other for other in states if other not in (name, rules[0].get("Next"))]
    rules[0]["Next"] = others[0] if others else None
    return "Catch" in states[name] and bool(others)


def drop_state(states: dict[str, Data], name: str) -> bool:
    """Leave a state out."""
    return bool(states.pop(name))


def hand_on_nothing(states: dict[str, Data], name: str) -> bool:
    """Give a function nothing to work with."""
    return "Payload" in states[name].get("Arguments", {}) and states[name]["Arguments"].pop("Payload") is not None


def call_another(states: dict[str, Data], name: str) -> bool:
    """Let a state call the function that another one calls."""
    mine = states[name].get("Arguments", {}).get("FunctionName")
    others = [other.get("Arguments", {}).get("FunctionName") for other in states.values()]
    strange = [other for other in others if other not in (None, mine)]
    if mine is None or not strange:
        return False
    states[name]["Arguments"]["FunctionName"] = strange[0]
    return True


FUNCTION = "aws:lambda/function:Function"
MACHINE = "aws:sfn/stateMachine:StateMachine"
PERMISSION = "aws:lambda/permission:Permission"
MAPPING = "aws:lambda/eventSourceMapping:EventSourceMapping"
ROUTE = "aws:apigatewayv2/route:Route"
RULE = "aws:cloudwatch/eventRule:EventRule"
TARGET = "aws:cloudwatch/eventTarget:EventTarget"
QUEUE = "aws:sqs/queue:Queue"
QUEUE_POLICY = "aws:sqs/queuePolicy:QueuePolicy"
TOPIC_POLICY = "aws:sns/topicPolicy:TopicPolicy"
SUBSCRIPTION = "aws:sns/topicSubscription:TopicSubscription"
SCHEDULE = "aws:scheduler/schedule:Schedule"
TABLE = "aws:dynamodb/table:Table"
PIPE = "aws:pipes/pipe:Pipe"
AUTHORIZER = "aws:apigatewayv2/authorizer:Authorizer"
ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
GRAPH = "aws:appsync/graphQLApi:GraphQLApi"
EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint"
CLUSTER = "aws:rds/cluster:Cluster"
INSTANCE = "aws:rds/clusterInstance:ClusterInstance"
DATABASE_PROXY = "aws:rds/proxy:Proxy"
STREAM = "aws:kinesis/stream:Stream"
CONSUMER = "aws:kinesis/streamConsumer:StreamConsumer"
FILES = "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream"
KEY = "aws:kms/key:Key"
SITE = "aws:cloudfront/distribution:Distribution"
TASK = "aws:ecs/taskDefinition:TaskDefinition"
SERVICE = "aws:ecs/service:Service"
BALANCER = "aws:lb/loadBalancer:LoadBalancer"
LISTENER = "aws:lb/listener:Listener"
CACHE = "aws:elasticache/serverlessCache:ServerlessCache"
CACHE_USER = "aws:elasticache/user:User"
SEARCH_SECURITY = "aws:opensearch/serverlessSecurityPolicy:ServerlessSecurityPolicy"
ROTATION = "aws:secretsmanager/secretRotation:SecretRotation"
GIVEN_VALUE = "aws:secretsmanager/secretVersion:SecretVersion"
SEARCH_GROUP = "aws:opensearch/serverlessCollectionGroup:ServerlessCollectionGroup"
SEARCH_ACCESS = "aws:opensearch/serverlessAccessPolicy:ServerlessAccessPolicy"
INVOKE_CONFIG = "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig"

MUTATIONS: dict[str, Callable[[Data], Iterator[Break]]] = {
    "drop a statement of a role": each_statement(ROLE_POLICY, drop_statement),
    "allow a statement on any resource": each_statement(ROLE_POLICY, any_resource),
    "point a statement at another resource": each_statement(ROLE_POLICY, other_resource),
    "allow one action more": each_statement(ROLE_POLICY, more_actions),
    "allow all actions of a service": each_statement(ROLE_POLICY, all_actions),
    "allow a role something whatever the circumstances": each_statement(ROLE_POLICY, no_condition),
    "attach a managed policy": attach_managed,
    "let anyone take a role": trust_anyone,
    "give two functions one role": share_role,
    "lose an environment variable": lose_variable,
    "swap two environment variables": swap_variables,
    "point a variable at another function's thing": cross_variables,
    "drop a permission": dropping(PERMISSION),
    "let a service invoke for any source": setting(PERMISSION, "sourceArn", None),
    "let another service invoke": setting(PERMISSION, "principal", "iot.amazonaws.com"),
    "permit another function": exchanging(PERMISSION, "function"),
    "permit another source": exchanging(PERMISSION, "sourceArn"),
    "add a permission that is not drawn": copy_of(PERMISSION, sourceArn="<other::thing#arn>"),
    "drop an event source mapping": dropping(MAPPING),
    "feed a function from another source": exchanging(MAPPING, "eventSourceArn"),
    "feed another function": exchanging(MAPPING, "functionName"),
    "fail batches as a whole": setting(MAPPING, "functionResponseTypes", None),
    "change a batch size": setting(MAPPING, "batchSize", 77),
    "drop a route of an API": dropping(ROUTE),
    "hand a route to another integration": exchanging(ROUTE, "target"),
    "open a route to everyone": setting(ROUTE, "authorizerId", None),
    "change a route's path": setting(ROUTE, "routeKey", "GET /elsewhere"),
    "let integrations call another function": exchanging("aws:apigatewayv2/integration:Integration", "integrationUri"),
    "let in tokens of another application": setting(AUTHORIZER, "jwtConfiguration.audiences", ["other"]),
    "trust another issuer": setting(AUTHORIZER, "jwtConfiguration.issuer", "https://issuer.example"),
    "drop a rule": dropping(RULE),
    "match another event": setting(RULE, "eventPattern.detail-type", ["SomethingElse"]),
    "match every event": setting(RULE, "eventPattern.detail-type", None),
    "lose a filter of a rule": setting(RULE, "eventPattern.detail", None),
    "drop a target of a rule": dropping(TARGET),
    "hand events to another target": exchanging(TARGET, "arn"),
    "lose dead letters of a rule": setting(TARGET, "deadLetterConfig", None),
    "lose dead letters of a queue": setting(QUEUE, "redrivePolicy", None),
    "set messages aside elsewhere": exchanging(QUEUE, "redrivePolicy.deadLetterTargetArn"),
    "change how often a message is tried": setting(QUEUE, "redrivePolicy.maxReceiveCount", 999),
    "keep messages in the clear": unseal_queue,
    "hide messages too shortly": setting(QUEUE, "visibilityTimeoutSeconds", 1),
    "drop a statement of a queue's policy": each_statement(QUEUE_POLICY, drop_statement),
    "let a service send for any source": each_statement(QUEUE_POLICY, no_condition),
    "let anyone send to a queue": each_statement(QUEUE_POLICY, anyone),
    "drop a queue's policy": dropping(QUEUE_POLICY),
    "let anyone publish to a topic": each_statement(TOPIC_POLICY, anyone),
    "drop a subscription": dropping(SUBSCRIPTION, keep=lambda item: item["inputs"].get("protocol") == "email"),
    "subscribe another endpoint": setting(SUBSCRIPTION, "endpoint", "<other::thing#arn>"),
    "lose a filter of a subscription": setting(SUBSCRIPTION, "filterPolicy", None),
    "lose dead letters of a subscription": setting(SUBSCRIPTION, "redrivePolicy", None),
    "add a subscription that is not drawn": copy_of(
        SUBSCRIPTION, endpoint="https://elsewhere.example", protocol="https"
    ),
    "drop a schedule": dropping(SCHEDULE),
    "start something else": exchanging(SCHEDULE, "target.arn"),
    "start at another time": setting(SCHEDULE, "scheduleExpression", "cron(59 23 L * ? 1999)"),
    "lose the tags of a schedule": setting("aws:scheduler/scheduleGroup:ScheduleGroup", "tags", None),
    "start nothing": adding(SCHEDULE, state="DISABLED"),
    "start in another time zone": setting(SCHEDULE, "scheduleExpressionTimezone", "Pacific/Chatham"),
    "begin to read elsewhere": setting(MAPPING, "startingPosition", "AT_TIMESTAMP"),
    "try a bad batch for ever": setting(MAPPING, "maximumRetryAttempts", -1),
    "lose what a reader gives up": setting(MAPPING, "destinationConfig", None),
    "keep records in the clear": setting(STREAM, "encryptionType", "NONE"),
    "keep records for another time": setting(STREAM, "retentionPeriod", 99),
    "drop a reader's own channel": dropping(CONSUMER),
    "write files elsewhere": setting(FILES, "extendedS3Configuration.bucketArn", "<other::thing#arn>"),
    "read another stream into files": setting(
        FILES, "kinesisSourceConfiguration.kinesisStreamArn", "<other::thing#arn>"
    ),
    "write files without a log": setting(FILES, "extendedS3Configuration.cloudwatchLoggingOptions", None),
    "write records without anything between": setting(FILES, "extendedS3Configuration.processingConfiguration", None),
    "mix failures with files": setting(FILES, "extendedS3Configuration.errorOutputPrefix", None),
    "write documents elsewhere": setting(FILES, "opensearchserverlessConfiguration.collectionEndpoint", "elsewhere"),
    "write documents into another index": setting(FILES, "opensearchserverlessConfiguration.indexName", "other"),
    "write documents by no role": setting(FILES, "opensearchserverlessConfiguration.roleArn", None),
    "keep other copies of documents": setting(FILES, "opensearchserverlessConfiguration.s3BackupMode", "None"),
    "lose refused documents": setting(FILES, "opensearchserverlessConfiguration.s3Configuration.bucketArn", None),
    "let a collection grow": setting(SEARCH_GROUP, "capacityLimits.maxSearchCapacityInOcu", 512),
    "add a group of collections": copy_of(SEARCH_GROUP),
    "serve a site without TLS": setting(SITE, "defaultCacheBehavior.viewerProtocolPolicy", "allow-all"),
    "serve an API without TLS": setting(SITE, "orderedCacheBehaviors.viewerProtocolPolicy", "allow-all"),
    "serve other paths from an API": setting(SITE, "orderedCacheBehaviors.pathPattern", "/elsewhere/*"),
    "keep an API's answers": setting(SITE, "orderedCacheBehaviors.cachePolicyId", "other"),
    "serve a site from elsewhere": setting(SITE, "origins.domainName", "elsewhere.example"),
    "read a site's files unsigned": setting(SITE, "origins.originAccessControlId", None),
    "serve a site without headers that protect": setting(SITE, "defaultCacheBehavior.responseHeadersPolicyId", None),
    "let a page's paths lead nowhere": setting(SITE, "defaultCacheBehavior.functionAssociations", None),
    "take away a site's firewall": setting(SITE, "webAclId", None),
    "accept old TLS": setting(SITE, "viewerCertificate.minimumProtocolVersion", "TLSv1_2016"),
    "log a site's requests nowhere": dropping("aws:cloudwatch/logDelivery:LogDelivery"),
    "make a certificate elsewhere": setting("aws:acm/certificate:Certificate", "region", "eu-west-1"),
    "let anyone read a bucket": each_statement("aws:s3/bucketPolicy:BucketPolicy", anyone),
    "let CloudFront read for any site": each_statement("aws:s3/bucketPolicy:BucketPolicy", no_condition),
    "drop a field's resolver": dropping("aws:appsync/resolver:Resolver"),
    "answer a field elsewhere": exchanging("aws:appsync/resolver:Resolver", "dataSource"),
    "answer another field": setting("aws:appsync/resolver:Resolver", "field", "other"),
    "answer by other code": exchanging("aws:appsync/resolver:Resolver", "code"),
    "drop a data source": dropping("aws:appsync/dataSource:DataSource"),
    "ask another function for fields": exchanging("aws:appsync/dataSource:DataSource", "lambdaConfig.functionArn"),
    "ask another table for fields": exchanging("aws:appsync/dataSource:DataSource", "dynamodbConfig.tableName"),
    "reach data by another role": exchanging("aws:appsync/dataSource:DataSource", "serviceRoleArn"),
    "let anyone with a key ask": setting(GRAPH, "authenticationType", "API_KEY"),
    "deny whoever has signed in": setting(GRAPH, "userPoolConfig.defaultAction", "DENY"),
    "forget others who may ask": setting(GRAPH, "additionalAuthenticationProviders", None),
    "log what callers send along": setting(GRAPH, "logConfig.excludeVerboseContent", False),
    "log no requests for data": setting(GRAPH, "logConfig", None),
    "trace no requests for data": setting(GRAPH, "xrayEnabled", False),
    "lose a schema": lose_schema,
    "let a key end unsaid": setting("aws:appsync/apiKey:ApiKey", "expires", None),
    "drop a key for callers": dropping("aws:appsync/apiKey:ApiKey"),
    "lose a dashboard": dropping("aws:cloudwatch/dashboard:Dashboard"),
    "watch another region": setting(
        "aws:cloudwatch/dashboard:Dashboard", "dashboardBody.widgets.properties.region", "elsewhere"
    ),
    "share a dashboard's name": setting("aws:cloudwatch/dashboard:Dashboard", "dashboardName", "overview"),
    "tell nobody of costs": setting("aws:budgets/budget:Budget", "notifications", None),
    "never change a key": setting(KEY, "enableKeyRotation", False),
    "let a key be used from any account": each_statement(KEY, no_condition),
    "let anyone use a key": each_statement(KEY, anyone),
    "encrypt with another key": setting(STREAM, "kmsKeyId", "<other::thing#arn>"),
    "drop a pipe": dropping(PIPE),
    "take from another source by a pipe": exchanging(PIPE, "source"),
    "lose the enrichment of a pipe": setting(PIPE, "enrichment", None),
    "announce no files": lose_notification,
    "lose a step of signing up": lose_hook,
    "lose a failure destination": dropping(INVOKE_CONFIG),
    "try a call again once too often": setting(INVOKE_CONFIG, "maximumRetryAttempts", 7),
    "try a call for another time": setting(INVOKE_CONFIG, "maximumEventAgeInSeconds", 61),
    "open connections at another address": setting("aws:apigatewayv2/stage:Stage", "name", "elsewhere"),
    "let a stage of open connections wait for nothing": wait_for_nothing,
    "choose routes by something else": setting(
        "aws:apigatewayv2/api:Api", "routeSelectionExpression", "$request.body.other"
    ),
    "give no answer to a message": dropping("aws:apigatewayv2/routeResponse:RouteResponse"),
    "take the right to write logs away": dropping("aws:apigateway/account:Account"),
    "send mail from elsewhere": setting("aws:sesv2/emailIdentity:EmailIdentity", "emailIdentity", "else.example"),
    "lead a domain to another API": exchanging("aws:apigatewayv2/apiMapping:ApiMapping", "apiId"),
    "give an API another domain": setting("aws:apigatewayv2/domainName:DomainName", "domainName", "else.example"),
    "use a certificate before it is issued": dropping("aws:acm/certificateValidation:CertificateValidation"),
    "leave a domain without its record": dropping("aws:route53/record:Record"),
    "leave out a state": in_states(drop_state),
    "lead to another state": in_states(lead_elsewhere("Next")),
    "lead otherwise when no case holds": in_states(lead_elsewhere("Default")),
    "lead failures elsewhere": in_states(lead_failures_elsewhere),
    "catch no failure": in_states(lose_field("Catch")),
    "try a step no more": in_states(lose_field("Retry")),
    "forget what can be undone": in_states(lose_field("Assign", also="Retry")),
    "forget the answer of a step": in_states(lose_field("Output")),
    "call the function of another step": in_states(call_another),
    "hand nothing on to a step": in_states(hand_on_nothing),
    "let runs last for ever": setting(MACHINE, "definition.TimeoutSeconds", None),
    "make runs of another kind": setting(MACHINE, "type", "OTHER"),
    "log nothing of runs": setting(MACHINE, "loggingConfiguration.level", "OFF"),
    "write the data of runs into logs": setting(MACHINE, "loggingConfiguration.includeExecutionData", True),
    "trace no runs": setting(MACHINE, "tracingConfiguration.enabled", False),
    "keep runs in the clear": setting(MACHINE, "encryptionConfiguration", None),
    "keep old versions for another time": each_rule("noncurrentVersionExpiration", "noncurrentDays", 3000),
    "move files at another time": each_rule("transitions", "days", 3000),
    "move files to another storage": each_rule("transitions", "storageClass", "DEEP_ARCHIVE"),
    "keep a table without recovery": setting(TABLE, "pointInTimeRecovery.enabled", False),
    "keep a table in the clear": setting(TABLE, "serverSideEncryption.enabled", False),
    "let a production table be deleted": option(TABLE, "protect", False),
    "change a table's key": setting(TABLE, "hashKey", "other"),
    "let a bucket be public": setting(
        "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "blockPublicPolicy", False
    ),
    "let nothing out of a security group": dropping(EGRESS),
    "let nothing into a security group": dropping(INGRESS),
    "let more ports through": setting(EGRESS, "toPort", 65535),
    "let the world into a security group": adding(INGRESS, referencedSecurityGroupId=None, cidrIpv4="0.0.0.0/0"),
    "let in another security group": exchanging(INGRESS, "referencedSecurityGroupId"),
    "let out to another security group": exchanging(EGRESS, "referencedSecurityGroupId"),
    "add a rule that is not drawn": copy_of(EGRESS, fromPort=22, toPort=22),
    "place a function in other subnets": exchanging(FUNCTION, "vpcConfig.subnetIds"),
    "place a function in no network": setting(FUNCTION, "vpcConfig", None),
    "let two functions share a security group": exchanging(FUNCTION, "vpcConfig.securityGroupIds"),
    "drop an endpoint": dropping(ENDPOINT),
    "lead to another service": exchanging(ENDPOINT, "serviceName"),
    "let any account use an endpoint": each_statement(ENDPOINT, no_condition),
    "drop a NAT gateway": dropping("aws:ec2/natGateway:NatGateway"),
    "lead to the internet through another zone": exchanging("aws:ec2/natGateway:NatGateway", "subnetId"),
    "drop a route": dropping("aws:ec2/route:Route"),
    "let a private subnet out by itself": adding(
        "aws:ec2/route:Route", natGatewayId=None, gatewayId="<other::thing#id>"
    ),
    "use a range twice": exchanging("aws:ec2/subnet:Subnet", "cidrBlock"),
    "use a zone twice": exchanging("aws:ec2/subnet:Subnet", "availabilityZone"),
    "leave the default security group open": dropping("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"),
    "log nothing of a network": dropping("aws:ec2/flowLog:FlowLog"),
    "keep a database in the clear": setting(CLUSTER, "storageEncrypted", False),
    "give a database a password of its own": setting(CLUSTER, "manageMasterUserPassword", None),
    "let a database grow": setting(CLUSTER, "serverlessv2ScalingConfiguration.maxCapacity", 128),
    "keep fewer backups": setting(CLUSTER, "backupRetentionPeriod", 2),
    "let a database be deleted": setting(CLUSTER, "deletionProtection", False),
    "take no last snapshot": setting(CLUSTER, "skipFinalSnapshot", True),
    "put a database into other subnets": exchanging(CLUSTER, "dbSubnetGroupName"),
    "let two databases share a security group": exchanging(CLUSTER, "vpcSecurityGroupIds"),
    "keep no logs of a database": setting(CLUSTER, "enabledCloudwatchLogsExports", None),
    "let a database be public": adding(INSTANCE, publiclyAccessible=True),
    "drop an instance": dropping(INSTANCE),
    "accept connections in the clear": setting(
        "aws:rds/clusterParameterGroup:ClusterParameterGroup", "parameters.value", "0"
    ),
    "let a proxy take passwords": setting(DATABASE_PROXY, "defaultAuthScheme", None),
    "let a proxy take connections in the clear": setting(DATABASE_PROXY, "requireTls", False),
    "drop a proxy": dropping(DATABASE_PROXY),
    "run another image": setting(TASK, "containerDefinitions.image", "elsewhere.example/image:1"),
    "let a container write over its files": setting(TASK, "containerDefinitions.readonlyRootFilesystem", False),
    "let a container lose its variables": setting(TASK, "containerDefinitions.environment", []),
    "let a container lose its secrets": setting(TASK, "containerDefinitions.secrets", []),
    "give a container another's role": exchanging(TASK, "taskRoleArn"),
    "give a container other memory": setting(TASK, "memory", "120832"),
    "let people into a container": setting(SERVICE, "enableExecuteCommand", True),
    "keep what does not become healthy": setting(SERVICE, "deploymentCircuitBreaker.rollback", False),
    "give copies public addresses": setting(SERVICE, "networkConfiguration.assignPublicIp", True),
    "place a container in other subnets": exchanging(SERVICE, "networkConfiguration.subnets"),
    "undo what scaling did": option(SERVICE, "ignoreChanges", []),
    "scale no further": setting("aws:appautoscaling/target:Target", "maxCapacity", 1),
    "scale by nothing": dropping("aws:appautoscaling/policy:Policy"),
    "answer in the clear": setting(LISTENER, "defaultActions.type", "fixed-response"),
    "take old TLS": setting(LISTENER, "sslPolicy", "ELBSecurityPolicy-2016-08"),
    "open a balancer to the internet": setting(BALANCER, "internal", False),
    "lead APIs into another network": setting("aws:apigatewayv2/vpcLink:VpcLink", "subnetIds", ["<other::thing#id>"]),
    "ask for health elsewhere": setting("aws:lb/targetGroup:TargetGroup", "healthCheck.path", "/elsewhere"),
    "let a cache grow": setting(CACHE, "cacheUsageLimits.dataStorage.maximum", 4999),
    "let a user of a cache do anything": setting(CACHE_USER, "accessString", "on ~* +@all"),
    "let anyone be a user of a cache": setting(CACHE_USER, "authenticationMode.type", "password"),
    "drop a user of a cache": dropping(CACHE_USER),
    "give a cache another's users": exchanging(CACHE, "userGroupId"),
    "let two caches share a security group": setting(CACHE, "securityGroupIds", ["<other::thing#id>"]),
    "drop a policy of a collection": dropping(SEARCH_SECURITY),
    "open a collection to the internet": setting(SEARCH_SECURITY, "policy.AllowFromPublic", True),
    "let a role do more in a collection": setting(SEARCH_ACCESS, "policy.Rules.Permission", ["aoss:*"]),
    "let another role into a collection": exchanging(SEARCH_ACCESS, "policy.Principal"),
    "drop an access to a collection": dropping(SEARCH_ACCESS),
    "add an access to a collection": copy_of(SEARCH_ACCESS, type="data", policy=[{"Rules": [], "Principal": ["*"]}]),
    "write a secret in the clear": reveal_secret,
    "drop a rotation": dropping(ROTATION),
    "rotate seldom": setting(ROTATION, "rotationRules.automaticallyAfterDays", 999),
    "rotate by another function": setting(ROTATION, "rotationLambdaArn", "<other::thing#arn>"),
    "rotate another secret": exchanging(ROTATION, "secretId"),
    "put a first value back": option(GIVEN_VALUE, "ignoreChanges", []),
    "let a first value go": setting(GIVEN_VALUE, "versionStages", None),
    "keep logs for ever": setting("aws:cloudwatch/logGroup:LogGroup", "retentionInDays", None),
    "trace otherwise": trace_otherwise,
    "give a function other memory": setting(FUNCTION, "memorySize", 131),
    "give a function another timeout": setting(FUNCTION, "timeout", 601),
    "fix a function's name": lambda data: (
        (lambda made, at=at: made["resources"][at]["inputs"].update({"name": "fixed"})) for at in of(data, FUNCTION)
    ),
    "call the newest version at once": dropping("aws:lambda/alias:Alias"),
    "limit an API otherwise": setting("aws:apigatewayv2/stage:Stage", "defaultRouteSettings.throttlingRateLimit", 1),
    "watch another rule": setting(ALARM, "dimensions.RuleName", "another"),
    "watch another table": setting(ALARM, "dimensions.TableName", "another"),
    "watch another topic": setting(ALARM, "dimensions.TopicName", "another"),
    "watch another schedule": setting(ALARM, "dimensions.ScheduleGroup", "another"),
    "watch another collection": setting(ALARM, "dimensions.CollectionId", "another"),
    "watch another service's copies": setting(ALARM, "dimensions.ServiceName", "another"),
    "keep events in the clear": setting("aws:cloudwatch/eventBus:EventBus", "kmsKeyIdentifier", None),
    "keep old events in the clear": setting("aws:cloudwatch/eventArchive:EventArchive", "kmsKeyIdentifier", None),
    "tell nobody": dropping("aws:cloudwatch/metricAlarm:MetricAlarm"),
    "put a resource outside of all components": option(FUNCTION, "parent", ""),
    "leave the tagged provider": option(TABLE, "provider", ""),
    "forget that a policy must be there first": option(FUNCTION, "dependencies", []),
}

# Of alarms only those that the judge asks for are noticed: a program may have more.
TOLERATED = {"tell nobody"}
