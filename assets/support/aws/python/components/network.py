"""Private networks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from ipaddress import ip_network
from typing import Any, Literal

import pulumi
import pulumi_aws as aws

from .. import iam


@dataclass(frozen=True, kw_only=True)
class NetworkArgs:
    """What a network is made of."""

    cidr: str
    zones: int
    """Availability zones, each with a private subnet."""
    nat: Literal["none", "single", "per-zone"]
    """Gateways to the internet: none, one for all zones, or one in each."""
    public_subnets: bool = False
    """Whether each zone has a subnet that can be reached from the internet."""
    account_id: pulumi.Input[str]
    extra: Mapping[str, Any] | None = None
    """Further arguments of the VPC, over all others."""


class Network(pulumi.ComponentResource):
    """A private network over several zones, with a way out only where one is asked for."""

    vpc: aws.ec2.Vpc
    private_subnet_ids: pulumi.Output[Sequence[str]]
    public_subnet_ids: pulumi.Output[Sequence[str]]
    route_table_ids: pulumi.Output[Sequence[str]]

    def __init__(
        self,
        name: str,
        args: NetworkArgs,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("{{project}}:components:Network", name, None, opts)
        parent = pulumi.ResourceOptions(parent=self)
        blocks = [str(block) for block in ip_network(args.cidr).subnets(prefixlen_diff=4)]
        names = aws.get_availability_zones_output(
            state="available",
            filters=[{"name": "opt-in-status", "values": ["opt-in-not-required"]}],
            opts=pulumi.InvokeOutputOptions(parent=self),
        ).names

        vpc_args = aws.ec2.VpcArgs(
            cidr_block=args.cidr,
            enable_dns_hostnames=True,
            enable_dns_support=True,
            tags={"Name": name},
        )
        for key, value in (args.extra or {}).items():
            setattr(vpc_args, key, value)
        self.vpc = aws.ec2.Vpc(name, vpc_args, parent)
        # Nothing uses the group that every network comes with, so it lets nothing through.
        aws.ec2.DefaultSecurityGroup(f"{name}-default", vpc_id=self.vpc.id, opts=parent)

        gateways = {"none": 0, "single": 1, "per-zone": args.zones}[args.nat]
        public_subnets = [
            aws.ec2.Subnet(
                f"{name}-public-{zone + 1}",
                vpc_id=self.vpc.id,
                cidr_block=blocks[8 + zone],
                availability_zone=names[zone],
                opts=parent,
            )
            for zone in range(args.zones if args.public_subnets else gateways)
        ]
        nat_gateways = self._internet(name, public_subnets, gateways) if public_subnets else []

        private_subnets: list[aws.ec2.Subnet] = []
        route_tables: list[aws.ec2.RouteTable] = []
        for zone in range(args.zones):
            subnet_name = f"{name}-private-{zone + 1}"
            subnet = aws.ec2.Subnet(
                subnet_name,
                vpc_id=self.vpc.id,
                cidr_block=blocks[zone],
                availability_zone=names[zone],
                opts=parent,
            )
            table = aws.ec2.RouteTable(subnet_name, vpc_id=self.vpc.id, opts=parent)
            aws.ec2.RouteTableAssociation(
                subnet_name,
                subnet_id=subnet.id,
                route_table_id=table.id,
                opts=parent,
            )
            if nat_gateways:
                gateway = nat_gateways[zone if len(nat_gateways) > 1 else 0]
                aws.ec2.Route(
                    subnet_name,
                    route_table_id=table.id,
                    destination_cidr_block="0.0.0.0/0",
                    nat_gateway_id=gateway.id,
                    opts=parent,
                )
            private_subnets.append(subnet)
            route_tables.append(table)

        self._log_refused(name, args.account_id)

        self.private_subnet_ids = pulumi.Output.all(*(subnet.id for subnet in private_subnets))
        self.public_subnet_ids = pulumi.Output.all(*(subnet.id for subnet in public_subnets))
        self.route_table_ids = pulumi.Output.all(*(table.id for table in route_tables))
        self.register_outputs(
            {
                "vpcId": self.vpc.id,
                "privateSubnetIds": self.private_subnet_ids,
                "publicSubnetIds": self.public_subnet_ids,
            }
        )

    def _internet(
        self, name: str, subnets: Sequence[aws.ec2.Subnet], gateways: int
    ) -> list[aws.ec2.NatGateway]:
        """Join the public subnets to the internet; make as many gateways for the private ones."""
        parent = pulumi.ResourceOptions(parent=self)
        gateway = aws.ec2.InternetGateway(name, vpc_id=self.vpc.id, opts=parent)
        table = aws.ec2.RouteTable(f"{name}-public", vpc_id=self.vpc.id, opts=parent)
        aws.ec2.Route(
            f"{name}-public",
            route_table_id=table.id,
            destination_cidr_block="0.0.0.0/0",
            gateway_id=gateway.id,
            opts=parent,
        )
        associations = [
            aws.ec2.RouteTableAssociation(
                f"{name}-public-{zone + 1}",
                subnet_id=subnet.id,
                route_table_id=table.id,
                opts=parent,
            )
            for zone, subnet in enumerate(subnets)
        ]
        nat_gateways: list[aws.ec2.NatGateway] = []
        for zone, subnet in enumerate(subnets[:gateways]):
            address = aws.ec2.Eip(f"{name}-nat-{zone + 1}", domain="vpc", opts=parent)
            nat_gateways.append(
                aws.ec2.NatGateway(
                    f"{name}-nat-{zone + 1}",
                    subnet_id=subnet.id,
                    allocation_id=address.id,
                    opts=pulumi.ResourceOptions(parent=self, depends_on=[gateway, *associations]),
                )
            )
        return nat_gateways

    def _log_refused(self, name: str, account_id: pulumi.Input[str]) -> None:
        """Log what the network refuses: mistakes in its rules, and attacks."""
        parent = pulumi.ResourceOptions(parent=self)
        logs = aws.cloudwatch.LogGroup(f"{name}-logs", retention_in_days=30, opts=parent)
        role = aws.iam.Role(
            f"{name}-logs-role",
            description=f"Writes what the network {name} refuses to its log",
            assume_role_policy=iam.trust(
                "vpc-flow-logs.amazonaws.com",
                {"StringEquals": {"aws:SourceAccount": account_id}},
            ),
            opts=parent,
        )
        policy = aws.iam.RolePolicy(
            f"{name}-logs-policy",
            role=role.id,
            policy=iam.policy(
                iam.allow(
                    "WriteLogs",
                    ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
                    [pulumi.Output.concat(logs.arn, ":*")],
                )
            ),
            opts=parent,
        )
        aws.ec2.FlowLog(
            f"{name}-logs",
            vpc_id=self.vpc.id,
            traffic_type="REJECT",
            log_destination=logs.arn,
            iam_role_arn=role.arn,
            opts=pulumi.ResourceOptions(parent=self, depends_on=[policy]),
        )
