"""Functions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypedDict

import pulumi
import pulumi_gcp as gcp

from .alarm import create_alarm
from .function_build import FunctionBuild
from .secret_variables import SecretVariable, allow_secrets


class FollowedDocuments(TypedDict):
    """Documents whose changes call a function."""

    database: pulumi.Input[str]
    document: str
    """Which documents, as `orders/{id}`."""


class Subnet(TypedDict):
    """A subnet of a private network."""

    network: pulumi.Input[str]
    subnetwork: pulumi.Input[str]


@dataclass(frozen=True, kw_only=True)
class CloudFunctionArgs:
    """What a function is made of."""

    project: str
    region: str
    description: str
    code_path: str
    """Folder with the function's code, relative to the project."""
    runtime: str
    memory_mb: int
    cpu: float | None = None
    """Processors; as the memory brings when absent."""
    timeout_seconds: int
    min_instances: int | None = None
    """Copies that are kept warm."""
    max_instances: int | None = None
    """At most this many copies at once."""
    concurrency: int | None = None
    """Calls that one copy works on at the same time."""
    environment: Mapping[str, pulumi.Input[str]] | None = None
    secrets: Sequence[SecretVariable] = ()
    """Secrets whose values stand in its environment."""
    follows: FollowedDocuments | None = None
    """Documents whose changes call it."""
    subnet: Subnet | None = None
    """The subnet of a private network that it joins."""
    build: FunctionBuild
    alarm_channel: pulumi.Input[str]
    account_name: str | None = None
    """The name of its accounts, where that of the function is too long."""
    extra: Mapping[str, Any] | None = None
    """Further arguments of the function, over all others."""


class CloudFunction(pulumi.ComponentResource):
    """A function with its own service account and alarm. Nobody may call it until granted."""

    account: gcp.serviceaccount.Account
    function: gcp.cloudfunctionsv2.Function
    uri: pulumi.Output[str]
    """The address that callers use, and the audience of their tokens."""

    def __init__(
        self,
        name: str,
        args: CloudFunctionArgs,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("{{project}}:components:CloudFunction", name, None, opts)
        parent = pulumi.ResourceOptions(parent=self)
        account_name = args.account_name or name
        build = args.build

        self.account = gcp.serviceaccount.Account(
            account_name,
            display_name=f"Runs the {name} function",
            opts=parent,
        )

        code = gcp.storage.BucketObject(
            f"{name}-code",
            bucket=build.bucket.name,
            source=pulumi.FileArchive(args.code_path),
            opts=parent,
        )

        before = allow_secrets(name, self.account, args.secrets, parent)

        trigger: gcp.serviceaccount.Account | None = None
        event_trigger: gcp.cloudfunctionsv2.FunctionEventTriggerArgs | None = None
        if args.follows:
            trigger = gcp.serviceaccount.Account(
                f"{account_name[:14]}-trigger",
                display_name=f"Calls the {name} function when documents change",
                opts=parent,
            )
            before.append(
                gcp.projects.IAMMember(
                    f"{name}-receives-changes",
                    project=args.project,
                    role="roles/eventarc.eventReceiver",
                    member=trigger.member,
                    opts=parent,
                )
            )
            event_trigger = gcp.cloudfunctionsv2.FunctionEventTriggerArgs(
                event_type="google.cloud.firestore.document.v1.written",
                trigger_region=args.region,
                event_filters=[
                    gcp.cloudfunctionsv2.FunctionEventTriggerEventFilterArgs(
                        attribute="database",
                        value=args.follows["database"],
                    ),
                    gcp.cloudfunctionsv2.FunctionEventTriggerEventFilterArgs(
                        attribute="document",
                        value=args.follows["document"],
                        operator="match-path-pattern",
                    ),
                ],
                service_account_email=trigger.email,
                retry_policy="RETRY_POLICY_RETRY",
            )

        function_args = gcp.cloudfunctionsv2.FunctionArgs(
            description=args.description,
            location=args.region,
            build_config=gcp.cloudfunctionsv2.FunctionBuildConfigArgs(
                runtime=args.runtime,
                entry_point="handler",
                service_account=build.account.name,
                docker_repository=build.images.id,
                source=gcp.cloudfunctionsv2.FunctionBuildConfigSourceArgs(
                    storage_source=gcp.cloudfunctionsv2.FunctionBuildConfigSourceStorageSourceArgs(
                        bucket=code.bucket,
                        object=code.name,
                        # New code under the same name is a new generation, which deploys the
                        # function again.
                        generation=code.generation,
                    )
                ),
            ),
            service_config=gcp.cloudfunctionsv2.FunctionServiceConfigArgs(
                service_account_email=self.account.email,
                available_memory=f"{args.memory_mb}Mi",
                available_cpu=None if args.cpu is None else f"{args.cpu:g}",
                timeout_seconds=args.timeout_seconds,
                min_instance_count=args.min_instances,
                max_instance_count=args.max_instances,
                max_instance_request_concurrency=args.concurrency,
                # Gateways, subscriptions and schedules call from outside of any network; IAM is
                # the guard.
                ingress_settings="ALLOW_ALL",
                all_traffic_on_latest_revision=True,
                environment_variables={"LOG_EXECUTION_ID": "true", **(args.environment or {})},
                secret_environment_variables=[
                    gcp.cloudfunctionsv2.FunctionServiceConfigSecretEnvironmentVariableArgs(
                        key=secret["variable"],
                        project_id=args.project,
                        secret=secret["secret_id"],
                        version=secret["version"],
                    )
                    for secret in args.secrets
                ],
                direct_vpc_egress="VPC_EGRESS_PRIVATE_RANGES_ONLY" if args.subnet else None,
                direct_vpc_network_interfaces=[
                    gcp.cloudfunctionsv2.FunctionServiceConfigDirectVpcNetworkInterfaceArgs(
                        network=args.subnet["network"],
                        subnetwork=args.subnet["subnetwork"],
                    )
                ]
                if args.subnet
                else None,
            ),
            event_trigger=event_trigger,
        )
        for key, value in (args.extra or {}).items():
            setattr(function_args, key, value)
        self.function = gcp.cloudfunctionsv2.Function(
            name,
            function_args,
            pulumi.ResourceOptions(parent=self, depends_on=[build, *before]),
        )
        self.uri = self.function.service_config.apply(
            lambda config: (config.uri if config else None) or ""
        )

        if trigger:
            gcp.cloudrunv2.ServiceIamMember(
                f"{name}-called-by-trigger",
                location=args.region,
                name=self.function.name,
                role="roles/run.invoker",
                member=trigger.member,
                opts=parent,
            )

        create_alarm(
            f"{name}-errors",
            description=f"The {name} function fails",
            metric=pulumi.Output.concat(
                'resource.type = "cloud_run_revision" AND resource.labels.service_name = "',
                self.function.name,
                '" AND metric.type = "run.googleapis.com/request_count"'
                ' AND metric.labels.response_code_class = "5xx"',
            ),
            threshold=0,
            channel=args.alarm_channel,
            opts=parent,
        )

        self.register_outputs({"functionName": self.function.name, "uri": self.uri})
