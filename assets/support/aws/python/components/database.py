"""Relational databases."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from .alarm import create_alarm


@dataclass(frozen=True, kw_only=True)
class DatabaseArgs:
    """What a database is made of."""

    engine: aws.rds.EngineType
    engine_version: str
    port: int
    parameter_family: str
    """The family that its parameters belong to."""
    parameters: Mapping[str, str]
    logs: Sequence[str]
    """The logs that are kept."""
    min_capacity: float
    """Capacity units when idle; at 0 it pauses."""
    max_capacity: float
    backup_days: int
    multi_zone: bool
    """Whether a second copy in another zone takes over when the first one fails."""
    deletion_protection: bool
    """Refuses to delete it, and takes a last snapshot when it is deleted after all."""
    snapshot_name: str
    """What its last snapshot is called, after the project and the stack."""
    max_connections: int | None = None
    """Connections at the most, where the capacity does not decide."""
    vpc_id: pulumi.Input[str]
    subnet_ids: pulumi.Input[Sequence[pulumi.Input[str]]]
    alarm_topic_arn: pulumi.Input[str]
    extra: Mapping[str, Any] | None = None
    """Further arguments of the cluster, over all others."""


class Database(pulumi.ComponentResource):
    """An encrypted Aurora Serverless v2 cluster in a private network, with logs and alarms."""

    cluster: aws.rds.Cluster
    security_group: aws.ec2.SecurityGroup
    secret_arn: pulumi.Output[str]
    """The secret of the administrator, which RDS makes and rotates."""

    def __init__(
        self,
        name: str,
        args: DatabaseArgs,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("{{project}}:components:Database", name, None, opts)
        parent = pulumi.ResourceOptions(parent=self)
        keep = args.deletion_protection

        self.security_group = aws.ec2.SecurityGroup(
            f"{name}-security-group",
            description=f"Network access of the database {name}",
            vpc_id=args.vpc_id,
            opts=parent,
        )
        subnet_group = aws.rds.SubnetGroup(
            f"{name}-subnets",
            description=f"Subnets of the database {name}",
            subnet_ids=args.subnet_ids,
            opts=parent,
        )
        parameters = dict(args.parameters)
        if args.max_connections:
            parameters["max_connections"] = str(args.max_connections)
        parameter_group = aws.rds.ClusterParameterGroup(
            f"{name}-parameters",
            description=f"Parameters of the database {name}",
            family=args.parameter_family,
            parameters=[
                {"name": parameter, "value": value, "apply_method": "pending-reboot"}
                for parameter, value in parameters.items()
            ],
            opts=parent,
        )

        snapshot = f"{pulumi.get_project()}-{pulumi.get_stack()}-{args.snapshot_name}"
        cluster_args = aws.rds.ClusterArgs(
            engine=args.engine,
            engine_mode="provisioned",  # Serverless v2 is a way to scale what is provisioned.
            engine_version=args.engine_version,
            serverlessv2_scaling_configuration=aws.rds.ClusterServerlessv2ScalingConfigurationArgs(
                min_capacity=args.min_capacity,
                max_capacity=args.max_capacity,
            ),
            port=args.port,
            database_name="app",
            master_username="dbadmin",
            manage_master_user_password=True,
            iam_database_authentication_enabled=True,
            # The Data API: SQL from outside of the network, for whom IAM allows it.
            enable_http_endpoint=True,
            storage_encrypted=True,
            db_cluster_parameter_group_name=parameter_group.name,
            db_subnet_group_name=subnet_group.name,
            vpc_security_group_ids=[self.security_group.id],
            enabled_cloudwatch_logs_exports=args.logs,
            backup_retention_period=args.backup_days,
            copy_tags_to_snapshot=True,
            deletion_protection=keep,
            skip_final_snapshot=not keep,
            final_snapshot_identifier=re.sub(r"[^A-Za-z0-9]+", "-", snapshot),
        )
        for key, value in (args.extra or {}).items():
            setattr(cluster_args, key, value)
        self.cluster = aws.rds.Cluster(
            name,
            cluster_args,
            pulumi.ResourceOptions(parent=self, protect=keep, retain_on_delete=keep),
        )
        self.secret_arn = self.cluster.master_user_secrets.apply(
            lambda secrets: (secrets[0].secret_arn or "") if secrets else ""
        )

        # A log group that Aurora makes for itself would keep its content for ever.
        log_groups = [
            aws.cloudwatch.LogGroup(
                f"{name}-{log}-logs",
                name=pulumi.Output.concat(
                    "/aws/rds/cluster/", self.cluster.cluster_identifier, "/", log
                ),
                retention_in_days=30,
                opts=parent,
            )
            for log in args.logs
        ]
        for instance in ["writer", "reader"] if args.multi_zone else ["writer"]:
            aws.rds.ClusterInstance(
                f"{name}-{instance}",
                cluster_identifier=self.cluster.id,
                engine=args.engine,
                engine_version=self.cluster.engine_version,
                instance_class="db.serverless",
                performance_insights_enabled=True,
                # A copy of this tier keeps the size of the first one, to take over at once.
                promotion_tier=1,
                copy_tags_to_snapshot=True,
                opts=pulumi.ResourceOptions(
                    parent=self, depends_on=log_groups, protect=keep, retain_on_delete=keep
                ),
            )

        self._watch(name, args)
        self.register_outputs({"endpoint": self.cluster.endpoint, "secretArn": self.secret_arn})

    def _watch(self, name: str, args: DatabaseArgs) -> None:
        dimensions = {"DBClusterIdentifier": self.cluster.cluster_identifier}
        parent = pulumi.ResourceOptions(parent=self)
        create_alarm(
            f"{name}-capacity",
            description=f"The database {name} is about to run out of capacity",
            namespace="AWS/RDS",
            metric="ACUUtilization",
            dimensions=dimensions,
            statistic="Average",
            threshold=90,
            periods=3,
            topic_arn=args.alarm_topic_arn,
            opts=parent,
        )
        create_alarm(
            f"{name}-cpu",
            description=f"The processors of the database {name} are busy",
            namespace="AWS/RDS",
            metric="CPUUtilization",
            dimensions=dimensions,
            statistic="Average",
            threshold=90,
            periods=3,
            topic_arn=args.alarm_topic_arn,
            opts=parent,
        )
        create_alarm(
            f"{name}-deadlocks",
            description=f"Transactions in the database {name} block each other",
            namespace="AWS/RDS",
            metric="Deadlocks",
            dimensions=dimensions,
            threshold=0,
            topic_arn=args.alarm_topic_arn,
            opts=parent,
        )
        if args.max_connections is not None:
            create_alarm(
                f"{name}-connections",
                description=f"The database {name} is about to run out of connections",
                namespace="AWS/RDS",
                metric="DatabaseConnections",
                dimensions=dimensions,
                statistic="Maximum",
                threshold=int(args.max_connections * 0.8),
                topic_arn=args.alarm_topic_arn,
                opts=parent,
            )
