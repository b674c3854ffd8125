"""What happens to open connections, and who takes it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NotRequired, TypedDict

import pulumi
from pulumi_azure_native import web, webpubsub

from .platform import Platform


class EventHandler(TypedDict):
    """A function that takes events of connections."""

    system_events: NotRequired[Sequence[Literal["connect", "connected", "disconnected"]]]
    """What happens to connections, of which it is told; of `connect`, it decides."""
    user_event: NotRequired[str]
    """The event that clients send to it; `*` for all that no other takes."""
    app_name: pulumi.Input[str]
    host_name: pulumi.Input[str]
    path: str
    """Where in the app it answers."""


@dataclass(frozen=True, kw_only=True)
class WebSocketHubArgs:
    """What a hub is made of."""

    platform: Platform
    service_name: pulumi.Input[str]
    hub_name: str
    """As clients call it; letters and digits."""
    anonymous: bool
    """Whether clients connect without a token of the service's, as they do where a function
    decides."""
    handlers: Sequence[EventHandler]
    """Who takes which events: the first that fits does."""


class WebSocketHub(pulumi.ComponentResource):
    """The connections of an API, and which function is asked about each event.

    Functions are asked with a key that only the hub has.
    """

    def __init__(
        self,
        name: str,
        args: WebSocketHubArgs,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("{{project}}:components:WebSocketHub", name, None, opts)
        self._group = args.platform.resource_group.name

        properties: pulumi.Output[webpubsub.WebPubSubHubPropertiesArgs] = pulumi.Output.secret(
            webpubsub.WebPubSubHubPropertiesArgs(
                anonymous_connect_policy="allow" if args.anonymous else "deny",
                event_handlers=[self._handler(handler) for handler in args.handlers],
            )
        )
        webpubsub.WebPubSubHub(
            name,
            resource_group_name=self._group,
            resource_name_=args.service_name,
            hub_name=args.hub_name,
            properties=properties,
            opts=pulumi.ResourceOptions(parent=self),
        )

        self.register_outputs({})

    def _handler(self, handler: EventHandler) -> webpubsub.EventHandlerArgs:
        """Return who takes which events, with the key of its app."""
        keys = web.list_web_app_host_keys_output(
            resource_group_name=self._group,
            name=handler["app_name"],
            opts=pulumi.InvokeOutputOptions(parent=self),
        )
        key = keys.apply(lambda keys: (keys.function_keys or {}).get("default", ""))
        return webpubsub.EventHandlerArgs(
            system_events=handler.get("system_events", []),
            user_event_pattern=handler.get("user_event", ""),
            url_template=pulumi.Output.concat(
                "https://", handler["host_name"], "/", handler["path"], "?code=", key
            ),
        )
