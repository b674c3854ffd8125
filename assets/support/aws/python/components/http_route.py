"""Routes of HTTP APIs."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import pulumi
import pulumi_aws as aws

from .lambda_function import LambdaFunction


@dataclass(frozen=True, kw_only=True)
class HttpRouteArgs:
    """What a route is made of."""

    api_id: pulumi.Input[str]
    execution_arn: pulumi.Input[str]
    """The API's execution ARN, of which the permission names this route."""
    method: str
    """An HTTP method, or `ANY`."""
    path: str
    handler: LambdaFunction
    authorization: Literal["JWT", "CUSTOM", "AWS_IAM"] | None = None
    """What callers must show; without it the route is public."""
    authorizer_id: pulumi.Input[str] | None = None
    scopes: Sequence[str] | None = None
    """Scopes of which a token must have one."""
    timeout_milliseconds: int | None = None


class HttpRoute(pulumi.ComponentResource):
    """A route of an HTTP API, answered by a function."""

    def __init__(
        self,
        name: str,
        args: HttpRouteArgs,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("{{project}}:components:HttpRoute", name, None, opts)
        parent = pulumi.ResourceOptions(parent=self)
        handler = args.handler
        method_pattern = "*" if args.method == "ANY" else args.method
        path_pattern = re.sub(r"\{[^}]+\}", "*", args.path)

        integration = aws.apigatewayv2.Integration(
            f"{name}-integration",
            api_id=args.api_id,
            integration_type="AWS_PROXY",
            integration_uri=handler.alias.invoke_arn,
            payload_format_version="2.0",
            timeout_milliseconds=args.timeout_milliseconds,
            opts=parent,
        )

        aws.apigatewayv2.Route(
            f"{name}-route",
            api_id=args.api_id,
            route_key=f"{args.method} {args.path}",
            target=pulumi.Output.concat("integrations/", integration.id),
            authorization_type=args.authorization or "NONE",
            authorizer_id=args.authorizer_id,
            authorization_scopes=args.scopes,
            opts=parent,
        )

        aws.lambda_.Permission(
            f"{name}-permission",
            action="lambda:InvokeFunction",
            principal="apigateway.amazonaws.com",
            function=handler.function.name,
            qualifier=handler.alias.name,
            source_arn=pulumi.Output.concat(
                args.execution_arn, f"/*/{method_pattern}{path_pattern}"
            ),
            opts=parent,
        )

        self.register_outputs({})
