"""Subscriptions."""

from dataclasses import dataclass
from typing import TypedDict

import pulumi
import pulumi_gcp as gcp


class Push(TypedDict):
    """Who is called with each message, and as whom."""

    uri: pulumi.Input[str]
    account: pulumi.Input[str]


class SetAside(TypedDict):
    """Where messages are set aside that could not be delivered so often."""

    topic: pulumi.Input[str]
    attempts: int


@dataclass(frozen=True, kw_only=True)
class DeliveryArgs:
    """What a subscription is made of."""

    topic: pulumi.Input[str]
    filter: str | None = None
    """Which messages, by their attributes."""
    push: Push | None = None
    """Who is called with each message; without it the messages wait to be fetched."""
    ack_deadline_seconds: int
    """How long a delivery may take before it is repeated."""
    retention_seconds: int
    """How long messages wait."""
    ordered: bool | None = None
    """Messages with one ordering key come in order."""
    dead_letters: SetAside | None = None
    """Where messages are set aside that could not be delivered."""
    pubsub_agent: pulumi.Input[str]
    """Pub/Sub's own identity, which takes messages that are set aside off the subscription."""


class Delivery(pulumi.ComponentResource):
    """A subscription that never expires, and gives up on a message only where that is set aside."""

    subscription: gcp.pubsub.Subscription

    def __init__(
        self,
        name: str,
        args: DeliveryArgs,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("{{project}}:components:Delivery", name, None, opts)
        parent = pulumi.ResourceOptions(parent=self)
        dead_letters, push = args.dead_letters, args.push

        self.subscription = gcp.pubsub.Subscription(
            name,
            topic=args.topic,
            filter=args.filter,
            ack_deadline_seconds=args.ack_deadline_seconds,
            message_retention_duration=f"{args.retention_seconds}s",
            enable_message_ordering=args.ordered,
            expiration_policy={"ttl": ""},
            retry_policy={"minimum_backoff": "10s", "maximum_backoff": "600s"},
            dead_letter_policy={
                "dead_letter_topic": dead_letters["topic"],
                "max_delivery_attempts": dead_letters["attempts"],
            }
            if dead_letters
            else None,
            push_config={
                "push_endpoint": push["uri"],
                "oidc_token": {
                    "service_account_email": push["account"],
                    "audience": push["uri"],
                },
            }
            if push
            else None,
            opts=parent,
        )
        if dead_letters:
            gcp.pubsub.SubscriptionIAMMember(
                f"{name}-set-aside",
                subscription=self.subscription.name,
                role="roles/pubsub.subscriber",
                member=args.pubsub_agent,
                opts=parent,
            )

        self.register_outputs({"subscription": self.subscription.name})
