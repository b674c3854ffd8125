"""Containers that are always there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from .alarm import create_alarm
from .container_task import ContainerTask
from .load_balancer import LoadBalancer


@dataclass(frozen=True, kw_only=True)
class ContainerServiceArgs:
    """What a service is made of."""

    task: ContainerTask
    cluster: aws.ecs.Cluster
    port: int
    min_copies: int
    """Copies that always run."""
    max_copies: int
    load_balancers: Sequence[LoadBalancer] = ()
    subnet_ids: pulumi.Input[Sequence[pulumi.Input[str]]]
    security_group_id: pulumi.Input[str]
    alarm_topic_arn: pulumi.Input[str] | None = None
    """Who is told when it fails; nobody when absent."""
    extra: Mapping[str, Any] | None = None
    """Further arguments of the service, over all others."""


class ContainerService(pulumi.ComponentResource):
    """Copies of a container that are always there, as many as the load takes."""

    service: aws.ecs.Service

    def __init__(
        self,
        name: str,
        args: ContainerServiceArgs,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("{{project}}:components:ContainerService", name, None, opts)
        cluster, task = args.cluster, args.task

        service_args = aws.ecs.ServiceArgs(
            cluster=cluster.arn,
            task_definition=task.definition.arn,
            launch_type="FARGATE",
            desired_count=args.min_copies,
            network_configuration=aws.ecs.ServiceNetworkConfigurationArgs(
                subnets=args.subnet_ids,
                security_groups=[args.security_group_id],
                assign_public_ip=False,
            ),
            load_balancers=[
                aws.ecs.ServiceLoadBalancerArgs(
                    target_group_arn=balancer.target_group.arn,
                    container_name=task.container_name,
                    container_port=args.port,
                )
                for balancer in args.load_balancers
            ],
            health_check_grace_period_seconds=60 if args.load_balancers else None,
            # A deployment whose copies do not become healthy is rolled back.
            deployment_circuit_breaker=aws.ecs.ServiceDeploymentCircuitBreakerArgs(
                enable=True, rollback=True
            ),
            availability_zone_rebalancing="ENABLED",
            enable_execute_command=False,
            propagate_tags="SERVICE",
        )
        for key, value in (args.extra or {}).items():
            setattr(service_args, key, value)
        self.service = aws.ecs.Service(
            name,
            service_args,
            pulumi.ResourceOptions(
                parent=self,
                depends_on=[
                    *task.policies,
                    *(balancer.listener for balancer in args.load_balancers),
                ],
                # The number of copies follows the load.
                ignore_changes=["desiredCount"],
            ),
        )

        self._scale(name, args)
        if args.alarm_topic_arn is not None:
            for suffix, metric, meaning in (
                ("cpu", "CPUUtilization", "busy"),
                ("memory", "MemoryUtilization", "short of memory"),
            ):
                create_alarm(
                    f"{name}-{suffix}",
                    description=f"The copies of the container {name} are {meaning}",
                    namespace="AWS/ECS",
                    metric=metric,
                    dimensions={"ClusterName": cluster.name, "ServiceName": self.service.name},
                    statistic="Average",
                    threshold=90,
                    periods=3,
                    topic_arn=args.alarm_topic_arn,
                    opts=pulumi.ResourceOptions(parent=self),
                )
        self.register_outputs({"serviceName": self.service.name})

    def _scale(self, name: str, args: ContainerServiceArgs) -> None:
        parent = pulumi.ResourceOptions(parent=self)
        target = aws.appautoscaling.Target(
            name,
            service_namespace="ecs",
            scalable_dimension="ecs:service:DesiredCount",
            resource_id=pulumi.Output.concat("service/", args.cluster.name, "/", self.service.name),
            min_capacity=args.min_copies,
            max_capacity=args.max_copies,
            opts=parent,
        )
        aws.appautoscaling.Policy(
            f"{name}-cpu",
            policy_type="TargetTrackingScaling",
            service_namespace=target.service_namespace,
            scalable_dimension=target.scalable_dimension,
            resource_id=target.resource_id,
            target_tracking_scaling_policy_configuration={
                "target_value": 60,
                "predefined_metric_specification": {
                    "predefined_metric_type": "ECSServiceAverageCPUUtilization",
                },
            },
            opts=parent,
        )
        if args.load_balancers:
            balancer = args.load_balancers[0]
            label = pulumi.Output.concat(
                balancer.balancer.arn_suffix, "/", balancer.target_group.arn_suffix
            )
            aws.appautoscaling.Policy(
                f"{name}-requests",
                policy_type="TargetTrackingScaling",
                service_namespace=target.service_namespace,
                scalable_dimension=target.scalable_dimension,
                resource_id=target.resource_id,
                target_tracking_scaling_policy_configuration={
                    "target_value": 1000,  # requests a minute for each copy
                    "predefined_metric_specification": {
                        "predefined_metric_type": "ALBRequestCountPerTarget",
                        "resource_label": label,
                    },
                },
                opts=parent,
            )
