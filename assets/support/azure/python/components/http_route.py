"""Routes of HTTP APIs."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NotRequired, TypedDict

import pulumi
from pulumi_azure_native import apimanagement, web

from .platform import Platform


class Tokens(TypedDict):
    """Whose tokens open a route: where the issuer describes itself, and for whom they are."""

    open_id_config_url: pulumi.Input[str]
    audience: pulumi.Input[str]
    scopes: NotRequired[Sequence[str]]


@dataclass(frozen=True, kw_only=True)
class HttpRouteArgs:
    """What a route is made of."""

    platform: Platform
    service_name: pulumi.Input[str]
    api_name: pulumi.Input[str]
    method: str
    path: str
    app_name: pulumi.Input[str]
    """The function that answers."""
    host_name: pulumi.Input[str]
    tokens: Tokens | None = None
    """Whose tokens open it; without them it is open to all."""
    timeout_seconds: int | None = None


class HttpRoute(pulumi.ComponentResource):
    """A route of an API.

    It checks the token, then asks the function, with a key that only the API has.
    """

    def __init__(
        self,
        name: str,
        args: HttpRouteArgs,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("{{project}}:components:HttpRoute", name, None, opts)
        parent = pulumi.ResourceOptions(parent=self)
        resource_group_name = args.platform.resource_group.name
        service_name = args.service_name

        keys = web.list_web_app_host_keys_output(
            resource_group_name=resource_group_name,
            name=args.app_name,
            opts=pulumi.InvokeOutputOptions(parent=self),
        )
        value: pulumi.Output[str] = pulumi.Output.secret(
            keys.apply(lambda keys: (keys.function_keys or {}).get("default", ""))
        )
        key = apimanagement.NamedValue(
            name,
            resource_group_name=resource_group_name,
            service_name=service_name,
            named_value_id=f"{name}-key",
            display_name=f"{name}-key",
            secret=True,
            value=value,
            opts=parent,
        )
        backend = apimanagement.Backend(
            name,
            resource_group_name=resource_group_name,
            service_name=service_name,
            backend_id=name,
            protocol="http",
            url=pulumi.Output.concat("https://", args.host_name),
            credentials=apimanagement.BackendCredentialsContractArgs(
                header={"x-functions-key": [f"{{{{{name}-key}}}}"]}
            ),
            opts=pulumi.ResourceOptions(parent=self, depends_on=[key]),
        )

        operation = apimanagement.ApiOperation(
            name,
            resource_group_name=resource_group_name,
            service_name=service_name,
            api_id=args.api_name,
            operation_id=name,
            display_name=f"{args.method} {args.path}",
            method=args.method,
            url_template=args.path,
            template_parameters=[
                apimanagement.ParameterContractArgs(name=parameter, required=True, type="string")
                for parameter in re.findall(r"\{(\w+)\}", args.path)
            ],
            opts=parent,
        )
        apimanagement.ApiOperationPolicy(
            name,
            resource_group_name=resource_group_name,
            service_name=service_name,
            api_id=args.api_name,
            operation_id=operation.name,
            policy_id="policy",
            format="rawxml",
            value=_policy(backend.name, args),
            opts=parent,
        )

        self.register_outputs({})


def _policy(backend: pulumi.Output[str], args: HttpRouteArgs) -> pulumi.Output[str]:
    timeout = "" if args.timeout_seconds is None else f' timeout="{args.timeout_seconds}"'
    return pulumi.Output.concat(
        """<policies>
  <inbound>
    <base />""",
        _check_token(args.tokens) if args.tokens else "",
        """
    <set-backend-service backend-id=\"""",
        backend,
        f"""" />
  </inbound>
  <backend>
    <forward-request{timeout} />
  </backend>
  <outbound>
    <base />
  </outbound>
  <on-error>
    <base />
  </on-error>
</policies>
""",
    )


def _check_token(tokens: Tokens) -> pulumi.Output[str]:
    scopes = tokens.get("scopes", [])
    values = "\n".join(f"          <value>{scope}</value>" for scope in scopes)
    claims = f"""
      <required-claims>
        <claim name="scp" match="all" separator=" ">
{values}
        </claim>
      </required-claims>"""
    check = (
        '<validate-jwt header-name="Authorization" require-scheme="Bearer"'
        ' failed-validation-httpcode="401">'
    )
    return pulumi.Output.concat(
        f"""
    {check}
      <openid-config url=\"""",
        tokens["open_id_config_url"],
        """" />
      <audiences>
        <audience>""",
        tokens["audience"],
        f"""</audience>
      </audiences>{claims if scopes else ""}
    </validate-jwt>""",
    )
