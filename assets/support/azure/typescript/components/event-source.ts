import * as eventgrid from "@pulumi/azure-native/eventgrid";
import * as storage from "@pulumi/azure-native/storage";
import * as pulumi from "@pulumi/pulumi";

import * as roles from "../roles";
import { Platform } from "./platform";

export interface EventSourceArgs {
  platform: Platform;
  /** The storage account whose files are told of; without it, the source takes what is published to it. */
  accountId?: pulumi.Input<string>;
  /** Of the account that keeps what cannot be delivered: lower-case letters and digits, at most 16. */
  storageName: string;
  tags: Record<string, string>;
}

/** Where events come from: a topic of Event Grid that delivers as itself, and keeps what cannot be delivered. */
export class EventSource extends pulumi.ComponentResource {
  readonly topic: eventgrid.Topic | eventgrid.SystemTopic;
  /** Where events are published; empty where the source tells of a bucket. */
  readonly endpoint: pulumi.Output<string>;
  readonly principalId: pulumi.Output<string>;
  readonly undelivered: storage.StorageAccount;
  /** Known once the topic may write there. */
  readonly undeliveredContainer: pulumi.Output<string>;

  constructor(name: string, args: EventSourceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("{{project}}:components:EventSource", name, {}, opts);
    const parent = { parent: this };
    const { platform, tags } = args;
    const resourceGroupName = platform.resourceGroup.name;

    this.topic =
      args.accountId === undefined
        ? new eventgrid.Topic(
            name,
            {
              resourceGroupName,
              inputSchema: "CloudEventSchemaV1_0",
              identity: { type: "SystemAssigned" },
              disableLocalAuth: true,
              minimumTlsVersionAllowed: "1.2",
              tags,
            },
            parent,
          )
        : new eventgrid.SystemTopic(
            name,
            {
              resourceGroupName,
              source: args.accountId,
              topicType: "Microsoft.Storage.StorageAccounts",
              identity: { type: "SystemAssigned" },
              tags,
            },
            parent,
          );
    this.endpoint = this.topic instanceof eventgrid.Topic ? this.topic.endpoint : pulumi.output("");
    this.principalId = this.topic.identity.apply((identity) => identity?.principalId ?? "");

    this.undelivered = new storage.StorageAccount(
      args.storageName,
      {
        resourceGroupName,
        kind: "StorageV2",
        sku: { name: "Standard_LRS" },
        allowBlobPublicAccess: false,
        allowSharedKeyAccess: false,
        enableHttpsTrafficOnly: true,
        minimumTlsVersion: "TLS1_2",
        tags,
      },
      parent,
    );
    const container = new storage.BlobContainer(
      `${name}-undelivered`,
      { resourceGroupName, accountName: this.undelivered.name },
      parent,
    );
    const mayKeep = roles.assign(
      `${name}-keep-undelivered`,
      {
        role: "Storage Blob Data Contributor",
        scope: container.id,
        principalId: this.principalId,
        subscriptionId: platform.subscriptionId,
      },
      parent,
    );
    this.undeliveredContainer = pulumi.all([container.name, mayKeep.id]).apply(([kept]) => kept);

    this.registerOutputs({ topicName: this.topic.name });
  }
}
