"""Containers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypedDict

import pulumi
from pulumi_azure_native import app as azure_app
from pulumi_azure_native import managedidentity

from .. import roles
from .alarm import create_alarm
from .assignments import assign_all
from .platform import Platform


class Registry(TypedDict):
    """A registry of Azure: its host name and its id."""

    server: str
    id: str


@dataclass(frozen=True, kw_only=True)
class ContainerAppArgs:
    """What a container is made of."""

    platform: Platform
    environment_id: pulumi.Input[str]
    """Where containers run."""
    domain: pulumi.Input[str]
    """What the names of their addresses end with."""
    image: str
    registry: Registry | None = None
    """The registry of Azure that holds the image."""
    cpu: float
    memory_mb: int
    port: int
    min_copies: int
    max_copies: int
    is_public: bool
    """Whether it has a public address; without one it answers nobody."""
    health_check: str | None = None
    """The path that answers while a copy works."""
    environment: Mapping[str, pulumi.Input[str]] | None = None
    secrets: Mapping[str, pulumi.Input[str]] | None = None
    """Variables that hold secrets of vaults, by the addresses of the secrets."""
    grants: Sequence[roles.Grant] = ()
    """What the container may do besides fetching its image and writing telemetry."""
    table_grants: Sequence[roles.TableGrant] = ()
    """What it may do to tables."""
    alarms: bool = True
    tags: Mapping[str, str]
    extra: Mapping[str, Any] | None = None
    """Further arguments of the app, over all others."""


class ContainerApp(pulumi.ComponentResource):
    """A container that is always there, scaled by load, with an identity of its own."""

    app: azure_app.ContainerApp
    identity: managedidentity.UserAssignedIdentity
    url: pulumi.Output[str]
    """The address, which answers where it is public."""

    def __init__(
        self,
        name: str,
        args: ContainerAppArgs,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("{{project}}:components:ContainerApp", name, None, opts)
        parent = pulumi.ResourceOptions(parent=self)
        platform, registry = args.platform, args.registry
        resource_group_name = platform.resource_group.name

        self.identity = managedidentity.UserAssignedIdentity(
            name,
            resource_group_name=resource_group_name,
            tags=args.tags,
            opts=parent,
        )
        principal_id = self.identity.principal_id

        # The app fetches its image and its secrets while it starts, so what it may do comes first.
        assignments = assign_all(
            name,
            platform=platform,
            principal_id=principal_id,
            grants=[
                roles.allow("send-telemetry", "Monitoring Metrics Publisher", platform.insights.id),
                *([roles.allow("fetch-image", "AcrPull", registry["id"])] if registry else []),
                *args.grants,
            ],
            table_grants=args.table_grants,
            opts=parent,
        )

        variables: dict[str, pulumi.Input[str]] = {
            "AZURE_CLIENT_ID": self.identity.client_id,
            "APPLICATIONINSIGHTS_CONNECTION_STRING": platform.insights.connection_string,
            **(args.environment or {}),
        }
        secrets = args.secrets or {}
        names = {variable: variable.lower().replace("_", "-") for variable in secrets}
        probes: list[azure_app.ContainerAppProbeArgs] | None = None
        if args.health_check:
            check = azure_app.ContainerAppProbeHttpGetArgs(path=args.health_check, port=args.port)
            probes = [
                azure_app.ContainerAppProbeArgs(type="Liveness", http_get=check, period_seconds=30),
                azure_app.ContainerAppProbeArgs(
                    type="Readiness", http_get=check, period_seconds=10
                ),
            ]
        ingress = azure_app.IngressArgs(
            external=True,
            target_port=args.port,
            transport="auto",
            allow_insecure=False,
            traffic=[azure_app.TrafficWeightArgs(latest_revision=True, weight=100)],
        )
        by_requests = azure_app.ScaleRuleArgs(
            name="requests",
            http=azure_app.HttpScaleRuleArgs(metadata={"concurrentRequests": "50"}),
        )
        by_processor = azure_app.ScaleRuleArgs(
            name="processor",
            custom=azure_app.CustomScaleRuleArgs(
                type="cpu", metadata={"type": "Utilization", "value": "70"}
            ),
        )
        app_args = azure_app.ContainerAppArgs(
            resource_group_name=resource_group_name,
            environment_id=args.environment_id,
            workload_profile_name="Consumption",
            identity=azure_app.ManagedServiceIdentityArgs(
                type="UserAssigned", user_assigned_identities=[self.identity.id]
            ),
            configuration=azure_app.ConfigurationArgs(
                active_revisions_mode="Single",
                ingress=ingress if args.is_public else None,
                registries=[
                    azure_app.RegistryCredentialsArgs(
                        server=registry["server"], identity=self.identity.id
                    )
                ]
                if registry
                else [],
                secrets=[
                    azure_app.SecretArgs(
                        name=names[variable], key_vault_url=url, identity=self.identity.id
                    )
                    for variable, url in secrets.items()
                ],
            ),
            template=azure_app.TemplateArgs(
                containers=[
                    azure_app.ContainerArgs(
                        name="main",
                        image=args.image,
                        resources=azure_app.ContainerResourcesArgs(
                            cpu=args.cpu, memory=f"{args.memory_mb / 1024:g}Gi"
                        ),
                        env=[
                            *(
                                azure_app.EnvironmentVarArgs(name=key, value=value)
                                for key, value in variables.items()
                            ),
                            *(
                                azure_app.EnvironmentVarArgs(name=key, secret_ref=secret)
                                for key, secret in names.items()
                            ),
                        ],
                        probes=probes,
                    )
                ],
                scale=azure_app.ScaleArgs(
                    min_replicas=args.min_copies,
                    max_replicas=args.max_copies,
                    rules=[by_requests if args.is_public else by_processor],
                ),
            ),
            tags=args.tags,
        )
        for key, value in (args.extra or {}).items():
            setattr(app_args, key, value)
        self.app = azure_app.ContainerApp(
            name,
            app_args,
            pulumi.ResourceOptions(parent=self, depends_on=assignments),
        )
        self.url = pulumi.Output.concat("https://", self.app.name, ".", args.domain)

        if args.alarms:
            create_alarm(
                f"{name}-restarts",
                platform=platform,
                description=f"{name} keeps starting again",
                scope=self.app.id,
                namespace="Microsoft.App/containerApps",
                metric="RestartCount",
                aggregation="Maximum",
                threshold=2,
                tags=args.tags,
                opts=parent,
            )

        self.register_outputs({"url": self.url})
