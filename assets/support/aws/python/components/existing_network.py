"""Private networks that are there already."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws


@dataclass(frozen=True, kw_only=True)
class ExistingNetworkArgs:
    """Which network it is."""

    vpc_id: str


class ExistingNetwork(pulumi.ComponentResource):
    """A network that is there already; what runs in it stands in its private subnets."""

    vpc: aws.ec2.Vpc
    private_subnet_ids: pulumi.Output[Sequence[str]]
    public_subnet_ids: pulumi.Output[Sequence[str]]

    def __init__(
        self,
        name: str,
        args: ExistingNetworkArgs,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("{{project}}:components:ExistingNetwork", name, None, opts)
        self.vpc = aws.ec2.Vpc.get(name, args.vpc_id, opts=pulumi.ResourceOptions(parent=self))
        self.private_subnet_ids = self._subnets(args.vpc_id, public="false")
        self.public_subnet_ids = self._subnets(args.vpc_id, public="true")
        self.register_outputs({})

    def _subnets(self, vpc_id: str, *, public: str) -> pulumi.Output[Sequence[str]]:
        return aws.ec2.get_subnets_output(
            filters=[
                {"name": "vpc-id", "values": [vpc_id]},
                {"name": "map-public-ip-on-launch", "values": [public]},
            ],
            opts=pulumi.InvokeOutputOptions(parent=self),
        ).ids
