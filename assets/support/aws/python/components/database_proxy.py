"""Proxies that share the connections of databases."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import pulumi
import pulumi_aws as aws

from .. import iam
from .database import Database
from .traffic import allow_traffic


@dataclass(frozen=True, kw_only=True)
class DatabaseProxyArgs:
    """What a proxy is made of."""

    database: Database
    engine_family: Literal["MYSQL", "POSTGRESQL"]
    port: int
    user_arns: Sequence[pulumi.Input[str]]
    """The users of the database that it may sign in as, by their ARNs."""
    require_tls: bool
    vpc_id: pulumi.Input[str]
    subnet_ids: pulumi.Input[Sequence[pulumi.Input[str]]]


class DatabaseProxy(pulumi.ComponentResource):
    """Shares the connections of a database between all who use it; identities alone sign in."""

    proxy: aws.rds.Proxy
    security_group: aws.ec2.SecurityGroup
    resource_id: pulumi.Output[str]
    """What ARNs of its users begin with, after the account."""

    def __init__(
        self,
        name: str,
        args: DatabaseProxyArgs,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("{{project}}:components:DatabaseProxy", name, None, opts)
        parent = pulumi.ResourceOptions(parent=self)
        database = args.database

        self.security_group = aws.ec2.SecurityGroup(
            f"{name}-security-group",
            description=f"Network access of the proxy {name}",
            vpc_id=args.vpc_id,
            opts=parent,
        )
        allow_traffic(
            f"{name}-to-database",
            description=f"From the proxy {name} to its database",
            source_group_id=self.security_group.id,
            target_group_id=database.security_group.id,
            port=args.port,
            opts=parent,
        )

        role = aws.iam.Role(
            f"{name}-role",
            description=f"Lets the proxy {name} sign in to its database",
            assume_role_policy=iam.trust("rds.amazonaws.com"),
            opts=parent,
        )
        policy = aws.iam.RolePolicy(
            f"{name}-policy",
            role=role.id,
            policy=iam.policy(iam.allow("SignIn", ["rds-db:connect"], args.user_arns)),
            opts=parent,
        )

        self.proxy = aws.rds.Proxy(
            name,
            engine_family=args.engine_family,
            default_auth_scheme="IAM_AUTH",
            require_tls=args.require_tls,
            role_arn=role.arn,
            vpc_subnet_ids=args.subnet_ids,
            vpc_security_group_ids=[self.security_group.id],
            opts=pulumi.ResourceOptions(parent=self, depends_on=[policy]),
        )
        targets = aws.rds.ProxyDefaultTargetGroup(
            name,
            db_proxy_name=self.proxy.name,
            connection_pool_config={"max_connections_percent": 90},
            opts=parent,
        )
        aws.rds.ProxyTarget(
            name,
            db_proxy_name=self.proxy.name,
            target_group_name=targets.name,
            db_cluster_identifier=database.cluster.cluster_identifier,
            # The proxy takes up the database's instances, so they must be there.
            opts=pulumi.ResourceOptions(parent=self, depends_on=[database]),
        )

        self.resource_id = self.proxy.arn.apply(lambda arn: arn.rpartition(":db-proxy:")[2])
        self.register_outputs({"endpoint": self.proxy.endpoint})
