"""Whether somebody is told when something goes wrong."""

from judge.aws.world import World
from judge.design import Node
from judge.recording import Resource, as_list

ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"


def alarmed(world: World, metric: str, dimension: str, values: set[str]) -> bool:
    """Return whether an alarm on the metric of the thing tells someone."""
    return any(
        item.get("metricName") == metric
        and item.get("dimensions", dimension) in values
        and as_list(item.get("alarmActions"))
        for item in world.recording.of(ALARM)
    )


# What somebody must be told of a node: the metric, what it means, and its dimensions with the outputs behind them.
WATCHED: dict[str, list[tuple[str, str, dict[str, str]]]] = {
    "http-api": [("Latency", "it is slow", {"ApiId": "id"})],
    "table": [
        ("ReadThrottleEvents", "reads are throttled", {"TableName": "name"}),
        ("WriteThrottleEvents", "writes are throttled", {"TableName": "name"}),
    ],
    "topic": [
        ("NumberOfNotificationsFailed", "messages are not delivered", {"TopicName": "name"}),
        ("NumberOfNotificationsFailedToRedriveToDlq", "messages are lost", {"TopicName": "name"}),
    ],
    "search": [
        ("5xx", "it answers with errors of its own", {"CollectionId": "id", "CollectionName": "name", "ClientId": ""})
    ],
}


def judge_watch(world: World, node: Node, resource: Resource) -> None:
    """Assert that somebody is told of what matters of a kind, unless the design wants nobody told."""
    for metric, meaning, dimensions in WATCHED.get(node.kind, []):
        wanted = {key: resource.output(name) if name else "<account>" for key, name in dimensions.items()}
        told = tells(world, metric, wanted)
        if node.get("alarms") is False:
            world.need(not told, node.id, f"somebody is told when {meaning}, which the design does not want")
        else:
            world.need(told, node.id, f"nobody is told when {meaning}")


def tells(world: World, metric: str, dimensions: dict[str, str]) -> bool:
    """Return whether an alarm on just that metric tells someone."""
    return any(
        item.get("metricName") == metric and item.get("dimensions") == dimensions and as_list(item.get("alarmActions"))
        for item in world.recording.of(ALARM)
    )
