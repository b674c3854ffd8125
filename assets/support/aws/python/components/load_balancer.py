"""Load balancers."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from .alarm import create_alarm
from .traffic import allow_traffic


@dataclass(frozen=True, kw_only=True)
class LoadBalancerArgs:
    """What a load balancer is made of."""

    certificate_arn: pulumi.Input[str] | None = None
    """The certificate of a public address; without it, it answers inside of the network alone."""
    require_tls: bool = True
    """Whether requests in the clear are sent on to the encrypted address, and not answered."""
    port: int
    """The port that copies listen on."""
    health_check_path: str
    """The path that answers while a copy works."""
    vpc_id: pulumi.Input[str]
    subnet_ids: pulumi.Input[Sequence[pulumi.Input[str]]]
    target_group_id: pulumi.Input[str]
    """The security group of the copies."""
    alarm_topic_arn: pulumi.Input[str] | None = None
    """Who is told when it fails; nobody when absent."""


class LoadBalancer(pulumi.ComponentResource):
    """A load balancer before the copies of a container, in a network or with a public address."""

    balancer: aws.lb.LoadBalancer
    target_group: aws.lb.TargetGroup
    listener: aws.lb.Listener
    security_group: aws.ec2.SecurityGroup

    def __init__(
        self,
        name: str,
        args: LoadBalancerArgs,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("{{project}}:components:LoadBalancer", name, None, opts)
        parent = pulumi.ResourceOptions(parent=self)
        internal = args.certificate_arn is None

        self.security_group = aws.ec2.SecurityGroup(
            f"{name}-security-group",
            description=f"Network access of the load balancer {name}",
            vpc_id=args.vpc_id,
            opts=parent,
        )
        allow_traffic(
            f"{name}-to-copies",
            description=f"From the load balancer {name} to its targets",
            source_group_id=self.security_group.id,
            target_group_id=args.target_group_id,
            port=args.port,
            opts=parent,
        )

        self.balancer = aws.lb.LoadBalancer(
            name,
            internal=internal,
            load_balancer_type="application",
            subnets=args.subnet_ids,
            security_groups=[self.security_group.id],
            drop_invalid_header_fields=True,
            opts=parent,
        )
        self.target_group = aws.lb.TargetGroup(
            name,
            vpc_id=args.vpc_id,
            port=args.port,
            protocol="HTTP",
            target_type="ip",
            deregistration_delay=30,
            health_check={"path": args.health_check_path, "matcher": "200-399"},
            opts=parent,
        )
        forward = aws.lb.ListenerDefaultActionArgs(
            type="forward", target_group_arn=self.target_group.arn
        )
        if internal:
            self.listener = aws.lb.Listener(
                name,
                load_balancer_arn=self.balancer.arn,
                port=80,
                protocol="HTTP",
                default_actions=[forward],
                opts=parent,
            )
        else:
            self.listener = aws.lb.Listener(
                name,
                load_balancer_arn=self.balancer.arn,
                port=443,
                protocol="HTTPS",
                ssl_policy="ELBSecurityPolicy-TLS13-1-2-2021-06",
                certificate_arn=args.certificate_arn,
                default_actions=[forward],
                opts=parent,
            )
            secure = aws.lb.ListenerDefaultActionArgs(
                type="redirect",
                redirect=aws.lb.ListenerDefaultActionRedirectArgs(
                    port="443", protocol="HTTPS", status_code="HTTP_301"
                ),
            )
            aws.lb.Listener(
                f"{name}-http",
                load_balancer_arn=self.balancer.arn,
                port=80,
                protocol="HTTP",
                default_actions=[secure if args.require_tls else forward],
                opts=parent,
            )
            for public_port in (80, 443):
                aws.vpc.SecurityGroupIngressRule(
                    f"{name}-from-internet-{public_port}",
                    description="From the internet",
                    security_group_id=self.security_group.id,
                    cidr_ipv4="0.0.0.0/0",
                    ip_protocol="tcp",
                    from_port=public_port,
                    to_port=public_port,
                    opts=parent,
                )

        if args.alarm_topic_arn is not None:
            dimensions = {
                "LoadBalancer": self.balancer.arn_suffix,
                "TargetGroup": self.target_group.arn_suffix,
            }
            create_alarm(
                f"{name}-errors",
                description=f"Copies behind {name} answer with errors of their own",
                namespace="AWS/ApplicationELB",
                metric="HTTPCode_Target_5XX_Count",
                dimensions=dimensions,
                threshold=0,
                topic_arn=args.alarm_topic_arn,
                opts=parent,
            )
            create_alarm(
                f"{name}-unhealthy",
                description=f"Copies behind {name} do not answer",
                namespace="AWS/ApplicationELB",
                metric="UnHealthyHostCount",
                dimensions=dimensions,
                statistic="Maximum",
                threshold=0,
                periods=3,
                topic_arn=args.alarm_topic_arn,
                opts=parent,
            )
        self.register_outputs({"dnsName": self.balancer.dns_name})
