import * as web from "@pulumi/azure-native/web";
import * as webpubsub from "@pulumi/azure-native/webpubsub";
import * as pulumi from "@pulumi/pulumi";

import { Platform } from "./platform";

/** A function that takes events of connections. */
export interface EventHandler {
  /** What happens to connections, of which it is told; of `connect`, it decides. */
  systemEvents?: ("connect" | "connected" | "disconnected")[];
  /** The event that clients send to it; `*` for all that no other takes. */
  userEvent?: string;
  appName: pulumi.Input<string>;
  hostName: pulumi.Input<string>;
  /** Where in the app it answers. */
  path: string;
}

export interface WebSocketHubArgs {
  platform: Platform;
  serviceName: pulumi.Input<string>;
  /** As clients call it; letters and digits. */
  hubName: string;
  /** Whether clients connect without a token of the service's, as they do where a function decides. */
  anonymous: boolean;
  /** Who takes which events: the first that fits does. */
  handlers: EventHandler[];
}

/** The connections of an API, and which function is asked about each event, with a key that only the hub has. */
export class WebSocketHub extends pulumi.ComponentResource {
  constructor(name: string, args: WebSocketHubArgs, opts?: pulumi.ComponentResourceOptions) {
    super("{{project}}:components:WebSocketHub", name, {}, opts);
    const parent = { parent: this };
    const resourceGroupName = args.platform.resourceGroup.name;

    new webpubsub.WebPubSubHub(
      name,
      {
        resourceGroupName,
        resourceName: args.serviceName,
        hubName: args.hubName,
        properties: {
          anonymousConnectPolicy: args.anonymous ? "allow" : "deny",
          eventHandlers: args.handlers.map((handler) => {
            const keys = web.listWebAppHostKeysOutput(
              { resourceGroupName, name: handler.appName },
              parent,
            );
            const key = pulumi.secret(
              keys.apply(({ functionKeys }) => functionKeys?.["default"] ?? ""),
            );
            return {
              systemEvents: handler.systemEvents ?? [],
              userEventPattern: handler.userEvent ?? "",
              urlTemplate: pulumi.interpolate`https://${handler.hostName}/${handler.path}?code=${key}`,
            };
          }),
        },
      },
      parent,
    );

    this.registerOutputs({});
  }
}
