"""HTTP APIs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NotRequired, TypedDict

import pulumi
from pulumi_azure_native import apimanagement

from .. import roles
from .alarm import create_alarm
from .platform import Platform


class Cors(TypedDict):
    """Which web pages may call an API, and how."""

    origins: Sequence[str]
    methods: Sequence[str]
    headers: Sequence[str]
    credentials: NotRequired[bool]
    max_age: NotRequired[int]


@dataclass(frozen=True, kw_only=True)
class HttpApiArgs:
    """What an API is made of."""

    platform: Platform
    description: str
    publisher_email: str
    """Whom Azure writes to about the API, such as before maintenance."""
    cors: Cors | None = None
    """Which web pages may call it; none when absent."""
    log_requests: bool
    """Whether every request is logged, or only those that fail."""
    alarms: bool = True
    tags: Mapping[str, str]
    extra: Mapping[str, Any] | None = None
    """Further arguments of the service, over all others."""


class HttpApi(pulumi.ComponentResource):
    """The public address of routes: API Management, paid by the call."""

    service: apimanagement.ApiManagementService
    api: apimanagement.Api

    def __init__(
        self,
        name: str,
        args: HttpApiArgs,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("{{project}}:components:HttpApi", name, None, opts)
        parent = pulumi.ResourceOptions(parent=self)
        platform = args.platform
        resource_group_name = platform.resource_group.name

        service_args = apimanagement.ApiManagementServiceArgs(
            resource_group_name=resource_group_name,
            sku=apimanagement.ApiManagementServiceSkuPropertiesArgs(name="Consumption", capacity=0),
            publisher_name=pulumi.get_project(),
            publisher_email=args.publisher_email,
            identity=apimanagement.ApiManagementServiceIdentityArgs(type="SystemAssigned"),
            tags=args.tags,
        )
        for key, value in (args.extra or {}).items():
            setattr(service_args, key, value)
        self.service = apimanagement.ApiManagementService(name, service_args, parent)
        service_name = self.service.name

        self.api = apimanagement.Api(
            name,
            resource_group_name=resource_group_name,
            service_name=service_name,
            display_name=name,
            description=args.description,
            path="",
            protocols=["https"],
            subscription_required=False,
            opts=parent,
        )
        if args.cors:
            apimanagement.ApiPolicy(
                name,
                resource_group_name=resource_group_name,
                service_name=service_name,
                api_id=self.api.name,
                policy_id="policy",
                format="rawxml",
                value=_cors_policy(args.cors),
                opts=parent,
            )

        may_log = roles.assign(
            f"{name}-send-telemetry",
            role="Monitoring Metrics Publisher",
            scope=platform.insights.id,
            principal_id=self.service.identity.apply(
                lambda identity: identity.principal_id if identity else ""
            ),
            subscription_id=platform.subscription_id,
            opts=parent,
        )
        logger = apimanagement.Logger(
            name,
            resource_group_name=resource_group_name,
            service_name=service_name,
            logger_type="applicationInsights",
            resource_id=platform.insights.id,
            credentials={
                "connectionString": platform.insights.connection_string,
                "identityClientId": "SystemAssigned",
            },
            opts=pulumi.ResourceOptions(parent=self, depends_on=[may_log]),
        )
        apimanagement.ApiDiagnostic(
            name,
            resource_group_name=resource_group_name,
            service_name=service_name,
            api_id=self.api.name,
            diagnostic_id="applicationinsights",
            logger_id=logger.id,
            always_log="allErrors",
            http_correlation_protocol="W3C",
            sampling=apimanagement.SamplingSettingsArgs(
                sampling_type="fixed", percentage=100 if args.log_requests else 0
            ),
            opts=parent,
        )

        if args.alarms:
            create_alarm(
                f"{name}-server-errors",
                platform=platform,
                description=f"{name} answers with server errors",
                scope=self.service.id,
                namespace="Microsoft.ApiManagement/service",
                metric="Requests",
                dimension={"name": "BackendResponseCodeCategory", "value": "5xx"},
                threshold=0,
                tags=args.tags,
                opts=parent,
            )

        self.register_outputs({"url": self.service.gateway_url})


def _cors_policy(cors: Cors) -> str:
    def listed(items: Sequence[str], item: str) -> str:
        return "\n".join(f"        <{item}>{text}</{item}>" for text in items)

    credentials = "true" if cors.get("credentials") else "false"
    return f"""<policies>
  <inbound>
    <cors allow-credentials="{credentials}">
      <allowed-origins>
{listed(cors["origins"], "origin")}
      </allowed-origins>
      <allowed-methods preflight-result-max-age="{cors.get("max_age", 3600)}">
{listed(cors["methods"], "method")}
      </allowed-methods>
      <allowed-headers>
{listed(cors["headers"], "header")}
      </allowed-headers>
    </cors>
    <base />
  </inbound>
  <backend>
    <base />
  </backend>
  <outbound>
    <base />
  </outbound>
  <on-error>
    <base />
  </on-error>
</policies>
"""
