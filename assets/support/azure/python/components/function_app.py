"""Functions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pulumi
from pulumi_azure_native import managedidentity, storage, web

from .. import roles
from .alarm import create_alarm
from .assignments import assign_all
from .platform import Platform


@dataclass(frozen=True, kw_only=True)
class FunctionAppArgs:
    """What a function is made of."""

    platform: Platform
    identity: managedidentity.UserAssignedIdentity | None = None
    """Who it is, where others must know that before the app is there; an identity of its own when
    absent."""
    packages: storage.StorageAccount
    """Holds the packages of all functions, in a container each."""
    storage_name: str
    """Lower-case letters and digits, at most 16: a storage account's name has 24, eight of them
    random."""
    code_path: str
    """The folder with host.json, the code and what it depends on."""
    runtime: Literal["node", "python"]
    version: str
    memory_mb: int
    maximum_instances: int | None = None
    """Copies at the most."""
    always_ready: int | None = None
    """Copies that are kept warm."""
    environment: Mapping[str, pulumi.Input[str]] | None = None
    connections: Mapping[str, Mapping[str, pulumi.Input[str]]] | None = None
    """Services that triggers connect to as the function's identity, by the name of the
    connection."""
    grants: Sequence[roles.Grant] = ()
    """What the function may do besides reading its package and writing telemetry."""
    table_grants: Sequence[roles.TableGrant] = ()
    """What it may do to tables."""
    subnet_id: pulumi.Input[str] | None = None
    """Where in a private network it runs; without it, it runs in none."""
    alarms: bool = True
    tags: Mapping[str, str]
    extra: Mapping[str, Any] | None = None
    """Further arguments of the app, over all others."""


class FunctionApp(pulumi.ComponentResource):
    """A function in an app of its own on Flex Consumption.

    Azure gives identities to apps, and an app's storage holds its keys, so that functions with an
    identity, an app and a storage account each keep out of each other's data.
    """

    app: web.WebApp
    identity: managedidentity.UserAssignedIdentity

    def __init__(
        self,
        name: str,
        args: FunctionAppArgs,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("{{project}}:components:FunctionApp", name, None, opts)
        parent = pulumi.ResourceOptions(parent=self)
        platform = args.platform
        resource_group_name = platform.resource_group.name

        self.identity = args.identity or managedidentity.UserAssignedIdentity(
            name,
            resource_group_name=resource_group_name,
            tags=args.tags,
            opts=parent,
        )
        client_id = self.identity.client_id
        principal_id = self.identity.principal_id

        host_storage = storage.StorageAccount(
            args.storage_name,
            resource_group_name=resource_group_name,
            kind="StorageV2",
            sku=storage.SkuArgs(name="Standard_LRS"),
            allow_blob_public_access=False,
            allow_shared_key_access=False,
            enable_https_traffic_only=True,
            minimum_tls_version="TLS1_2",
            tags=args.tags,
            opts=parent,
        )

        code = storage.BlobContainer(
            f"{name}-code",
            resource_group_name=resource_group_name,
            account_name=args.packages.name,
            opts=parent,
        )
        # Flex Consumption starts whatever package has this name.
        code_package = storage.Blob(
            f"{name}-code",
            resource_group_name=resource_group_name,
            account_name=args.packages.name,
            container_name=code.name,
            blob_name="released-package.zip",
            source=pulumi.FileArchive(args.code_path),
            opts=parent,
        )

        # The app reads its package and its secrets while it starts, so what it may do comes first.
        assignments = assign_all(
            name,
            platform=platform,
            principal_id=principal_id,
            grants=[
                roles.allow("use-host-storage", "Storage Blob Data Owner", host_storage.id),
                roles.allow("read-code", "Storage Blob Data Contributor", code.id),
                roles.allow("send-telemetry", "Monitoring Metrics Publisher", platform.insights.id),
                *args.grants,
            ],
            table_grants=args.table_grants,
            opts=parent,
        )

        plan = web.AppServicePlan(
            name,
            resource_group_name=resource_group_name,
            kind="functionapp",
            reserved=True,
            sku=web.SkuDescriptionArgs(name="FC1", tier="FlexConsumption"),
            tags=args.tags,
            opts=parent,
        )

        settings: dict[str, pulumi.Input[str]] = {
            "AZURE_CLIENT_ID": client_id,
            "AzureWebJobsStorage__accountName": host_storage.name,
            "AzureWebJobsStorage__credential": "managedidentity",
            "AzureWebJobsStorage__clientId": client_id,
            "APPLICATIONINSIGHTS_CONNECTION_STRING": platform.insights.connection_string,
            "APPLICATIONINSIGHTS_AUTHENTICATION_STRING": pulumi.Output.concat(
                "ClientId=", client_id, ";Authorization=AAD"
            ),
            **(args.environment or {}),
        }
        for connection, values in (args.connections or {}).items():
            for key, value in values.items():
                settings[f"{connection}__{key}"] = value
            settings[f"{connection}__credential"] = "managedidentity"
            settings[f"{connection}__clientId"] = client_id

        app_args = web.WebAppArgs(
            resource_group_name=resource_group_name,
            kind="functionapp,linux",
            server_farm_id=plan.id,
            reserved=True,
            https_only=True,
            identity=web.ManagedServiceIdentityArgs(
                type=web.ManagedServiceIdentityType.USER_ASSIGNED,
                user_assigned_identities=[self.identity.id],
            ),
            key_vault_reference_identity=self.identity.id,
            virtual_network_subnet_id=args.subnet_id,
            function_app_config=web.FunctionAppConfigArgs(
                runtime=web.FunctionsRuntimeArgs(name=args.runtime, version=args.version),
                scale_and_concurrency=web.FunctionsScaleAndConcurrencyArgs(
                    instance_memory_mb=args.memory_mb,
                    maximum_instance_count=args.maximum_instances or 100,
                    always_ready=[
                        web.FunctionsAlwaysReadyConfigArgs(
                            name="http", instance_count=args.always_ready
                        )
                    ]
                    if args.always_ready is not None
                    else [],
                ),
                deployment=web.FunctionsDeploymentArgs(
                    storage=web.FunctionsDeploymentStorageArgs(
                        type="blobContainer",
                        value=pulumi.Output.concat(
                            args.packages.primary_endpoints.apply(lambda endpoints: endpoints.blob),
                            code.name,
                        ),
                        authentication=web.FunctionsDeploymentStorageAuthenticationArgs(
                            type="UserAssignedIdentity",
                            user_assigned_identity_resource_id=self.identity.id,
                        ),
                    ),
                ),
            ),
            site_config=web.SiteConfigArgs(
                min_tls_version="1.2",
                ftps_state="Disabled",
                http20_enabled=True,
                app_settings=[
                    web.NameValuePairArgs(name=key, value=value) for key, value in settings.items()
                ],
            ),
            tags=args.tags,
        )
        for key, value in (args.extra or {}).items():
            setattr(app_args, key, value)
        self.app = web.WebApp(
            name,
            app_args,
            pulumi.ResourceOptions(parent=self, depends_on=[*assignments, code_package]),
        )

        # Nobody publishes with a user name and a password.
        web.WebAppScmAllowed(
            name,
            resource_group_name=resource_group_name,
            name=self.app.name,
            allow=False,
            opts=parent,
        )
        web.WebAppFtpAllowed(
            name,
            resource_group_name=resource_group_name,
            name=self.app.name,
            allow=False,
            opts=parent,
        )

        if args.alarms:
            create_alarm(
                f"{name}-failures",
                platform=platform,
                description=f"The {name} function fails",
                scope=platform.insights.id,
                namespace="microsoft.insights/components",
                metric="requests/failed",
                dimension={"name": "cloud/roleName", "value": self.app.name},
                aggregation="Count",
                threshold=0,
                tags=args.tags,
                opts=parent,
            )

        self.register_outputs({"name": self.app.name, "hostName": self.app.default_host_name})
