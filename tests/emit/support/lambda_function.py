"""Functions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from .. import iam


@dataclass(frozen=True, kw_only=True)
class LambdaFunctionArgs:
    """What a function is made of."""

    description: str
    code_path: str
    runtime: aws.lambda_.Runtime
    memory_mb: int
    timeout_seconds: int
    log_retention_days: int
    alarm_topic_arn: pulumi.Input[str]
    environment: Mapping[str, pulumi.Input[str]] | None = None
    statements: Sequence[iam.Statement] = ()


class LambdaFunction(pulumi.ComponentResource):
    """A function and its alias."""

    function: aws.lambda_.Function
    alias: aws.lambda_.Alias

    def __init__(
        self,
        name: str,
        args: LambdaFunctionArgs,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("{{project}}:components:LambdaFunction", name, None, opts)
        parent = pulumi.ResourceOptions(parent=self)

        self.function = aws.lambda_.Function(
            name,
            description=args.description,
            role="arn",
            runtime=args.runtime,
            opts=parent,
        )

        self.alias = aws.lambda_.Alias(
            f"{name}-live",
            function_name=self.function.name,
            function_version=self.function.version,
            opts=parent,
        )

        self.register_outputs({})
