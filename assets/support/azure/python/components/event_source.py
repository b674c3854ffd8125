"""Where events come from."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
from pulumi_azure_native import eventgrid, storage

from .. import roles
from .platform import Platform


@dataclass(frozen=True, kw_only=True)
class EventSourceArgs:
    """What a source of events is made of."""

    platform: Platform
    account_id: pulumi.Input[str] | None = None
    """The storage account whose files are told of; without it, the source takes what is published
    to it."""
    storage_name: str
    """Of the account that keeps what cannot be delivered: lower-case letters and digits, at most
    16."""
    tags: Mapping[str, str]


class EventSource(pulumi.ComponentResource):
    """Where events come from: a topic of Event Grid that delivers as itself.

    It keeps what cannot be delivered.
    """

    topic: eventgrid.Topic | eventgrid.SystemTopic
    endpoint: pulumi.Output[str]
    """Where events are published; empty where the source tells of a bucket."""
    principal_id: pulumi.Output[str]
    undelivered: storage.StorageAccount
    undelivered_container: pulumi.Output[str]
    """Known once the topic may write there."""

    def __init__(
        self,
        name: str,
        args: EventSourceArgs,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("{{project}}:components:EventSource", name, None, opts)
        parent = pulumi.ResourceOptions(parent=self)
        platform = args.platform
        resource_group_name = platform.resource_group.name

        if args.account_id is None:
            topic = eventgrid.Topic(
                name,
                resource_group_name=resource_group_name,
                input_schema="CloudEventSchemaV1_0",
                identity=eventgrid.IdentityInfoArgs(type="SystemAssigned"),
                disable_local_auth=True,
                minimum_tls_version_allowed="1.2",
                tags=args.tags,
                opts=parent,
            )
        else:
            topic = eventgrid.SystemTopic(
                name,
                resource_group_name=resource_group_name,
                source=args.account_id,
                topic_type="Microsoft.Storage.StorageAccounts",
                identity=eventgrid.IdentityInfoArgs(type="SystemAssigned"),
                tags=args.tags,
                opts=parent,
            )
        self.topic = topic
        self.endpoint = (
            topic.endpoint if isinstance(topic, eventgrid.Topic) else pulumi.Output.from_input("")
        )
        self.principal_id = topic.identity.apply(
            lambda identity: (identity.principal_id if identity else None) or ""
        )

        self.undelivered = storage.StorageAccount(
            args.storage_name,
            resource_group_name=resource_group_name,
            kind="StorageV2",
            sku=storage.SkuArgs(name="Standard_LRS"),
            allow_blob_public_access=False,
            allow_shared_key_access=False,
            enable_https_traffic_only=True,
            minimum_tls_version="TLS1_2",
            tags=args.tags,
            opts=parent,
        )
        container = storage.BlobContainer(
            f"{name}-undelivered",
            resource_group_name=resource_group_name,
            account_name=self.undelivered.name,
            opts=parent,
        )
        may_keep = roles.assign(
            f"{name}-keep-undelivered",
            role="Storage Blob Data Contributor",
            scope=container.id,
            principal_id=self.principal_id,
            subscription_id=platform.subscription_id,
            opts=parent,
        )
        self.undelivered_container = pulumi.Output.all(container.name, may_keep.id).apply(
            lambda known: str(known[0])
        )

        self.register_outputs({"topicName": topic.name})
