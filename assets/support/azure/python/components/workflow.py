"""Workflows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi
from pulumi_azure_native import logic, managedidentity, monitor

from .. import roles
from .alarm import create_alarm
from .assignments import assign_all
from .platform import Platform


@dataclass(frozen=True, kw_only=True)
class WorkflowArgs:
    """What a workflow is made of."""

    platform: Platform
    identity: managedidentity.UserAssignedIdentity
    """Who runs are."""
    definition: Mapping[str, Any]
    """What starts a run, and what it does, in the words of the workflow definition language."""
    callers: Mapping[str, pulumi.Input[str]] | None = None
    """The identities that may start runs by a request, each under a name; nobody's token does
    when absent."""
    grants: Sequence[roles.Grant] = ()
    """What runs may do besides asking those who admit them."""
    log_runs: bool = True
    """Whether it is written down what each run and each action did."""
    alarms: bool = True
    tags: Mapping[str, str]
    extra: Mapping[str, Any] | None = None
    """Further arguments of the workflow, over all others."""


class Workflow(pulumi.ComponentResource):
    """Steps that a run takes, in Logic Apps, paid by the action."""

    workflow: logic.Workflow

    def __init__(
        self,
        name: str,
        args: WorkflowArgs,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("{{project}}:components:Workflow", name, None, opts)
        parent = pulumi.ResourceOptions(parent=self)
        platform = args.platform

        # A run that starts at once must find its rights.
        assignments = assign_all(
            name,
            platform=platform,
            principal_id=args.identity.principal_id,
            grants=args.grants,
            opts=parent,
        )

        workflow_args = logic.WorkflowArgs(
            resource_group_name=platform.resource_group.name,
            definition=args.definition,
            identity=logic.ManagedServiceIdentityArgs(
                type="UserAssigned", user_assigned_identities=[args.identity.id]
            ),
            access_control=_access(platform, args.callers) if args.callers else None,
            state="Enabled",
            tags=args.tags,
        )
        for key, value in (args.extra or {}).items():
            setattr(workflow_args, key, value)
        self.workflow = logic.Workflow(
            name,
            workflow_args,
            pulumi.ResourceOptions(parent=self, depends_on=assignments),
        )

        if args.log_runs:
            monitor.DiagnosticSetting(
                f"{name}-runs",
                resource_uri=self.workflow.id,
                workspace_id=platform.logs.id,
                logs=[monitor.DiagnosticsLogSettingsArgs(category="WorkflowRuntime", enabled=True)],
                opts=parent,
            )
        if args.alarms:
            create_alarm(
                f"{name}-failures",
                platform=platform,
                description=f"Runs of {name} fail",
                scope=self.workflow.id,
                namespace="Microsoft.Logic/workflows",
                metric="RunsFailed",
                threshold=0,
                tags=args.tags,
                opts=parent,
            )

        self.register_outputs({"name": self.workflow.name})


def _access(
    platform: Platform, callers: Mapping[str, pulumi.Input[str]]
) -> logic.FlowAccessControlConfigurationArgs:
    issuer = pulumi.Output.concat("https://sts.windows.net/", platform.tenant_id, "/")
    policies = {
        caller: logic.OpenAuthenticationAccessPolicyArgs(
            type="AAD",
            claims=[
                logic.OpenAuthenticationPolicyClaimArgs(name="iss", value=issuer),
                logic.OpenAuthenticationPolicyClaimArgs(
                    name="aud", value="https://management.azure.com"
                ),
                logic.OpenAuthenticationPolicyClaimArgs(name="oid", value=caller_id),
            ],
        )
        for caller, caller_id in callers.items()
    }
    return logic.FlowAccessControlConfigurationArgs(
        triggers=logic.FlowAccessControlConfigurationPolicyArgs(
            open_authentication_policies=logic.OpenAuthenticationAccessPoliciesArgs(
                policies=policies
            )
        )
    )
