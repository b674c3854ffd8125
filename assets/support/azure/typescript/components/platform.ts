import * as applicationinsights from "@pulumi/azure-native/applicationinsights";
import * as authorization from "@pulumi/azure-native/authorization";
import * as monitor from "@pulumi/azure-native/monitor";
import * as operationalinsights from "@pulumi/azure-native/operationalinsights";
import * as resources from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";

export interface PlatformArgs {
  logRetentionDays: number;
  /** Where alarms are sent; to nobody when absent. */
  alarmEmail?: string | undefined;
  tags: Record<string, string>;
}

/** What all stand on: the resource group, logs and traces, and whom alarms tell. */
export class Platform extends pulumi.ComponentResource {
  readonly subscriptionId: pulumi.Output<string>;
  readonly tenantId: pulumi.Output<string>;
  readonly resourceGroup: resources.ResourceGroup;
  readonly logs: operationalinsights.Workspace;
  readonly insights: applicationinsights.Component;
  readonly alarms: monitor.ActionGroup;

  constructor(name: string, args: PlatformArgs, opts?: pulumi.ComponentResourceOptions) {
    super("{{project}}:components:Platform", name, {}, opts);
    const parent = { parent: this };
    const { tags } = args;

    const client = authorization.getClientConfigOutput(parent);
    this.subscriptionId = client.subscriptionId;
    this.tenantId = client.tenantId;

    this.resourceGroup = new resources.ResourceGroup(name, { tags }, parent);
    const resourceGroupName = this.resourceGroup.name;

    this.logs = new operationalinsights.Workspace(
      `${name}-logs`,
      {
        resourceGroupName,
        sku: { name: "PerGB2018" },
        retentionInDays: args.logRetentionDays,
        tags,
      },
      parent,
    );

    this.insights = new applicationinsights.Component(
      `${name}-insights`,
      {
        resourceGroupName,
        applicationType: "web",
        kind: "web",
        ingestionMode: "LogAnalytics",
        workspaceResourceId: this.logs.id,
        disableLocalAuth: true,
        tags,
      },
      parent,
    );

    this.alarms = new monitor.ActionGroup(
      `${name}-alarms`,
      {
        resourceGroupName,
        location: "Global",
        enabled: true,
        groupShortName: "alarms",
        emailReceivers:
          args.alarmEmail === undefined
            ? []
            : [{ name: "team", emailAddress: args.alarmEmail, useCommonAlertSchema: true }],
        tags,
      },
      parent,
    );

    this.registerOutputs({ resourceGroupName });
  }
}
