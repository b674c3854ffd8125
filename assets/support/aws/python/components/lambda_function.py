"""Functions."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pulumi
import pulumi_aws as aws

from .. import iam
from .alarm import create_alarm


@dataclass(frozen=True, kw_only=True)
class LambdaFunctionArgs:
    """What a function is made of."""

    description: str
    code: pulumi.Archive | None = None
    """The function's code; or an image instead."""
    runtime: aws.lambda_.Runtime | None = None
    image_uri: pulumi.Input[str] | None = None
    architecture: str
    memory_mb: int
    timeout_seconds: int
    reserved_concurrency: int | None = None
    """At most this many copies at once, kept free for this function."""
    provisioned_concurrency: int | None = None
    """Copies that are kept warm."""
    stable_version: str | None = None
    """The version that keeps the traffic that the newest does not get; without it the newest gets
    all."""
    canary_percent: int = 0
    """The newest version's share of the traffic while another is stable."""
    log_retention_days: int
    log_level: str = "INFO"
    """The lowest level that is logged."""
    tracing: bool = True
    environment: Mapping[str, pulumi.Input[str]] | None = None
    vpc_config: aws.lambda_.FunctionVpcConfigArgsDict | None = None
    """Where in a private network it runs; without it, it runs in none."""
    statements: Sequence[iam.Statement] = ()
    """What the function may do besides writing its own logs and traces."""
    alarm_topic_arn: pulumi.Input[str] | None = None
    """Who is told when it fails; nobody without it."""
    extra: Mapping[str, Any] | None = None
    """Further arguments of the function, over all others."""


class LambdaFunction(pulumi.ComponentResource):
    """A function with its own role, log group, `live` alias and alarms. Callers use the alias."""

    function: aws.lambda_.Function
    alias: aws.lambda_.Alias
    role: aws.iam.Role

    def __init__(
        self,
        name: str,
        args: LambdaFunctionArgs,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("{{project}}:components:LambdaFunction", name, None, opts)
        parent = pulumi.ResourceOptions(parent=self)
        stable_version = args.stable_version
        provisioned_concurrency = args.provisioned_concurrency or 0
        log_level = "WARN" if args.log_level == "WARNING" else args.log_level

        log_group = aws.cloudwatch.LogGroup(
            f"{name}-logs",
            retention_in_days=args.log_retention_days,
            opts=parent,
        )

        self.role = aws.iam.Role(
            f"{name}-role",
            description=f"Execution role of the {name} function",
            assume_role_policy=iam.trust("lambda.amazonaws.com"),
            opts=parent,
        )

        # X-Ray's write actions do not support resource-level permissions.
        traces = iam.allow(
            "WriteTraces",
            ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
            ["*"],
        )
        # Lambda itself joins the network, and asks for all resources; the function's code may not.
        join_network = iam.allow(
            "JoinNetwork",
            [
                "ec2:AssignPrivateIpAddresses",
                "ec2:CreateNetworkInterface",
                "ec2:DeleteNetworkInterface",
                "ec2:DescribeNetworkInterfaces",
                "ec2:DescribeSubnets",
                "ec2:UnassignPrivateIpAddresses",
            ],
            ["*"],
            {"Null": {"lambda:SourceFunctionArn": "true"}},
        )
        role_policy = aws.iam.RolePolicy(
            f"{name}-policy",
            role=self.role.id,
            policy=iam.policy(
                iam.allow(
                    "WriteLogs",
                    ["logs:CreateLogStream", "logs:PutLogEvents"],
                    [pulumi.Output.concat(log_group.arn, ":*")],
                ),
                *([traces] if args.tracing else []),
                *([join_network] if args.vpc_config else []),
                *args.statements,
            ),
            opts=parent,
        )

        function_args = aws.lambda_.FunctionArgs(
            description=args.description,
            architectures=[args.architecture],
            memory_size=args.memory_mb,
            timeout=args.timeout_seconds,
            reserved_concurrent_executions=args.reserved_concurrency,
            role=self.role.arn,
            environment=aws.lambda_.FunctionEnvironmentArgs(variables=args.environment)
            if args.environment
            else None,
            vpc_config=aws.lambda_.FunctionVpcConfigArgs(
                subnet_ids=args.vpc_config["subnet_ids"],
                security_group_ids=args.vpc_config["security_group_ids"],
            )
            if args.vpc_config
            else None,
            logging_config=aws.lambda_.FunctionLoggingConfigArgs(
                log_format="JSON",
                log_group=log_group.name,
                application_log_level=log_level,
                system_log_level="WARN",
            ),
            tracing_config=aws.lambda_.FunctionTracingConfigArgs(
                mode="Active" if args.tracing else "PassThrough"
            ),
            publish=True,
        )
        if args.code is None:
            function_args.package_type = "Image"
            function_args.image_uri = args.image_uri
        else:
            function_args.code = args.code
            function_args.runtime = args.runtime
            function_args.handler = "index.handler"
        for key, value in (args.extra or {}).items():
            setattr(function_args, key, value)
        # Event sources check the role's permissions as soon as the function is attached.
        self.function = aws.lambda_.Function(
            name,
            function_args,
            pulumi.ResourceOptions(parent=self, depends_on=[role_policy]),
        )

        # Lambda refuses provisioned concurrency on an alias that splits traffic, so it goes to
        # the version that serves most of it; the alias moves only once that version is warm.
        provisioned: list[pulumi.Resource] = []
        if provisioned_concurrency > 0:
            provisioned.append(
                aws.lambda_.ProvisionedConcurrencyConfig(
                    f"{name}-provisioned",
                    function_name=self.function.name,
                    qualifier=stable_version or self.function.version,
                    provisioned_concurrent_executions=provisioned_concurrency,
                    opts=parent,
                )
            )

        newest_weight = args.canary_percent / 100
        self.alias = aws.lambda_.Alias(
            f"{name}-live",
            name="live",
            description="The version that serves traffic",
            function_name=self.function.name,
            function_version=stable_version or self.function.version,
            routing_config={
                "additional_version_weights": self.function.version.apply(
                    lambda version: {} if version == stable_version else {version: newest_weight}
                )
            }
            if stable_version
            else None,
            opts=pulumi.ResourceOptions(parent=self, depends_on=provisioned),
        )

        if args.alarm_topic_arn is not None:
            self._watch(name, args, args.alarm_topic_arn)

        self.register_outputs(
            {
                "functionName": self.function.name,
                "version": self.function.version,
                "aliasArn": self.alias.arn,
            }
        )

    def _watch(self, name: str, args: LambdaFunctionArgs, topic_arn: pulumi.Input[str]) -> None:
        """Tell when it fails, is throttled, or runs short of copies."""
        reserved, provisioned = args.reserved_concurrency or 0, args.provisioned_concurrency or 0

        def watch(
            suffix: str,
            metric: str,
            description: str,
            threshold: float = 0,
            statistic: Literal["Sum", "Maximum"] = "Sum",
        ) -> None:
            create_alarm(
                f"{name}-{suffix}",
                description=f"The {name} function {description}",
                namespace="AWS/Lambda",
                metric=metric,
                dimensions={"FunctionName": self.function.name},
                threshold=threshold,
                statistic=statistic,
                topic_arn=topic_arn,
                opts=pulumi.ResourceOptions(parent=self),
            )

        watch("errors", "Errors", "fails")
        watch("throttles", "Throttles", "is throttled")
        if reserved > 0:
            watch(
                "concurrency",
                "ConcurrentExecutions",
                "uses almost all of its reserved concurrency",
                math.floor(reserved * 0.9),
                "Maximum",
            )
        if provisioned > 0:
            watch(
                "spillover",
                "ProvisionedConcurrencySpilloverInvocations",
                "has too few warm copies",
            )
