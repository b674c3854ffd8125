"""Connections inside of a network."""

import pulumi
import pulumi_aws as aws


def allow_traffic(
    name: str,
    *,
    description: str,
    source_group_id: pulumi.Input[str],
    target_group_id: pulumi.Input[str],
    port: int,
    opts: pulumi.ResourceOptions,
    last_port: int | None = None,
) -> None:
    """Let one security group connect to another, by a rule on either side."""
    aws.vpc.SecurityGroupEgressRule(
        name,
        description=description,
        security_group_id=source_group_id,
        referenced_security_group_id=target_group_id,
        ip_protocol="tcp",
        from_port=port,
        to_port=last_port or port,
        opts=opts,
    )
    aws.vpc.SecurityGroupIngressRule(
        name,
        description=description,
        security_group_id=target_group_id,
        referenced_security_group_id=source_group_id,
        ip_protocol="tcp",
        from_port=port,
        to_port=last_port or port,
        opts=opts,
    )
