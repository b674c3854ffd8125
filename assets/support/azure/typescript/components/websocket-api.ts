import * as monitor from "@pulumi/azure-native/monitor";
import * as webpubsub from "@pulumi/azure-native/webpubsub";
import * as pulumi from "@pulumi/pulumi";

import { createAlarm } from "./alarm";
import { Platform } from "./platform";

export interface WebSocketApiArgs {
  platform: Platform;
  /** Whether every connection and message is logged. */
  logMessages: boolean;
  alarms?: boolean;
  tags: Record<string, string>;
  /** Further arguments of the service, over all others. */
  extra?: Partial<webpubsub.WebPubSubArgs>;
}

const LOGS = ["ConnectivityLogs", "MessagingLogs", "HttpRequestLogs"];

/** The address of open connections: Web PubSub. */
export class WebSocketApi extends pulumi.ComponentResource {
  readonly service: webpubsub.WebPubSub;

  constructor(name: string, args: WebSocketApiArgs, opts?: pulumi.ComponentResourceOptions) {
    super("{{project}}:components:WebSocketApi", name, {}, opts);
    const parent = { parent: this };
    const { platform, tags } = args;
    const resourceGroupName = platform.resourceGroup.name;

    this.service = new webpubsub.WebPubSub(
      name,
      {
        resourceGroupName,
        sku: { name: "Standard_S1", tier: "Standard", capacity: 1 },
        disableLocalAuth: true,
        resourceLogConfiguration: {
          categories: LOGS.map((category) => ({
            name: category,
            enabled: String(args.logMessages),
          })),
        },
        tags,
        ...args.extra,
      },
      parent,
    );
    if (args.logMessages) {
      new monitor.DiagnosticSetting(
        name,
        {
          resourceUri: this.service.id,
          workspaceId: platform.logs.id,
          logs: LOGS.map((category) => ({ category, enabled: true })),
        },
        parent,
      );
    }
    if (args.alarms ?? true) {
      createAlarm(
        `${name}-load`,
        {
          platform,
          description: `${name} carries nearly as much as it can`,
          scope: this.service.id,
          namespace: "Microsoft.SignalRService/WebPubSub",
          metric: "ServerLoad",
          aggregation: "Average",
          threshold: 70,
          tags,
        },
        parent,
      );
    }

    this.registerOutputs({ hostName: this.service.hostName });
  }
}
