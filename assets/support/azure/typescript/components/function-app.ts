import * as managedidentity from "@pulumi/azure-native/managedidentity";
import * as storage from "@pulumi/azure-native/storage";
import * as web from "@pulumi/azure-native/web";
import * as pulumi from "@pulumi/pulumi";

import * as roles from "../roles";
import { createAlarm } from "./alarm";
import { assignAll } from "./assignments";
import { Platform } from "./platform";

export interface FunctionAppArgs {
  platform: Platform;
  /** Who it is, where others must know that before the app is there; an identity of its own when absent. */
  identity?: managedidentity.UserAssignedIdentity;
  /** Holds the packages of all functions, in a container each. */
  packages: storage.StorageAccount;
  /** Lower-case letters and digits, at most 16: a storage account's name has 24, eight of them random. */
  storageName: string;
  /** The folder with host.json, the code and what it depends on. */
  codePath: string;
  runtime: "node" | "python";
  version: string;
  memoryMb: number;
  /** Copies at the most. */
  maximumInstances?: number | undefined;
  /** Copies that are kept warm. */
  alwaysReady?: number | undefined;
  environment?: Record<string, pulumi.Input<string>>;
  /** Services that triggers connect to as the function's identity, by the name of the connection. */
  connections?: Record<string, Record<string, pulumi.Input<string>>>;
  /** What the function may do besides reading its package and writing telemetry. */
  grants?: roles.Grant[];
  /** What it may do to tables. */
  tableGrants?: roles.TableGrant[];
  /** Where in a private network it runs; without it, it runs in none. */
  subnetId?: pulumi.Input<string>;
  alarms?: boolean;
  tags: Record<string, string>;
  /** Further arguments of the app, over all others. */
  extra?: Partial<web.WebAppArgs>;
}

/**
 * A function in an app of its own on Flex Consumption. Azure gives identities to apps, and an app's storage holds its
 * keys, so that functions with an identity, an app and a storage account each keep out of each other's data.
 */
export class FunctionApp extends pulumi.ComponentResource {
  readonly app: web.WebApp;
  readonly identity: managedidentity.UserAssignedIdentity;

  constructor(name: string, args: FunctionAppArgs, opts?: pulumi.ComponentResourceOptions) {
    super("{{project}}:components:FunctionApp", name, {}, opts);
    const parent = { parent: this };
    const { platform, tags } = args;
    const resourceGroupName = platform.resourceGroup.name;

    this.identity =
      args.identity ??
      new managedidentity.UserAssignedIdentity(name, { resourceGroupName, tags }, parent);
    const { clientId, principalId } = this.identity;

    const hostStorage = new storage.StorageAccount(
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

    const code = new storage.BlobContainer(
      `${name}-code`,
      { resourceGroupName, accountName: args.packages.name },
      parent,
    );
    // Flex Consumption starts whatever package has this name.
    const codePackage = new storage.Blob(
      `${name}-code`,
      {
        resourceGroupName,
        accountName: args.packages.name,
        containerName: code.name,
        blobName: "released-package.zip",
        source: new pulumi.asset.FileArchive(args.codePath),
      },
      parent,
    );

    // The app reads its package and its secrets while it starts, so what it may do comes first.
    const assignments = assignAll(
      name,
      {
        platform,
        principalId,
        grants: [
          roles.allow("use-host-storage", "Storage Blob Data Owner", hostStorage.id),
          roles.allow("read-code", "Storage Blob Data Contributor", code.id),
          roles.allow("send-telemetry", "Monitoring Metrics Publisher", platform.insights.id),
          ...(args.grants ?? []),
        ],
        tableGrants: args.tableGrants,
      },
      parent,
    );

    const plan = new web.AppServicePlan(
      name,
      {
        resourceGroupName,
        kind: "functionapp",
        reserved: true,
        sku: { name: "FC1", tier: "FlexConsumption" },
        tags,
      },
      parent,
    );

    const settings: Record<string, pulumi.Input<string>> = {
      AZURE_CLIENT_ID: clientId,
      AzureWebJobsStorage__accountName: hostStorage.name,
      AzureWebJobsStorage__credential: "managedidentity",
      AzureWebJobsStorage__clientId: clientId,
      APPLICATIONINSIGHTS_CONNECTION_STRING: platform.insights.connectionString,
      APPLICATIONINSIGHTS_AUTHENTICATION_STRING: pulumi.interpolate`ClientId=${clientId};Authorization=AAD`,
      ...args.environment,
    };
    for (const [connection, values] of Object.entries(args.connections ?? {})) {
      for (const [key, value] of Object.entries(values)) {
        settings[`${connection}__${key}`] = value;
      }
      settings[`${connection}__credential`] = "managedidentity";
      settings[`${connection}__clientId`] = clientId;
    }

    this.app = new web.WebApp(
      name,
      {
        resourceGroupName,
        kind: "functionapp,linux",
        serverFarmId: plan.id,
        reserved: true,
        httpsOnly: true,
        identity: { type: "UserAssigned", userAssignedIdentities: [this.identity.id] },
        keyVaultReferenceIdentity: this.identity.id,
        ...(args.subnetId === undefined ? {} : { virtualNetworkSubnetId: args.subnetId }),
        functionAppConfig: {
          runtime: { name: args.runtime, version: args.version },
          scaleAndConcurrency: {
            instanceMemoryMB: args.memoryMb,
            maximumInstanceCount: args.maximumInstances ?? 100,
            alwaysReady:
              args.alwaysReady === undefined
                ? []
                : [{ name: "http", instanceCount: args.alwaysReady }],
          },
          deployment: {
            storage: {
              type: "blobContainer",
              value: pulumi.interpolate`${args.packages.primaryEndpoints.blob}${code.name}`,
              authentication: {
                type: "UserAssignedIdentity",
                userAssignedIdentityResourceId: this.identity.id,
              },
            },
          },
        },
        siteConfig: {
          minTlsVersion: "1.2",
          ftpsState: "Disabled",
          http20Enabled: true,
          appSettings: Object.entries(settings).map(([key, value]) => ({ name: key, value })),
        },
        tags,
        ...args.extra,
      },
      { parent: this, dependsOn: [...assignments, codePackage] },
    );

    // Nobody publishes with a user name and a password.
    const closed = { resourceGroupName, name: this.app.name, allow: false };
    new web.WebAppScmAllowed(name, closed, parent);
    new web.WebAppFtpAllowed(name, closed, parent);

    if (args.alarms ?? true) {
      createAlarm(
        `${name}-failures`,
        {
          platform,
          description: `The ${name} function fails`,
          scope: platform.insights.id,
          namespace: "microsoft.insights/components",
          metric: "requests/failed",
          dimension: { name: "cloud/roleName", value: this.app.name },
          aggregation: "Count",
          threshold: 0,
          tags,
        },
        parent,
      );
    }

    this.registerOutputs({ name: this.app.name, hostName: this.app.defaultHostName });
  }
}
