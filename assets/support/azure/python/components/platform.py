"""What all stand on."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
from pulumi_azure_native import (
    applicationinsights,
    authorization,
    monitor,
    operationalinsights,
    resources,
)


@dataclass(frozen=True, kw_only=True)
class PlatformArgs:
    """What the platform is made of."""

    log_retention_days: int
    alarm_email: str | None = None
    """Where alarms are sent; to nobody when absent."""
    tags: Mapping[str, str]


class Platform(pulumi.ComponentResource):
    """What all stand on: the resource group, logs and traces, and whom alarms tell."""

    subscription_id: pulumi.Output[str]
    tenant_id: pulumi.Output[str]
    resource_group: resources.ResourceGroup
    logs: operationalinsights.Workspace
    insights: applicationinsights.Component
    alarms: monitor.ActionGroup

    def __init__(
        self,
        name: str,
        args: PlatformArgs,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("{{project}}:components:Platform", name, None, opts)
        parent = pulumi.ResourceOptions(parent=self)
        tags = args.tags

        client = authorization.get_client_config_output(
            opts=pulumi.InvokeOutputOptions(parent=self)
        )
        self.subscription_id = client.apply(lambda client: client.subscription_id)
        self.tenant_id = client.apply(lambda client: client.tenant_id)

        self.resource_group = resources.ResourceGroup(name, tags=tags, opts=parent)
        resource_group_name = self.resource_group.name

        self.logs = operationalinsights.Workspace(
            f"{name}-logs",
            resource_group_name=resource_group_name,
            sku=operationalinsights.WorkspaceSkuArgs(name="PerGB2018"),
            retention_in_days=args.log_retention_days,
            tags=tags,
            opts=parent,
        )

        self.insights = applicationinsights.Component(
            f"{name}-insights",
            resource_group_name=resource_group_name,
            application_type="web",
            kind="web",
            ingestion_mode="LogAnalytics",
            workspace_resource_id=self.logs.id,
            disable_local_auth=True,
            tags=tags,
            opts=parent,
        )

        self.alarms = monitor.ActionGroup(
            f"{name}-alarms",
            resource_group_name=resource_group_name,
            location="Global",
            enabled=True,
            group_short_name="alarms",
            email_receivers=[
                monitor.MicrosoftCommonEmailReceiverArgs(
                    name="team", email_address=args.alarm_email, use_common_alert_schema=True
                )
            ]
            if args.alarm_email
            else [],
            tags=tags,
            opts=parent,
        )

        self.register_outputs({"resourceGroupName": resource_group_name})
