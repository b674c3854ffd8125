"""Deliveries of events."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import pulumi
from pulumi_azure_native import eventgrid

from .. import roles
from .platform import Platform


@dataclass(frozen=True, kw_only=True)
class EventDeliveryArgs:
    """What a delivery is made of."""

    platform: Platform
    topic_name: pulumi.Input[str]
    principal_id: pulumi.Input[str]
    undelivered_account_id: pulumi.Input[str]
    undelivered_container: pulumi.Input[str]
    of_bucket: bool
    """Whether the topic tells of a bucket's files."""
    destination: Literal["ServiceBusQueue", "ServiceBusTopic"]
    """Where events go: a queue or a topic of Service Bus."""
    destination_id: pulumi.Input[str]
    event_types: Sequence[str] | None = None
    """Only events of these types; all when absent."""
    subject_begins_with: pulumi.Input[str] | None = None
    """Only events whose subject begins so."""
    subject_ends_with: pulumi.Input[str] | None = None
    """Only events whose subject ends so."""
    maximum_attempts: int = 30


class EventDelivery(pulumi.ComponentResource):
    """Delivers events of a source to a queue or a topic, as the source itself."""

    def __init__(
        self,
        name: str,
        args: EventDeliveryArgs,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("{{project}}:components:EventDelivery", name, None, opts)
        platform = args.platform
        resource_group_name = platform.resource_group.name

        may_deliver = roles.assign(
            f"{name}-deliver",
            role="Azure Service Bus Data Sender",
            scope=args.destination_id,
            principal_id=args.principal_id,
            subscription_id=platform.subscription_id,
            opts=pulumi.ResourceOptions(parent=self),
        )

        as_itself = eventgrid.EventSubscriptionIdentityArgs(type="SystemAssigned")
        event_filter = eventgrid.EventSubscriptionFilterArgs(
            included_event_types=args.event_types,
            subject_begins_with=args.subject_begins_with,
            subject_ends_with=args.subject_ends_with,
        )
        retry_policy = eventgrid.RetryPolicyArgs(
            max_delivery_attempts=args.maximum_attempts, event_time_to_live_in_minutes=1440
        )
        delivery = eventgrid.DeliveryWithResourceIdentityArgs(
            identity=as_itself,
            destination=eventgrid.ServiceBusQueueEventSubscriptionDestinationArgs(
                endpoint_type="ServiceBusQueue", resource_id=args.destination_id
            )
            if args.destination == "ServiceBusQueue"
            else eventgrid.ServiceBusTopicEventSubscriptionDestinationArgs(
                endpoint_type="ServiceBusTopic", resource_id=args.destination_id
            ),
        )
        dead_letters = eventgrid.DeadLetterWithResourceIdentityArgs(
            identity=as_itself,
            dead_letter_destination=eventgrid.StorageBlobDeadLetterDestinationArgs(
                endpoint_type="StorageBlob",
                resource_id=args.undelivered_account_id,
                blob_container_name=args.undelivered_container,
            ),
        )
        # Event Grid asks whether it may deliver as soon as there is a subscription.
        opts = pulumi.ResourceOptions(parent=self, depends_on=[may_deliver])
        if args.of_bucket:
            eventgrid.SystemTopicEventSubscription(
                name,
                resource_group_name=resource_group_name,
                system_topic_name=args.topic_name,
                event_delivery_schema="CloudEventSchemaV1_0",
                filter=event_filter,
                retry_policy=retry_policy,
                delivery_with_resource_identity=delivery,
                dead_letter_with_resource_identity=dead_letters,
                opts=opts,
            )
        else:
            eventgrid.TopicEventSubscription(
                name,
                resource_group_name=resource_group_name,
                topic_name=args.topic_name,
                event_delivery_schema="CloudEventSchemaV1_0",
                filter=event_filter,
                retry_policy=retry_policy,
                delivery_with_resource_identity=delivery,
                dead_letter_with_resource_identity=dead_letters,
                opts=opts,
            )

        self.register_outputs({})
