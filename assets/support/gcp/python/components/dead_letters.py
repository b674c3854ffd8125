"""Messages that are set aside."""

from dataclasses import dataclass

import pulumi
import pulumi_gcp as gcp

from .alarm import create_alarm


@dataclass(frozen=True, kw_only=True)
class DeadLettersArgs:
    """What setting messages aside takes."""

    region: str
    description: str
    pubsub_agent: pulumi.Input[str]
    """Pub/Sub's own identity, which sets messages aside."""
    alarm_channel: pulumi.Input[str]


class DeadLetters(pulumi.ComponentResource):
    """Where messages are kept for two weeks that nobody could work off; an alarm tells of them."""

    topic: gcp.pubsub.Topic

    def __init__(
        self,
        name: str,
        args: DeadLettersArgs,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("{{project}}:components:DeadLetters", name, None, opts)
        parent = pulumi.ResourceOptions(parent=self)

        self.topic = gcp.pubsub.Topic(
            name,
            message_storage_policy={"allowed_persistence_regions": [args.region]},
            opts=parent,
        )
        # A topic keeps messages for its subscriptions only.
        subscription = gcp.pubsub.Subscription(
            name,
            topic=self.topic.id,
            message_retention_duration="1209600s",
            expiration_policy={"ttl": ""},
            opts=parent,
        )
        gcp.pubsub.TopicIAMMember(
            f"{name}-set-aside",
            topic=self.topic.name,
            role="roles/pubsub.publisher",
            member=args.pubsub_agent,
            opts=parent,
        )

        create_alarm(
            f"{name}-waiting",
            description=args.description,
            metric=pulumi.Output.concat(
                'resource.type = "pubsub_subscription" AND resource.labels.subscription_id = "',
                subscription.name,
                '" AND metric.type = "pubsub.googleapis.com/subscription/num_undelivered_messages"',
            ),
            threshold=0,
            aligner="ALIGN_MAX",
            channel=args.alarm_channel,
            opts=parent,
        )

        self.register_outputs({"topic": self.topic.name})
