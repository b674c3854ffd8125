"""Dashboards."""

from collections.abc import Sequence
from typing import Any, Literal, TypedDict

import pulumi
import pulumi_aws as aws

Kind = Literal[
    "delivery-stream",
    "delivery-to-search",
    "function",
    "graphql-api",
    "http-api",
    "queue",
    "stream",
    "table",
    "topic",
    "websocket-api",
    "workflow",
]


class DashboardRow(TypedDict):
    """What a row shows: a thing of this kind, by the value of its metrics' dimension."""

    title: str
    kind: Kind
    id: pulumi.Input[str]


Graph = tuple[str, list[tuple[str, str]]]
"""What a graph is called, and its metrics with their statistics."""

# What matters of each kind of thing: where its metrics are, and the graphs of its row.
METRICS: dict[Kind, tuple[str, str, list[Graph]]] = {
    "delivery-stream": (
        "AWS/Firehose",
        "DeliveryStreamName",
        [
            ("records", [("IncomingRecords", "Sum")]),
            ("freshness", [("DeliveryToS3.DataFreshness", "Maximum")]),
        ],
    ),
    "delivery-to-search": (
        "AWS/Firehose",
        "DeliveryStreamName",
        [
            ("records", [("IncomingRecords", "Sum")]),
            (
                "freshness",
                [("DeliveryToAmazonOpenSearchServerless.DataFreshness", "Maximum")],
            ),
        ],
    ),
    "function": (
        "AWS/Lambda",
        "FunctionName",
        [
            ("calls", [("Invocations", "Sum"), ("Errors", "Sum"), ("Throttles", "Sum")]),
            ("duration", [("Duration", "p50"), ("Duration", "p99")]),
            ("copies", [("ConcurrentExecutions", "Maximum")]),
        ],
    ),
    "graphql-api": (
        "AWS/AppSync",
        "GraphQLAPIId",
        [
            ("errors", [("4XXError", "Sum"), ("5XXError", "Sum")]),
            ("latency", [("Latency", "p50"), ("Latency", "p99")]),
        ],
    ),
    "http-api": (
        "AWS/ApiGateway",
        "ApiId",
        [
            ("requests", [("Count", "Sum"), ("4xx", "Sum"), ("5xx", "Sum")]),
            ("latency", [("Latency", "p50"), ("Latency", "p99")]),
        ],
    ),
    "queue": (
        "AWS/SQS",
        "QueueName",
        [
            (
                "messages",
                [
                    ("NumberOfMessagesSent", "Sum"),
                    ("ApproximateNumberOfMessagesVisible", "Maximum"),
                ],
            ),
            ("age", [("ApproximateAgeOfOldestMessage", "Maximum")]),
        ],
    ),
    "stream": (
        "AWS/Kinesis",
        "StreamName",
        [
            (
                "records",
                [("IncomingRecords", "Sum"), ("WriteProvisionedThroughputExceeded", "Sum")],
            ),
            ("age", [("GetRecords.IteratorAgeMilliseconds", "Maximum")]),
        ],
    ),
    "table": (
        "AWS/DynamoDB",
        "TableName",
        [
            (
                "units",
                [("ConsumedReadCapacityUnits", "Sum"), ("ConsumedWriteCapacityUnits", "Sum")],
            ),
            ("throttles", [("ReadThrottleEvents", "Sum"), ("WriteThrottleEvents", "Sum")]),
        ],
    ),
    "topic": (
        "AWS/SNS",
        "TopicName",
        [
            (
                "messages",
                [("NumberOfMessagesPublished", "Sum"), ("NumberOfNotificationsFailed", "Sum")],
            ),
        ],
    ),
    "websocket-api": (
        "AWS/ApiGateway",
        "ApiId",
        [
            ("traffic", [("ConnectCount", "Sum"), ("MessageCount", "Sum")]),
            ("errors", [("IntegrationError", "Sum"), ("ExecutionError", "Sum")]),
        ],
    ),
    "workflow": (
        "AWS/States",
        "StateMachineArn",
        [
            ("runs", [("ExecutionsStarted", "Sum"), ("ExecutionsFailed", "Sum")]),
            ("time", [("ExecutionTime", "p50"), ("ExecutionTime", "p99")]),
        ],
    ),
}


def create_dashboard(
    name: str,
    *,
    dashboard_name: str,
    region: str,
    rows: Sequence[DashboardRow],
    opts: pulumi.ResourceOptions,
) -> aws.cloudwatch.Dashboard:
    """Make a dashboard with a row for each thing; a row's graphs share its width."""
    height = 6
    widgets: list[dict[str, Any]] = []
    for row, item in enumerate(rows):
        namespace, dimension, graphs = METRICS[item["kind"]]
        width = 24 // len(graphs)
        for column, (title, metrics) in enumerate(graphs):
            widgets.append(
                {
                    "type": "metric",
                    "x": column * width,
                    "y": row * height,
                    "width": width,
                    "height": height,
                    "properties": {
                        "title": f"{item['title']}: {title}",
                        "region": region,
                        "period": 300,
                        "view": "timeSeries",
                        "metrics": [
                            [namespace, metric, dimension, item["id"], {"stat": stat}]
                            for metric, stat in metrics
                        ],
                    },
                }
            )
    return aws.cloudwatch.Dashboard(
        name,
        dashboard_name=dashboard_name,
        dashboard_body=pulumi.Output.json_dumps({"widgets": widgets}),
        opts=opts,
    )
