"""Whether somebody is told when something goes wrong."""

from judge.aws.world import World
from judge.recording import as_list

ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"


def alarmed(world: World, metric: str, dimension: str, values: set[str]) -> bool:
    """Return whether an alarm on the metric of the thing tells someone."""
    return any(
        item.get("metricName") == metric
        and item.get("dimensions", dimension) in values
        and as_list(item.get("alarmActions"))
        for item in world.recording.of(ALARM)
    )
