"""Addresses of AWS's services inside of networks."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from .. import iam


@dataclass(frozen=True, kw_only=True)
class InterfaceEndpointsArgs:
    """Which endpoints there are, and where."""

    services: Sequence[str]
    """The services, by the ends of their names, such as `secretsmanager`."""
    region: str
    account_id: pulumi.Input[str]
    vpc_id: pulumi.Input[str]
    subnet_ids: pulumi.Input[Sequence[pulumi.Input[str]]]


class InterfaceEndpoints(pulumi.ComponentResource):
    """Addresses of AWS's services inside of a network, for identities of this account alone."""

    security_group: aws.ec2.SecurityGroup

    def __init__(
        self,
        name: str,
        args: InterfaceEndpointsArgs,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("{{project}}:components:InterfaceEndpoints", name, None, opts)
        parent = pulumi.ResourceOptions(parent=self)
        self.security_group = aws.ec2.SecurityGroup(
            name,
            description=f"Network access of the endpoints {name}",
            vpc_id=args.vpc_id,
            opts=parent,
        )
        for service in args.services:
            aws.ec2.VpcEndpoint(
                f"{name}-{service.replace('.', '-')}",
                vpc_id=args.vpc_id,
                vpc_endpoint_type="Interface",
                service_name=f"com.amazonaws.{args.region}.{service}",
                subnet_ids=args.subnet_ids,
                security_group_ids=[self.security_group.id],
                private_dns_enabled=True,
                policy=iam.policy_text(iam.allow_account(args.account_id)),
                opts=parent,
            )
        self.register_outputs({"securityGroupId": self.security_group.id})
