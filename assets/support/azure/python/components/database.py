"""Databases."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypedDict

import pulumi
from pulumi_azure_native import dbforpostgresql, monitor

from .alarm import create_alarm
from .platform import Platform


class Administrators(TypedDict):
    """A group of Microsoft Entra: its object id and its name."""

    id: str
    name: str


@dataclass(frozen=True, kw_only=True)
class DatabaseArgs:
    """What a database is made of."""

    platform: Platform
    subnet_id: pulumi.Input[str]
    """The part of its network that is kept for databases."""
    zone_id: pulumi.Input[str]
    """The zone that holds its name."""
    zone_link: pulumi.Resource
    """What lets its network read the zone."""
    version: str
    size: str
    """The size of its machine, such as Standard_D2ds_v5."""
    multi_zone: bool
    """Whether a second copy in another zone takes over."""
    backup_days: int
    parameters: Mapping[str, str]
    """What the server is told, by the names of its parameters."""
    administrators: Administrators
    """The group of Microsoft Entra whose members make users and change everything."""
    protect: bool
    """Whether it is kept when it leaves the program or the stack is destroyed."""
    tags: Mapping[str, str]
    extra: Mapping[str, Any] | None = None
    """Further arguments of the server, over all others."""


@dataclass(frozen=True)
class Watched:
    """What an alarm watches."""

    suffix: str
    description: str
    metric: str
    aggregation: Literal["Average", "Maximum", "Total"]
    threshold: int


class Database(pulumi.ComponentResource):
    """A database that is reached from its network alone, by identities and without a password."""

    server: dbforpostgresql.Server
    content: dbforpostgresql.Database

    def __init__(
        self,
        name: str,
        args: DatabaseArgs,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("{{project}}:components:Database", name, None, opts)
        parent = pulumi.ResourceOptions(parent=self)
        platform = args.platform
        resource_group_name = platform.resource_group.name

        server_args = dbforpostgresql.ServerArgs(
            resource_group_name=resource_group_name,
            version=args.version,
            sku=dbforpostgresql.SkuArgs(
                name=args.size,
                tier="Burstable" if args.size.startswith("Standard_B") else "GeneralPurpose",
            ),
            storage=dbforpostgresql.StorageArgs(storage_size_gb=32, auto_grow="Enabled"),
            high_availability=dbforpostgresql.HighAvailabilityArgs(
                mode="ZoneRedundant" if args.multi_zone else "Disabled"
            ),
            backup=dbforpostgresql.BackupArgs(
                backup_retention_days=args.backup_days, geo_redundant_backup="Disabled"
            ),
            auth_config=dbforpostgresql.AuthConfigArgs(
                active_directory_auth="Enabled",
                password_auth="Disabled",
                tenant_id=platform.tenant_id,
            ),
            network=dbforpostgresql.NetworkArgs(
                delegated_subnet_resource_id=args.subnet_id,
                private_dns_zone_arm_resource_id=args.zone_id,
            ),
            tags=args.tags,
        )
        for key, value in (args.extra or {}).items():
            setattr(server_args, key, value)
        self.server = dbforpostgresql.Server(
            name,
            server_args,
            pulumi.ResourceOptions(
                parent=self,
                protect=args.protect,
                retain_on_delete=args.protect,
                depends_on=[args.zone_link],
                # It grows by itself, and cannot become smaller.
                ignore_changes=["storage.storageSizeGB"],
            ),
        )
        server_name = self.server.name

        # A server takes one change at a time.
        before: pulumi.Resource = dbforpostgresql.AdministratorsMicrosoftEntra(
            name,
            resource_group_name=resource_group_name,
            server_name=server_name,
            object_id=args.administrators["id"],
            principal_name=args.administrators["name"],
            principal_type="Group",
            tenant_id=platform.tenant_id,
            opts=parent,
        )
        for parameter, value in args.parameters.items():
            before = dbforpostgresql.Configuration(
                f"{name}-{parameter.replace('_', '-')}",
                resource_group_name=resource_group_name,
                server_name=server_name,
                configuration_name=parameter,
                value=value,
                source="user-override",
                opts=pulumi.ResourceOptions(parent=self, depends_on=[before]),
            )
        self.content = dbforpostgresql.Database(
            name,
            resource_group_name=resource_group_name,
            server_name=server_name,
            database_name="app",
            charset="UTF8",
            collation="en_US.utf8",
            opts=pulumi.ResourceOptions(
                parent=self,
                protect=args.protect,
                retain_on_delete=args.protect,
                depends_on=[before],
            ),
        )

        monitor.DiagnosticSetting(
            name,
            resource_uri=self.server.id,
            workspace_id=platform.logs.id,
            logs=[monitor.DiagnosticsLogSettingsArgs(category="PostgreSQLLogs", enabled=True)],
            opts=parent,
        )
        alarms = [
            Watched("processor", f"{name} has no processor to spare", "cpu_percent", "Average", 80),
            Watched(
                "storage", f"{name} has hardly any room left", "storage_percent", "Maximum", 85
            ),
            Watched(
                "connections", f"{name} turns connections away", "connections_failed", "Total", 10
            ),
        ]
        for watched in alarms:
            create_alarm(
                f"{name}-{watched.suffix}",
                platform=platform,
                description=watched.description,
                scope=self.server.id,
                namespace="Microsoft.DBforPostgreSQL/flexibleServers",
                metric=watched.metric,
                aggregation=watched.aggregation,
                threshold=watched.threshold,
                tags=args.tags,
                opts=parent,
            )

        self.register_outputs({"host": self.server.fully_qualified_domain_name})
