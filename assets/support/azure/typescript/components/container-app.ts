import * as app from "@pulumi/azure-native/app";
import * as managedidentity from "@pulumi/azure-native/managedidentity";
import * as pulumi from "@pulumi/pulumi";

import * as roles from "../roles";
import { createAlarm } from "./alarm";
import { assignAll } from "./assignments";
import { Platform } from "./platform";

export interface ContainerAppArgs {
  platform: Platform;
  /** Where containers run, and what the names of their addresses end with. */
  environmentId: pulumi.Input<string>;
  domain: pulumi.Input<string>;
  image: string;
  /** The registry of Azure that holds the image: its host name and its id. */
  registry?: { server: string; id: string };
  cpu: number;
  memoryMb: number;
  port: number;
  minCopies: number;
  maxCopies: number;
  /** Whether it has a public address; without one it answers nobody. */
  isPublic: boolean;
  /** The path that answers while a copy works. */
  healthCheck?: string;
  environment?: Record<string, pulumi.Input<string>>;
  /** Variables that hold secrets of vaults, by the addresses of the secrets. */
  secrets?: Record<string, pulumi.Input<string>>;
  /** What the container may do besides fetching its image and writing telemetry. */
  grants?: roles.Grant[];
  /** What it may do to tables. */
  tableGrants?: roles.TableGrant[];
  alarms?: boolean;
  tags: Record<string, string>;
  /** Further arguments of the app, over all others. */
  extra?: Partial<app.ContainerAppArgs>;
}

/** A container that is always there, scaled by load, with an identity of its own. */
export class ContainerApp extends pulumi.ComponentResource {
  readonly app: app.ContainerApp;
  readonly identity: managedidentity.UserAssignedIdentity;
  /** The address, which answers where it is public. */
  readonly url: pulumi.Output<string>;

  constructor(name: string, args: ContainerAppArgs, opts?: pulumi.ComponentResourceOptions) {
    super("{{project}}:components:ContainerApp", name, {}, opts);
    const parent = { parent: this };
    const { platform, registry, tags } = args;
    const resourceGroupName = platform.resourceGroup.name;

    this.identity = new managedidentity.UserAssignedIdentity(
      name,
      { resourceGroupName, tags },
      parent,
    );
    const { clientId, principalId } = this.identity;

    // The app fetches its image and its secrets while it starts, so what it may do comes first.
    const assignments = assignAll(
      name,
      {
        platform,
        principalId,
        grants: [
          roles.allow("send-telemetry", "Monitoring Metrics Publisher", platform.insights.id),
          ...(registry ? [roles.allow("fetch-image", "AcrPull", registry.id)] : []),
          ...(args.grants ?? []),
        ],
        tableGrants: args.tableGrants,
      },
      parent,
    );

    const variables: Record<string, pulumi.Input<string>> = {
      AZURE_CLIENT_ID: clientId,
      APPLICATIONINSIGHTS_CONNECTION_STRING: platform.insights.connectionString,
      ...args.environment,
    };
    const secrets = Object.entries(args.secrets ?? {}).map(([variable, keyVaultUrl]) => ({
      variable,
      name: variable.toLowerCase().replaceAll("_", "-"),
      keyVaultUrl,
    }));
    const check = args.healthCheck ? { path: args.healthCheck, port: args.port } : undefined;
    this.app = new app.ContainerApp(
      name,
      {
        resourceGroupName,
        environmentId: args.environmentId,
        workloadProfileName: "Consumption",
        identity: { type: "UserAssigned", userAssignedIdentities: [this.identity.id] },
        configuration: {
          activeRevisionsMode: "Single",
          ...(args.isPublic
            ? {
                ingress: {
                  external: true,
                  targetPort: args.port,
                  transport: "auto",
                  allowInsecure: false,
                  traffic: [{ latestRevision: true, weight: 100 }],
                },
              }
            : {}),
          registries: registry ? [{ server: registry.server, identity: this.identity.id }] : [],
          secrets: secrets.map(({ name: secret, keyVaultUrl }) => ({
            name: secret,
            keyVaultUrl,
            identity: this.identity.id,
          })),
        },
        template: {
          containers: [
            {
              name: "main",
              image: args.image,
              resources: { cpu: args.cpu, memory: `${String(args.memoryMb / 1024)}Gi` },
              env: [
                ...Object.entries(variables).map(([key, value]) => ({ name: key, value })),
                ...secrets.map((secret) => ({ name: secret.variable, secretRef: secret.name })),
              ],
              ...(check
                ? {
                    probes: [
                      { type: "Liveness", httpGet: check, periodSeconds: 30 },
                      { type: "Readiness", httpGet: check, periodSeconds: 10 },
                    ],
                  }
                : {}),
            },
          ],
          scale: {
            minReplicas: args.minCopies,
            maxReplicas: args.maxCopies,
            rules: [
              args.isPublic
                ? { name: "requests", http: { metadata: { concurrentRequests: "50" } } }
                : {
                    name: "processor",
                    custom: { type: "cpu", metadata: { type: "Utilization", value: "70" } },
                  },
            ],
          },
        },
        tags,
        ...args.extra,
      },
      { parent: this, dependsOn: assignments },
    );
    this.url = pulumi.interpolate`https://${this.app.name}.${args.domain}`;

    if (args.alarms ?? true) {
      createAlarm(
        `${name}-restarts`,
        {
          platform,
          description: `${name} keeps starting again`,
          scope: this.app.id,
          namespace: "Microsoft.App/containerApps",
          metric: "RestartCount",
          aggregation: "Maximum",
          threshold: 2,
          tags,
        },
        parent,
      );
    }

    this.registerOutputs({ url: this.url });
  }
}
