"""A recording's made-up outputs as what AWS would answer, so that judges who know AWS recognise them."""

import re
from typing import Any

ACCOUNT = "123456789012"
REGION = "eu-west-1"

# The ARN of each type that policies speak of, from AWS's service authorization reference.
ARNS = {
    "apigatewayv2/api": "execute-api:{region}:{account}:api123",
    "appsync/graphQLApi": "appsync:{region}:{account}:apis/api123",
    "cloudwatch/eventApiDestination": "events:{region}:{account}:api-destination/{name}/12345678",
    "cloudwatch/eventBus": "events:{region}:{account}:event-bus/{name}",
    "cloudwatch/eventConnection": "events:{region}:{account}:connection/{name}/12345678",
    "cloudwatch/eventRule": "events:{region}:{account}:rule/{name}",
    "cloudwatch/logGroup": "logs:{region}:{account}:log-group:/aws/lambda/{name}",
    "cloudwatch/metricAlarm": "cloudwatch:{region}:{account}:alarm:{name}",
    "cognito/userPool": "cognito-idp:{region}:{account}:userpool/eu-west-1_abc123",
    "cloudwatch/logStream": "logs:{region}:{account}:log-group:/aws/kinesisfirehose/{name}:log-stream:{name}",
    "dynamodb/table": "dynamodb:{region}:{account}:table/{name}",
    "ecs/cluster": "ecs:{region}:{account}:cluster/{name}",
    "ecs/service": "ecs:{region}:{account}:service/{name}/{name}",
    "elasticache/serverlessCache": "elasticache:{region}:{account}:serverlesscache:{name}",
    "iam/role": "iam::{account}:role/{name}",
    "kinesis/firehoseDeliveryStream": "firehose:{region}:{account}:deliverystream/{name}",
    "kinesis/stream": "kinesis:{region}:{account}:stream/{name}",
    "ecs/taskDefinition": "ecs:{region}:{account}:task-definition/{name}:1",
    "elasticache/user": "elasticache:{region}:{account}:user:{name}",
    "kinesis/streamConsumer": "kinesis:{region}:{account}:stream/clicks/consumer/{name}:1",
    "kms/key": "kms:{region}:{account}:key/12345678-1234-1234-1234-123456789012",
    "lambda/alias": "lambda:{region}:{account}:function:{name}:live",
    "lambda/function": "lambda:{region}:{account}:function:{name}",
    "opensearch/serverlessCollection": "aoss:{region}:{account}:collection/abc123",
    "pipes/pipe": "pipes:{region}:{account}:pipe/{name}",
    "rds/cluster": "rds:{region}:{account}:cluster:{name}",
    "rds/proxy": "rds:{region}:{account}:db-proxy:prx-{name}",
    "s3/bucket": "s3:::{name}",
    "scheduler/scheduleGroup": "scheduler:{region}:{account}:schedule-group/{name}",
    "secretsmanager/secret": "secretsmanager:{region}:{account}:secret:{name}-AbCdEf",
    "ses/emailIdentity": "ses:{region}:{account}:identity/{name}.example",
    "sesv2/emailIdentity": "ses:{region}:{account}:identity/{name}.example",
    "sfn/stateMachine": "states:{region}:{account}:stateMachine:{name}",
    "sns/topic": "sns:{region}:{account}:{name}",
    "sqs/queue": "sqs:{region}:{account}:{name}",
    "ssm/parameter": "ssm:{region}:{account}:parameter/{name}",
    "cloudfront/distribution": "cloudfront::{account}:distribution/ABC123",
}

# What provider functions answer, as the recorders make it up.
PLAIN = {
    "<given-key#arn>": f"arn:aws:kms:{REGION}:{ACCOUNT}:key/12345678-1234-1234-1234-123456789012",
    "<account>": ACCOUNT,
    "<partition>": "aws",
    "<region>": REGION,
}

OUTPUT = re.compile(r"<([^<>#]+)#([A-Za-z0-9.]+)>")


def output(urn: str, name: str) -> str:
    """Return what AWS would answer for an output of a resource."""
    chain, _, own = urn.partition("::")
    kind = chain.split("$")[-1].split(":")[1] if ":" in chain else ""
    if name.endswith("secretArn"):
        return f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:{own}-AbCdEf"
    if name.lower().endswith("arn") and kind in ARNS:
        arn = f"arn:aws:{ARNS[kind].format(region=REGION, account=ACCOUNT, name=own)}"
        return f"{arn}/stream/2026-01-01" if name == "streamArn" else arn
    return f"https://{own}.example" if name in ("url", "apiEndpoint") else own


def concrete(value: Any) -> Any:
    """Return the value with each made-up output replaced, and secrets opened."""
    if isinstance(value, dict):
        if set(value) == {"$secret"}:
            return concrete(value["$secret"])
        return {key: concrete(item) for key, item in value.items()}
    if isinstance(value, list):
        return [concrete(item) for item in value]
    if isinstance(value, str):
        for made_up, answer in PLAIN.items():
            value = value.replace(made_up, answer)
        return OUTPUT.sub(lambda match: output(match[1], match[2]), value)
    return value
