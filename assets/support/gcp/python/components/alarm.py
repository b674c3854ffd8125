"""Alarms."""

from typing import Literal

import pulumi
import pulumi_gcp as gcp


def create_alarm(
    name: str,
    *,
    description: str,
    metric: pulumi.Input[str],
    threshold: float,
    channel: pulumi.Input[str],
    opts: pulumi.ResourceOptions,
    aligner: Literal["ALIGN_DELTA", "ALIGN_MAX"] = "ALIGN_DELTA",
) -> gcp.monitoring.AlertPolicy:
    """An alarm on one metric over periods of five minutes; a metric without data is healthy."""
    return gcp.monitoring.AlertPolicy(
        name,
        display_name=description,
        combiner="OR",
        severity="ERROR",
        conditions=[
            {
                "display_name": description,
                "condition_threshold": {
                    "filter": metric,
                    "comparison": "COMPARISON_GT",
                    "threshold_value": threshold,
                    "duration": "0s",
                    "aggregations": [
                        {
                            "alignment_period": "300s",
                            "per_series_aligner": aligner,
                            "cross_series_reducer": "REDUCE_MAX"
                            if aligner == "ALIGN_MAX"
                            else "REDUCE_SUM",
                        }
                    ],
                },
            }
        ],
        notification_channels=[channel],
        alert_strategy={"auto_close": "86400s"},
        opts=opts,
    )
