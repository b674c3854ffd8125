"""What shows people at a glance how a system is: a dashboard for each service, and what it may cost."""

from judge.aws.world import World

DASHBOARD = "aws:cloudwatch/dashboard:Dashboard"
BUDGET = "aws:budgets/budget:Budget"

# Of each kind, a metric that its row must show and the output that tells one thing from another.
SHOWN = {
    "delivery-stream": ("AWS/Firehose", "DeliveryToS3.DataFreshness", "name"),
    "function": ("AWS/Lambda", "Errors", "name"),
    "graphql-api": ("AWS/AppSync", "5XXError", "id"),
    "http-api": ("AWS/ApiGateway", "5xx", "id"),
    "queue": ("AWS/SQS", "ApproximateAgeOfOldestMessage", "name"),
    "stream": ("AWS/Kinesis", "IncomingRecords", "name"),
    "table": ("AWS/DynamoDB", "WriteThrottleEvents", "name"),
    "topic": ("AWS/SNS", "NumberOfNotificationsFailed", "name"),
    "websocket-api": ("AWS/ApiGateway", "IntegrationError", "id"),
    "workflow": ("AWS/States", "ExecutionsFailed", "arn"),
}


def judge_overview(world: World) -> None:
    """Assert that each service has one dashboard with all that it is made of, and that the budget is as given."""
    nodes = [node for node in world.design.nodes.values() if node.kind in SHOWN and not node.values.get("existing")]
    for service in sorted({node.service for node in nodes}):
        found = [
            item
            for item in world.recording.of(DASHBOARD)
            if any(holder.name == service for holder in world.recording.ancestors(item))
        ]
        if not world.need(len(found) == 1, service, f"it has {len(found)} dashboards"):
            continue
        name = str(found[0].get("dashboardName"))
        parts = (world.design.name, world.design.environment, service)
        world.need(all(part in name for part in parts), found[0], f"{name} could be that of another stack")
        body = found[0].get("dashboardBody") or {}
        widgets = body.get("widgets", [])
        shown = {tuple(metric[:4]) for widget in widgets for metric in widget.get("properties", {}).get("metrics", [])}
        regions = {widget.get("properties", {}).get("region") for widget in widgets}
        world.need(regions == {world.design.region}, found[0], f"it looks for metrics in {regions}")
        for node in nodes:
            resource = world.main(node)
            if node.service != service or resource is None:
                continue
            namespace, metric, output = SHOWN[node.kind]
            if any(flow.target.kind == "search" for flow in world.design.flows_from(node, "write")):
                metric = metric.replace("DeliveryToS3", "DeliveryToAmazonOpenSearchServerless")
            there = any(one[:2] == (namespace, metric) and one[3] == resource.output(output) for one in shown)
            world.need(there, node.id, f"no dashboard shows its {metric}")
    ours = [item for item in world.recording.of(BUDGET) if item not in world.resources.values()]
    for item in ours:
        told = item.get("notifications") or []
        limit = item.get("limitAmount")
        world.need(limit and item.get("timeUnit") == "MONTHLY", item, f"its limit is {limit}")
        people = [one.get("subscriberEmailAddresses") for one in told]
        world.need(people and all(people), item, "nobody is told of costs")
    # The proof gives stacks of production a budget, and an address that is told of it where there are alarms.
    wanted = world.design.production and any(world.recording.of("aws:cloudwatch/metricAlarm:MetricAlarm"))
    world.need(len(ours) == int(wanted), "budget", f"{len(ours)} budgets are kept, not {int(wanted)}")
