"""Mail."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi
from pulumi_azure_native import communication, monitor

from .platform import Platform


@dataclass(frozen=True, kw_only=True)
class EmailArgs:
    """What mail is sent by."""

    platform: Platform
    sent_from: str
    """The address that mail is sent from, or a domain; from that, mail is sent as DoNotReply."""
    data_location: str
    """Where mail is kept while it is on its way, such as Europe."""
    verified: bool
    """Whether the records of the domain stand in its DNS, and Azure has seen them."""
    tags: Mapping[str, str]
    extra: Mapping[str, Any] | None = None
    """Further arguments of the service that sends, over all others."""


LOGS = ["EmailSendMailOperational", "EmailStatusUpdateOperational"]


class Email(pulumi.ComponentResource):
    """A domain, and the service that sends from it: for identities alone, without keys."""

    service: communication.CommunicationService
    domain: communication.Domain

    def __init__(
        self,
        name: str,
        args: EmailArgs,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("{{project}}:components:Email", name, None, opts)
        parent = pulumi.ResourceOptions(parent=self)
        resource_group_name = args.platform.resource_group.name
        user, _, domain_name = args.sent_from.rpartition("@")

        mail = communication.EmailService(
            name,
            resource_group_name=resource_group_name,
            location="global",
            data_location=args.data_location,
            tags=args.tags,
            opts=parent,
        )
        self.domain = communication.Domain(
            name,
            resource_group_name=resource_group_name,
            email_service_name=mail.name,
            location="global",
            domain_name=domain_name,
            domain_management="CustomerManaged",
            user_engagement_tracking="Disabled",
            tags=args.tags,
            opts=parent,
        )
        senders: list[pulumi.Resource] = []
        # Every domain has DoNotReply from the beginning.
        if args.verified and user:
            senders.append(
                communication.SenderUsername(
                    name,
                    resource_group_name=resource_group_name,
                    email_service_name=mail.name,
                    domain_name=self.domain.name,
                    sender_username=user,
                    username=user,
                    opts=parent,
                )
            )
        service_args = communication.CommunicationServiceArgs(
            resource_group_name=resource_group_name,
            location="global",
            data_location=args.data_location,
            # Azure links no domain whose records it has not seen.
            linked_domains=[self.domain.id] if args.verified else [],
            disable_local_auth=True,
            tags=args.tags,
        )
        for key, value in (args.extra or {}).items():
            setattr(service_args, key, value)
        self.service = communication.CommunicationService(
            name,
            service_args,
            pulumi.ResourceOptions(parent=self, depends_on=senders),
        )
        monitor.DiagnosticSetting(
            name,
            resource_uri=self.service.id,
            workspace_id=args.platform.logs.id,
            logs=[
                monitor.DiagnosticsLogSettingsArgs(category=category, enabled=True)
                for category in LOGS
            ],
            opts=parent,
        )

        self.register_outputs({"hostName": self.service.host_name})
