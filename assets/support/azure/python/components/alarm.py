"""Alarms."""

from collections.abc import Mapping
from typing import Literal, TypedDict

import pulumi
from pulumi_azure_native import monitor

from .platform import Platform


class Dimension(TypedDict):
    """The name of a dimension, and the value that counts."""

    name: str
    value: pulumi.Input[str]


def create_alarm(
    name: str,
    *,
    platform: Platform,
    description: str,
    scope: pulumi.Input[str],
    namespace: str,
    metric: str,
    threshold: float,
    tags: Mapping[str, str],
    opts: pulumi.ResourceOptions,
    dimension: Dimension | None = None,
    aggregation: Literal["Average", "Count", "Maximum", "Total"] = "Total",
) -> monitor.MetricAlert:
    """An alarm on one metric over five minutes, told to whom the platform names."""
    return monitor.MetricAlert(
        name,
        resource_group_name=platform.resource_group.name,
        location="global",
        description=description,
        enabled=True,
        severity=1,
        scopes=[scope],
        evaluation_frequency="PT5M",
        window_size="PT5M",
        criteria=monitor.MetricAlertSingleResourceMultipleMetricCriteriaArgs(
            odata_type="Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria",
            all_of=[
                monitor.MetricCriteriaArgs(
                    criterion_type="StaticThresholdCriterion",
                    name="above",
                    metric_namespace=namespace,
                    metric_name=metric,
                    dimensions=[
                        monitor.MetricDimensionArgs(
                            name=dimension["name"], operator="Include", values=[dimension["value"]]
                        )
                    ]
                    if dimension
                    else [],
                    time_aggregation=aggregation,
                    operator="GreaterThan",
                    threshold=threshold,
                )
            ],
        ),
        auto_mitigate=True,
        actions=[monitor.MetricAlertActionArgs(action_group_id=platform.alarms.id)],
        tags=tags,
        opts=opts,
    )
