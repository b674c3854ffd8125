"""A recording as Terraform writes a plan, for judges who read plans.

Pulumi's providers for AWS and Google Cloud are made from Terraform's, so types and arguments have the same names in
another spelling; what Terraform calls a block is a list, of one where Pulumi has an object. That for Azure is made from
Azure's own descriptions; `arm.py` is for it.
"""

import json
import re
from typing import Any

from independent.concrete import OUTPUT, concrete

# Types whose Terraform name is not the one that follows from Pulumi's token.
TYPES = {
    "aws:apigatewayv2/api:Api": "aws_apigatewayv2_api",
    "aws:appsync/graphQLApi:GraphQLApi": "aws_appsync_graphql_api",
    "aws:cloudfront/distribution:Distribution": "aws_cloudfront_distribution",
    "aws:cloudwatch/eventApiDestination:EventApiDestination": "aws_cloudwatch_event_api_destination",
    "aws:ec2/vpc:Vpc": "aws_vpc",
    "aws:ec2/subnet:Subnet": "aws_subnet",
    "aws:ec2/securityGroup:SecurityGroup": "aws_security_group",
    "aws:ec2/vpcEndpoint:VpcEndpoint": "aws_vpc_endpoint",
    "aws:ec2/flowLog:FlowLog": "aws_flow_log",
    "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream": "aws_kinesis_firehose_delivery_stream",
    "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig": "aws_lambda_provisioned_concurrency_config",
    "aws:opensearch/serverlessCollection:ServerlessCollection": "aws_opensearchserverless_collection",
    "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration": "aws_s3_bucket_cors_configuration",
    "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy": "aws_sqs_queue_redrive_allow_policy",
    "aws:sqs/queuePolicy:QueuePolicy": "aws_sqs_queue_policy",
    "aws:lb/loadBalancer:LoadBalancer": "aws_lb",
    "aws:lb/listener:Listener": "aws_lb_listener",
    "aws:lb/targetGroup:TargetGroup": "aws_lb_target_group",
    "aws:rds/proxy:Proxy": "aws_db_proxy",
    "gcp:projects/iAMMember:IAMMember": "google_project_iam_member",
    "gcp:pubsub/topicIAMMember:TopicIAMMember": "google_pubsub_topic_iam_member",
    "gcp:serviceaccount/account:Account": "google_service_account",
    "gcp:storage/bucketIAMMember:BucketIAMMember": "google_storage_bucket_iam_member",
}

# The providers that are made from Terraform's: their packages, and how types begin there.
PROVIDERS = {"aws": "aws", "gcp": "google"}

# Modules of Google's SDK that are written otherwise in Terraform's names.
GOOGLE = {
    "artifactregistry": "artifact_registry",
    "cloudfunctionsv2": "cloudfunctions2",
    "cloudrunv2": "cloud_run_v2",
    "secretmanager": "secret_manager",
}

# Modules of Pulumi's SDK that Terraform's names do not have, or have otherwise.
MODULES = {"cloudwatch/event": "cloudwatch_event", "cloudwatch/log": "cloudwatch_log", "s3/bucket": "s3_bucket"}

# Arguments that are maps and no blocks.
MAPS = {"variables", "tags", "tags_all", "request_parameters", "request_templates", "dimensions", "labels"}

# Arguments that are JSON text, which Pulumi's SDK also takes as objects.
DOCUMENTS = {"policy", "assume_role_policy", "event_pattern", "definition", "container_definitions"}


def snake(name: str) -> str:
    """Return a name in snake case."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()


def type_of(token: str) -> str:
    """Return the Terraform type of a Pulumi token: `aws_sqs_queue` of `aws:sqs/queue:Queue`."""
    if token in TYPES:
        return TYPES[token]
    package, _, rest = token.partition(":")
    begin = PROVIDERS.get(package, package)
    module, _, name = rest.partition("/")
    module = GOOGLE.get(module, module)
    own = snake(name.split(":")[-1])
    return f"{begin}_{module}_{own}" if not own.startswith(f"{module}_") else f"{begin}_{own}"


def block(name: str, value: Any) -> str:
    """Return an argument's name as a plan has it: blocks of which there may be several have no plural there."""
    several = isinstance(value, list) and value and all(isinstance(item, dict) for item in value)
    if not several or name == "container_definitions":
        return name
    for ending, singular in (("ies", "y"), ("xes", "x"), ("s", "")):
        if name.endswith(ending):
            return name.removesuffix(ending) + singular
    return name


def named(values: dict[str, Any]) -> dict[str, Any]:
    """Return arguments by the names that a plan has for them."""
    return {block(snake(key), value): argument(snake(key), value) for key, value in values.items()}


def argument(name: str, value: Any) -> Any:
    """Return an argument's value as a plan has it."""
    if name in DOCUMENTS and isinstance(value, dict):
        return json.dumps(value)
    if isinstance(value, dict):
        if set(value) & {"$asset", "$archive", "$resource"}:
            return next(iter(value.values()))
        return value if name in MAPS else [named(value)]
    if isinstance(value, list):
        return [named(item) if isinstance(item, dict) else argument(name, item) for item in value]
    return value


def address(design: str, item: dict[str, Any]) -> str:
    """Return a resource's address in the plan."""
    name = re.sub(r"\W+", "_", f"{design}_{item['urn']}")
    return f"{type_of(item['type'])}.{name}"


def references(value: Any, known: dict[str, str]) -> list[str]:
    """Return what a value refers to, as a configuration lists it."""
    found: list[str] = []
    for urn, output in OUTPUT.findall(json.dumps(value)):
        if urn in known:
            found += [f"{known[urn]}.{snake(output)}", known[urn]]
    return list(dict.fromkeys(found))


def plan(recordings: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Return one plan of all recordings."""
    resources: list[dict[str, Any]] = []
    changes: list[dict[str, Any]] = []
    configuration: list[dict[str, Any]] = []
    for design, recording in recordings.items():
        managed = [
            item for item in recording["resources"] if item["type"].partition(":")[0] in PROVIDERS and not item["read"]
        ]
        known = {item["urn"]: address(design, item) for item in managed}
        for item in managed:
            place = known[item["urn"]]
            kind, _, name = place.partition(".")
            values = named(concrete(item["inputs"]))
            common = {"address": place, "mode": "managed", "type": kind, "name": name}
            provider = kind.partition("_")[0]
            origin = f"registry.terraform.io/hashicorp/{provider}"
            resources.append({**common, "provider_name": origin, "values": values})
            changes.append({**common, "change": {"actions": ["create"], "before": None, "after": values}})
            expressions = {
                block(snake(key), value): {"references": found}
                for key, value in item["inputs"].items()
                if (found := references(value, known))
            }
            configuration.append({**common, "provider_config_key": provider, "expressions": expressions})
    return {
        "format_version": "1.2",
        "terraform_version": "1.9.0",
        "planned_values": {"root_module": {"resources": resources}},
        "resource_changes": changes,
        "configuration": {"root_module": {"resources": configuration}},
    }
