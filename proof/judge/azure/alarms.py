"""Alarms: one metric of one resource, told to somebody."""

from judge.azure.world import World

ALERT = "azure-native:monitor:MetricAlert"


def alarm(world: World, scope: str, metric: str, value: str | None = None, threshold: int = 0) -> bool:
    """Return whether some alarm watches a metric, of one value of a dimension or of the whole, and tells somebody."""
    for item in world.recording.of(ALERT):
        rule = item.get("criteria", "allOf") or []
        first = rule[0] if isinstance(rule, list) and rule else {}
        dimensions = first.get("dimensions") or [{}]
        told = item.get("actions") or []
        if (
            item.get("scopes") == [scope]
            and first.get("metricName") == metric
            and dimensions[0].get("values") == (None if value is None else [value])
            and first.get("operator") == "GreaterThan"
            and first.get("threshold") == threshold
            and item.get("enabled") is True
            and told
            and "ActionGroup" in str(told[0].get("actionGroupId"))
        ):
            return True
    return False
