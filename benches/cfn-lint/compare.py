"""Times `pulumi-designer validate` and cfn-lint on systems of like size, in turn, and prints the ratio."""

import argparse
import json
import resource
import statistics
import subprocess
import tempfile
from pathlib import Path

ACCOUNT_POLICY = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
    ],
}


def design(groups: int) -> str:
    """A design of groups of five nodes: two functions and a table behind an API, a queue, a consumer of events."""
    lines = [
        "version: 1",
        "name: bench",
        "provider: aws",
        "region: eu-west-1",
        "environments: { dev: {}, prod: {} }",
        "services:",
        "  shared:",
        "    nodes:",
        "      api: { kind: http-api }",
        "      bus: { kind: event-bus }",
    ]
    flows = ["flows:"]
    for group in range(groups):
        service = f"service-{group}"
        lines += [
            f"  {service}:",
            "    nodes:",
            "      place: { kind: function, memory: 512 }",
            "      items: { kind: table, key: { partition: id } }",
            "      tasks: { kind: queue }",
            "      work: { kind: function, timeout: 30s }",
            "      tell: { kind: function }",
        ]
        event = f"Thing{group}Placed"
        flows += [
            f"  - {{ kind: route, from: shared.api, to: {service}.place, method: GET, path: /s{group}, auth: iam }}",
            f"  - {{ kind: write, from: {service}.place, to: {service}.items }}",
            f"  - {{ kind: publish, from: {service}.place, to: {service}.tasks }}",
            f"  - {{ kind: subscribe, from: {service}.tasks, to: {service}.work }}",
            f"  - {{ kind: publish, from: {service}.work, to: shared.bus, event: {event} }}",
            f"  - {{ kind: subscribe, from: shared.bus, to: {service}.tell, event: {event} }}",
            f"  - {{ kind: read, from: {service}.tell, to: {service}.items }}",
        ]
    return "\n".join(lines + flows) + "\n"


def function(resources: dict[str, object], name: str, statements: list[object], timeout: int) -> None:
    """A function with its role and log group."""
    resources[f"{name}Logs"] = {
        "Type": "AWS::Logs::LogGroup",
        "DeletionPolicy": "Delete",
        "UpdateReplacePolicy": "Delete",
        "Properties": {"RetentionInDays": 30},
    }
    policy = {"Version": "2012-10-17", "Statement": statements}
    resources[f"{name}Role"] = {
        "Type": "AWS::IAM::Role",
        "Properties": {
            "AssumeRolePolicyDocument": ACCOUNT_POLICY,
            "Policies": [{"PolicyName": "access", "PolicyDocument": policy}],
        },
    }
    resources[name] = {
        "Type": "AWS::Lambda::Function",
        "Properties": {
            "Runtime": "nodejs22.x",
            "Handler": "index.handler",
            "Code": {"ZipFile": "exports.handler = async () => {};"},
            "Role": {"Fn::GetAtt": [f"{name}Role", "Arn"]},
            "Timeout": timeout,
            "LoggingConfig": {"LogGroup": {"Ref": f"{name}Logs"}},
        },
    }


def allow(actions: list[str], resource: str) -> dict[str, object]:
    return {"Effect": "Allow", "Action": actions, "Resource": {"Fn::GetAtt": [resource, "Arn"]}}


def template(groups: int) -> str:
    """The same system as a CloudFormation template."""
    resources: dict[str, object] = {
        "Api": {"Type": "AWS::ApiGatewayV2::Api", "Properties": {"Name": "api", "ProtocolType": "HTTP"}},
        "Bus": {"Type": "AWS::Events::EventBus", "Properties": {"Name": "bus"}},
    }
    for group in range(groups):
        place, items, tasks = f"Place{group}", f"Items{group}", f"Tasks{group}"
        work, tell = f"Work{group}", f"Tell{group}"
        resources[items] = {
            "Type": "AWS::DynamoDB::Table",
            "DeletionPolicy": "Retain",
            "UpdateReplacePolicy": "Retain",
            "Properties": {
                "BillingMode": "PAY_PER_REQUEST",
                "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
                "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
                "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True},
            },
        }
        for name, properties in (
            (f"{tasks}Dead", {"MessageRetentionPeriod": 1209600}),
            (
                tasks,
                {
                    "VisibilityTimeout": 180,
                    "RedrivePolicy": {
                        "deadLetterTargetArn": {"Fn::GetAtt": [f"{tasks}Dead", "Arn"]},
                        "maxReceiveCount": 5,
                    },
                },
            ),
        ):
            resources[name] = {
                "Type": "AWS::SQS::Queue",
                "DeletionPolicy": "Delete",
                "UpdateReplacePolicy": "Delete",
                "Properties": properties,
            }
        function(resources, place, [allow(["dynamodb:PutItem"], items), allow(["sqs:SendMessage"], tasks)], 10)
        receive = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]
        function(resources, work, [allow(receive, tasks), allow(["events:PutEvents"], "Bus")], 30)
        function(resources, tell, [allow(["dynamodb:GetItem"], items)], 10)
        resources[f"{work}Source"] = {
            "Type": "AWS::Lambda::EventSourceMapping",
            "Properties": {
                "EventSourceArn": {"Fn::GetAtt": [tasks, "Arn"]},
                "FunctionName": {"Ref": work},
                "BatchSize": 10,
            },
        }
        resources[f"{place}Integration"] = {
            "Type": "AWS::ApiGatewayV2::Integration",
            "Properties": {
                "ApiId": {"Ref": "Api"},
                "IntegrationType": "AWS_PROXY",
                "IntegrationUri": {"Fn::GetAtt": [place, "Arn"]},
                "PayloadFormatVersion": "2.0",
            },
        }
        resources[f"{place}Route"] = {
            "Type": "AWS::ApiGatewayV2::Route",
            "Properties": {
                "ApiId": {"Ref": "Api"},
                "RouteKey": f"GET /s{group}",
                "AuthorizationType": "AWS_IAM",
                "Target": {"Fn::Sub": f"integrations/${{{place}Integration}}"},
            },
        }
        resources[f"{tell}Rule"] = {
            "Type": "AWS::Events::Rule",
            "Properties": {
                "EventBusName": {"Ref": "Bus"},
                "EventPattern": {"detail-type": [f"Thing{group}Placed"]},
                "Targets": [{"Id": "tell", "Arn": {"Fn::GetAtt": [tell, "Arn"]}}],
            },
        }
        for name, principal in ((place, "apigateway.amazonaws.com"), (tell, "events.amazonaws.com")):
            resources[f"{name}Permission"] = {
                "Type": "AWS::Lambda::Permission",
                "Properties": {
                    "Action": "lambda:InvokeFunction",
                    "FunctionName": {"Ref": name},
                    "Principal": principal,
                },
            }
    return json.dumps({"AWSTemplateFormatVersion": "2010-09-09", "Resources": resources}, indent=1)


def timed(command: list[str]) -> float:
    """Seconds of processor time that the command takes, of the system's too, so that it does not matter what else the
    machine does."""

    def spent() -> float:
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        return usage.ru_utime + usage.ru_stime

    begun = spent()
    subprocess.run(command, capture_output=True, check=False)
    return spent() - begun


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--designer", required=True)
    parser.add_argument("--cfn-lint", required=True, dest="cfn_lint")
    parser.add_argument("--nodes", default="52,302", help="sizes of designs, with commas between them")
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    print("Milliseconds of processor time, least and median:\n")
    print("| nodes | resources | pulumi-designer | cfn-lint | ratio of medians |")
    print("| ---: | ---: | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory() as folder:
        for nodes in (int(size) for size in arguments.nodes.split(",")):
            groups = max(1, (nodes - 2) // 5)
            ours, theirs = Path(folder) / "design.yaml", Path(folder) / "template.json"
            ours.write_text(design(groups))
            theirs.write_text(template(groups))
            times: dict[str, list[float]] = {"ours": [], "theirs": []}
            for _ in range(arguments.rounds):
                # In turn, so that what else the machine does falls on both.
                times["ours"].append(timed([arguments.designer, "validate", str(ours)]))
                times["theirs"].append(timed([arguments.cfn_lint, str(theirs)]))
            resources = len(json.loads(theirs.read_text())["Resources"])
            medians = {name: statistics.median(seconds) for name, seconds in times.items()}
            cells = [f"{min(times[name]) * 1000:.0f}, {medians[name] * 1000:.0f}" for name in ("ours", "theirs")]
            ratio = medians["theirs"] / medians["ours"]
            print(f"| {2 + 5 * groups} | {resources} | {cells[0]} | {cells[1]} | {ratio:.0f} |", flush=True)


if __name__ == "__main__":
    main()
