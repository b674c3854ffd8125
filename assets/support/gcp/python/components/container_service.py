"""Containers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypedDict

import pulumi
import pulumi_gcp as gcp

from .alarm import create_alarm
from .secret_variables import SecretVariable, allow_secrets


class Subnet(TypedDict):
    """A subnet of a private network."""

    network: pulumi.Input[str]
    subnetwork: pulumi.Input[str]


@dataclass(frozen=True, kw_only=True)
class ContainerServiceArgs:
    """What a container is made of."""

    region: str
    description: str
    image: str
    port: int
    cpu: float
    memory_mb: int
    min_copies: int
    """Copies that always run."""
    max_copies: int
    """At most this many copies at once."""
    ingress: Literal[
        "INGRESS_TRAFFIC_ALL",
        "INGRESS_TRAFFIC_INTERNAL_ONLY",
        "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER",
    ]
    """From where it can be reached at all; its members say by whom."""
    environment: Mapping[str, pulumi.Input[str]] | None = None
    secrets: Sequence[SecretVariable] = ()
    """Secrets whose values stand in its environment."""
    health_check: str | None = None
    """The path that answers while a copy works; a copy is not asked without one."""
    subnet: Subnet | None = None
    """The subnet of a private network that it joins."""
    egress: Literal["PRIVATE_RANGES_ONLY", "ALL_TRAFFIC"] | None = None
    """Which connections leave through the subnet."""
    alarm_channel: pulumi.Input[str] | None = None
    """Who is told when it fails; nobody when absent."""
    account_name: str | None = None
    """The name of its account, where that of the container is too long."""
    extra: Mapping[str, Any] | None = None
    """Further arguments of the service, over all others."""


class ContainerService(pulumi.ComponentResource):
    """Copies of a container, as many as the load takes, with a service account of its own.

    Nobody may call it until granted.
    """

    account: gcp.serviceaccount.Account
    service: gcp.cloudrunv2.Service
    uri: pulumi.Output[str]
    """The address that callers use, and the audience of their tokens."""

    def __init__(
        self,
        name: str,
        args: ContainerServiceArgs,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("{{project}}:components:ContainerService", name, None, opts)
        parent = pulumi.ResourceOptions(parent=self)

        self.account = gcp.serviceaccount.Account(
            args.account_name or name,
            display_name=f"Runs the {name} container",
            opts=parent,
        )
        before = allow_secrets(name, self.account, args.secrets, parent)

        envs = [
            gcp.cloudrunv2.ServiceTemplateContainerEnvArgs(name=key, value=value)
            for key, value in (args.environment or {}).items()
        ]
        envs += [
            gcp.cloudrunv2.ServiceTemplateContainerEnvArgs(
                name=secret["variable"],
                value_source=gcp.cloudrunv2.ServiceTemplateContainerEnvValueSourceArgs(
                    secret_key_ref=gcp.cloudrunv2.ServiceTemplateContainerEnvValueSourceSecretKeyRefArgs(
                        secret=secret["secret_id"],
                        version=secret["version"],
                    )
                ),
            )
            for secret in args.secrets
        ]
        startup: gcp.cloudrunv2.ServiceTemplateContainerStartupProbeArgs | None = None
        liveness: gcp.cloudrunv2.ServiceTemplateContainerLivenessProbeArgs | None = None
        if args.health_check is not None:
            startup = gcp.cloudrunv2.ServiceTemplateContainerStartupProbeArgs(
                http_get=gcp.cloudrunv2.ServiceTemplateContainerStartupProbeHttpGetArgs(
                    path=args.health_check
                ),
                period_seconds=5,
                failure_threshold=24,
            )
            liveness = gcp.cloudrunv2.ServiceTemplateContainerLivenessProbeArgs(
                http_get=gcp.cloudrunv2.ServiceTemplateContainerLivenessProbeHttpGetArgs(
                    path=args.health_check
                ),
                period_seconds=30,
            )
        container = gcp.cloudrunv2.ServiceTemplateContainerArgs(
            image=args.image,
            ports=gcp.cloudrunv2.ServiceTemplateContainerPortsArgs(container_port=args.port),
            envs=envs,
            resources=gcp.cloudrunv2.ServiceTemplateContainerResourcesArgs(
                limits={"cpu": f"{args.cpu:g}", "memory": f"{args.memory_mb}Mi"},
                # Copies go on working between requests.
                cpu_idle=False,
                startup_cpu_boost=True,
            ),
            startup_probe=startup,
            liveness_probe=liveness,
        )
        service_args = gcp.cloudrunv2.ServiceArgs(
            description=args.description,
            location=args.region,
            ingress=args.ingress,
            template=gcp.cloudrunv2.ServiceTemplateArgs(
                service_account=self.account.email,
                timeout="300s",
                scaling=gcp.cloudrunv2.ServiceTemplateScalingArgs(
                    min_instance_count=args.min_copies,
                    max_instance_count=args.max_copies,
                ),
                containers=[container],
                vpc_access=gcp.cloudrunv2.ServiceTemplateVpcAccessArgs(
                    network_interfaces=[
                        gcp.cloudrunv2.ServiceTemplateVpcAccessNetworkInterfaceArgs(
                            network=args.subnet["network"],
                            subnetwork=args.subnet["subnetwork"],
                        )
                    ],
                    egress=args.egress,
                )
                if args.subnet
                else None,
            ),
            # It keeps nothing that would be lost with it.
            deletion_protection=False,
        )
        for key, value in (args.extra or {}).items():
            setattr(service_args, key, value)
        self.service = gcp.cloudrunv2.Service(
            name,
            service_args,
            pulumi.ResourceOptions(parent=self, depends_on=before),
        )
        self.uri = self.service.uri

        if args.alarm_channel is not None:
            requests = pulumi.Output.concat(
                'resource.type = "cloud_run_revision" AND resource.labels.service_name = "',
                self.service.name,
                '" AND metric.type = "run.googleapis.com/request_count"',
            )
            create_alarm(
                f"{name}-errors",
                description=f"The {name} container fails",
                metric=pulumi.Output.concat(
                    requests, ' AND metric.labels.response_code_class = "5xx"'
                ),
                threshold=0,
                channel=args.alarm_channel,
                opts=parent,
            )
            create_alarm(
                f"{name}-refused",
                description=f"The copies of the {name} container cannot take all requests",
                metric=pulumi.Output.concat(requests, ' AND metric.labels.response_code = "429"'),
                threshold=0,
                channel=args.alarm_channel,
                opts=parent,
            )

        self.register_outputs({"serviceName": self.service.name, "uri": self.uri})
