"""Networks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pulumi
from pulumi_azure_native import network

from .platform import Platform


@dataclass(frozen=True, kw_only=True)
class NetworkArgs:
    """What a private network is made of."""

    platform: Platform
    addresses: str
    """All addresses of the network."""
    function_addresses: str
    """Those of functions, a part of all."""
    database_addresses: str
    """Those of databases, another part of all."""
    database_clients: Sequence[str] = ()
    """Further addresses that may connect to databases, such as those of a network joined to
    this."""
    way_out: bool
    """Whether functions may connect to the internet, from one fixed address."""
    services: Sequence[str]
    """The services of Azure that functions reach without a way out, by their service tags."""
    endpoints: Sequence[str]
    """The services of Azure whose traffic from here stays in Azure's own network."""
    tags: Mapping[str, str]
    extra: Mapping[str, Any] | None = None
    """Further arguments of the network, over all others."""


def rule(
    name: str,
    priority: int,
    direction: Literal["Inbound", "Outbound"],
    access: Literal["Allow", "Deny"],
    *,
    source: str = "*",
    destination: str = "*",
    ports: Sequence[str] | None = None,
) -> network.SecurityRuleArgs:
    """A rule about connections into what a group guards, or out of it."""
    return network.SecurityRuleArgs(
        name=name,
        priority=priority,
        direction=direction,
        access=access,
        protocol="Tcp" if ports else "*",
        source_address_prefix=source,
        source_port_range="*",
        destination_address_prefix=destination,
        destination_port_ranges=ports,
        destination_port_range=None if ports else "*",
    )


class Network(pulumi.ComponentResource):
    """A private network: a part for functions, which only connect, and a part for databases."""

    virtual_network: network.VirtualNetwork
    function_subnet: network.Subnet
    database_subnet: network.Subnet

    def __init__(
        self,
        name: str,
        args: NetworkArgs,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("{{project}}:components:Network", name, None, opts)
        parent = pulumi.ResourceOptions(parent=self)
        resource_group_name = args.platform.resource_group.name

        network_args = network.VirtualNetworkInitArgs(
            resource_group_name=resource_group_name,
            address_space=network.AddressSpaceArgs(address_prefixes=[args.addresses]),
            tags=args.tags,
        )
        for key, value in (args.extra or {}).items():
            setattr(network_args, key, value)
        self.virtual_network = network.VirtualNetwork(name, network_args, parent)

        # HTTPS, and AMQP for messages and records.
        services = [
            rule(
                service,
                100 + 10 * index,
                "Outbound",
                "Allow",
                destination=service,
                ports=["443", "5671"],
            )
            for index, service in enumerate(args.services)
        ]
        functions = network.NetworkSecurityGroup(
            f"{name}-functions",
            resource_group_name=resource_group_name,
            security_rules=[]
            if args.way_out
            else [*services, rule("internet", 4000, "Outbound", "Deny", destination="Internet")],
            tags=args.tags,
            opts=parent,
        )

        clients = [
            rule(
                f"client-{index + 1}",
                100 + 10 * index,
                "Inbound",
                "Allow",
                source=source,
                ports=["5432"],
            )
            for index, source in enumerate([args.function_addresses, *args.database_clients])
        ]
        databases = network.NetworkSecurityGroup(
            f"{name}-databases",
            resource_group_name=resource_group_name,
            security_rules=[
                *clients,
                # The copies of a server follow each other.
                rule("databases", 3000, "Inbound", "Allow", source=args.database_addresses),
                rule("health", 3010, "Inbound", "Allow", source="AzureLoadBalancer"),
                rule("others", 4000, "Inbound", "Deny", source="VirtualNetwork"),
            ],
            tags=args.tags,
            opts=parent,
        )

        way_out: network.NatGateway | None = None
        if args.way_out:
            address = network.PublicIPAddress(
                f"{name}-way-out",
                resource_group_name=resource_group_name,
                sku=network.PublicIPAddressSkuArgs(name="Standard"),
                public_ip_allocation_method="Static",
                tags=args.tags,
                opts=parent,
            )
            way_out = network.NatGateway(
                f"{name}-way-out",
                resource_group_name=resource_group_name,
                sku=network.NatGatewaySkuArgs(name="Standard"),
                public_ip_addresses=[network.SubResourceArgs(id=address.id)],
                tags=args.tags,
                opts=parent,
            )

        self.function_subnet = network.Subnet(
            f"{name}-functions",
            resource_group_name=resource_group_name,
            virtual_network_name=self.virtual_network.name,
            address_prefix=args.function_addresses,
            delegations=[
                network.DelegationArgs(name="functions", service_name="Microsoft.App/environments")
            ],
            network_security_group=network.NetworkSecurityGroupArgs(id=functions.id),
            service_endpoints=[
                network.ServiceEndpointPropertiesFormatArgs(service=service)
                for service in args.endpoints
            ],
            nat_gateway=network.SubResourceArgs(id=way_out.id) if way_out else None,
            opts=parent,
        )
        self.database_subnet = network.Subnet(
            f"{name}-databases",
            resource_group_name=resource_group_name,
            virtual_network_name=self.virtual_network.name,
            address_prefix=args.database_addresses,
            delegations=[
                network.DelegationArgs(
                    name="databases",
                    service_name="Microsoft.DBforPostgreSQL/flexibleServers",
                )
            ],
            network_security_group=network.NetworkSecurityGroupArgs(id=databases.id),
            # A network takes one change at a time.
            opts=pulumi.ResourceOptions(parent=self, depends_on=[self.function_subnet]),
        )

        self.register_outputs({"virtualNetworkId": self.virtual_network.id})
