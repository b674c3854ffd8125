"""Containers as Fargate starts them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from .. import iam


@dataclass(frozen=True, kw_only=True)
class ContainerTaskArgs:
    """What a container is made of."""

    family: str
    """What its definitions are called, after the project and the stack."""
    image: str
    """The image, best with its digest."""
    cpu: str
    """Processor units, of which 1024 are one."""
    memory_mb: int
    port: int | None = None
    """The port that it listens on, where it does."""
    environment: Mapping[str, pulumi.Input[str]] | None = None
    secrets: Mapping[str, pulumi.Input[str]] | None = None
    """Secrets whose values are in the environment when it starts, by their ARNs."""
    secret_key_arns: Sequence[pulumi.Input[str]] = ()
    """The keys that encrypt those secrets, where AWS does not manage them."""
    log_retention_days: int
    tracing: bool
    statements: Sequence[iam.Statement] = ()
    """What its code may do."""
    region: str
    partition: pulumi.Input[str]
    account_id: pulumi.Input[str]


class ContainerTask(pulumi.ComponentResource):
    """A container as Fargate starts it: its definition, its log group, and two roles."""

    definition: aws.ecs.TaskDefinition
    container_name: str
    """What the container is called in its definition."""
    role: aws.iam.Role
    """The role of its code."""
    execution_role: aws.iam.Role
    """The role by which ECS starts it."""
    policies: Sequence[pulumi.Resource]
    """What must be there before it starts."""

    def __init__(
        self,
        name: str,
        args: ContainerTaskArgs,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("{{project}}:components:ContainerTask", name, None, opts)
        parent = pulumi.ResourceOptions(parent=self)
        secrets = args.secrets or {}
        self.container_name = name

        logs = aws.cloudwatch.LogGroup(
            f"{name}-logs", retention_in_days=args.log_retention_days, opts=parent
        )
        trust = iam.trust(
            "ecs-tasks.amazonaws.com",
            {"StringEquals": {"aws:SourceAccount": args.account_id}},
        )

        self.execution_role = aws.iam.Role(
            f"{name}-execution-role",
            description=f"Lets ECS start the container {name}",
            assume_role_policy=trust,
            opts=parent,
        )
        execution_policy = aws.iam.RolePolicy(
            f"{name}-execution-policy",
            role=self.execution_role.id,
            policy=iam.policy(
                iam.allow(
                    "WriteLogs",
                    ["logs:CreateLogStream", "logs:PutLogEvents"],
                    [pulumi.Output.concat(logs.arn, ":*")],
                ),
                *_pull_statements(args.image, args.partition),
                *(
                    iam.allow(
                        f"Read{variable.replace('_', '')}",
                        ["secretsmanager:GetSecretValue"],
                        [arn],
                    )
                    for variable, arn in secrets.items()
                ),
                *(
                    [iam.allow("DecryptSecrets", ["kms:Decrypt"], args.secret_key_arns)]
                    if args.secret_key_arns
                    else []
                ),
            ),
            opts=parent,
        )

        self.role = aws.iam.Role(
            f"{name}-role",
            description=f"What the code of the container {name} may do",
            assume_role_policy=trust,
            opts=parent,
        )
        # X-Ray's write actions do not support resource-level permissions.
        traces = iam.allow(
            "WriteTraces",
            ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
            ["*"],
        )
        statements = [*([traces] if args.tracing else []), *args.statements]
        self.policies = [execution_policy]
        if statements:
            self.policies.append(
                aws.iam.RolePolicy(
                    f"{name}-policy",
                    role=self.role.id,
                    policy=iam.policy(*statements),
                    opts=parent,
                )
            )

        environment: dict[str, pulumi.Input[str]] = {}
        if args.tracing:
            environment["OTEL_SERVICE_NAME"] = name
            environment["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf"
            environment["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"] = (
                f"https://xray.{args.region}.amazonaws.com/v1/traces"
            )
        environment.update(args.environment or {})
        self.definition = aws.ecs.TaskDefinition(
            name,
            family=f"{pulumi.get_project()}-{pulumi.get_stack()}-{args.family}",
            cpu=args.cpu,
            memory=str(args.memory_mb),
            network_mode="awsvpc",
            requires_compatibilities=["FARGATE"],
            runtime_platform={
                "cpu_architecture": "ARM64",
                "operating_system_family": "LINUX",
            },
            execution_role_arn=self.execution_role.arn,
            task_role_arn=self.role.arn,
            container_definitions=pulumi.Output.json_dumps(
                [
                    {
                        "name": name,
                        "image": args.image,
                        "essential": True,
                        "readonlyRootFilesystem": True,
                        "linuxParameters": {"initProcessEnabled": True},
                        "portMappings": [] if args.port is None else [{"containerPort": args.port}],
                        "environment": [
                            {"name": variable, "value": value}
                            for variable, value in environment.items()
                        ],
                        "secrets": [
                            {"name": variable, "valueFrom": arn}
                            for variable, arn in secrets.items()
                        ],
                        "logConfiguration": {
                            "logDriver": "awslogs",
                            "options": {
                                "awslogs-group": logs.name,
                                "awslogs-region": args.region,
                                "awslogs-stream-prefix": name,
                            },
                        },
                    }
                ]
            ),
            opts=parent,
        )
        self.register_outputs({"definitionArn": self.definition.arn})


def _pull_statements(image: str, partition: pulumi.Input[str]) -> list[iam.Statement]:
    """Say what it takes to pull an image from a repository of ECR; others take nothing."""
    match = re.match(r"(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?/([^:@]+)", image)
    if match is None:
        return []
    account, region, repository = match.groups()
    return [
        # This one action does not support resource-level permissions.
        iam.allow("SignInToEcr", ["ecr:GetAuthorizationToken"], ["*"]),
        iam.allow(
            "PullImage",
            ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
            [
                pulumi.Output.concat(
                    "arn:", partition, f":ecr:{region}:{account}:repository/{repository}"
                )
            ],
        ),
    ]
