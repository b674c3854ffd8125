"""WebSocket APIs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi
from pulumi_azure_native import monitor, webpubsub

from .alarm import create_alarm
from .platform import Platform


@dataclass(frozen=True, kw_only=True)
class WebSocketApiArgs:
    """What an API of open connections is made of."""

    platform: Platform
    log_messages: bool
    """Whether every connection and message is logged."""
    alarms: bool = True
    tags: Mapping[str, str]
    extra: Mapping[str, Any] | None = None
    """Further arguments of the service, over all others."""


LOGS = ["ConnectivityLogs", "MessagingLogs", "HttpRequestLogs"]


class WebSocketApi(pulumi.ComponentResource):
    """The address of open connections: Web PubSub."""

    service: webpubsub.WebPubSub

    def __init__(
        self,
        name: str,
        args: WebSocketApiArgs,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("{{project}}:components:WebSocketApi", name, None, opts)
        parent = pulumi.ResourceOptions(parent=self)
        platform = args.platform

        service_args = webpubsub.WebPubSubArgs(
            resource_group_name=platform.resource_group.name,
            sku=webpubsub.ResourceSkuArgs(name="Standard_S1", tier="Standard", capacity=1),
            disable_local_auth=True,
            resource_log_configuration=webpubsub.ResourceLogConfigurationArgs(
                categories=[
                    webpubsub.ResourceLogCategoryArgs(
                        name=category, enabled="true" if args.log_messages else "false"
                    )
                    for category in LOGS
                ]
            ),
            tags=args.tags,
        )
        for key, value in (args.extra or {}).items():
            setattr(service_args, key, value)
        self.service = webpubsub.WebPubSub(name, service_args, parent)
        if args.log_messages:
            monitor.DiagnosticSetting(
                name,
                resource_uri=self.service.id,
                workspace_id=platform.logs.id,
                logs=[
                    monitor.DiagnosticsLogSettingsArgs(category=category, enabled=True)
                    for category in LOGS
                ],
                opts=parent,
            )
        if args.alarms:
            create_alarm(
                f"{name}-load",
                platform=platform,
                description=f"{name} carries nearly as much as it can",
                scope=self.service.id,
                namespace="Microsoft.SignalRService/WebPubSub",
                metric="ServerLoad",
                aggregation="Average",
                threshold=70,
                tags=args.tags,
                opts=parent,
            )

        self.register_outputs({"hostName": self.service.host_name})
