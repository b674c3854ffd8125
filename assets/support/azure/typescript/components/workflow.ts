import * as logic from "@pulumi/azure-native/logic";
import * as managedidentity from "@pulumi/azure-native/managedidentity";
import * as monitor from "@pulumi/azure-native/monitor";
import * as pulumi from "@pulumi/pulumi";

import * as roles from "../roles";
import { createAlarm } from "./alarm";
import { assignAll } from "./assignments";
import { Platform } from "./platform";

export interface WorkflowArgs {
  platform: Platform;
  /** Who runs are. */
  identity: managedidentity.UserAssignedIdentity;
  /** What starts a run, and what it does, in the words of the workflow definition language. */
  definition: pulumi.Input<Record<string, unknown>>;
  /** The identities that may start runs by a request, each under a name; nobody's token does when absent. */
  callers?: Record<string, pulumi.Input<string>>;
  /** What runs may do besides asking those who admit them. */
  grants?: roles.Grant[];
  /** Whether it is written down what each run and each action did. */
  logRuns?: boolean;
  alarms?: boolean;
  tags: Record<string, string>;
  /** Further arguments of the workflow, over all others. */
  extra?: Partial<logic.WorkflowArgs>;
}

/** Steps that a run takes, in Logic Apps, paid by the action. */
export class Workflow extends pulumi.ComponentResource {
  readonly workflow: logic.Workflow;

  constructor(name: string, args: WorkflowArgs, opts?: pulumi.ComponentResourceOptions) {
    super("{{project}}:components:Workflow", name, {}, opts);
    const parent = { parent: this };
    const { platform, identity, tags } = args;
    const { tenantId } = platform;
    const { principalId } = identity;

    // A run that starts at once must find its rights.
    const grants = args.grants ?? [];
    const assignments = assignAll(name, { platform, principalId, grants }, parent);

    const policies = Object.fromEntries(
      Object.entries(args.callers ?? {}).map(([caller, callerId]) => [
        caller,
        {
          type: "AAD",
          claims: [
            { name: "iss", value: pulumi.interpolate`https://sts.windows.net/${tenantId}/` },
            { name: "aud", value: "https://management.azure.com" },
            { name: "oid", value: callerId },
          ],
        },
      ]),
    );
    this.workflow = new logic.Workflow(
      name,
      {
        resourceGroupName: platform.resourceGroup.name,
        definition: args.definition,
        identity: { type: "UserAssigned", userAssignedIdentities: [identity.id] },
        ...(args.callers === undefined
          ? {}
          : { accessControl: { triggers: { openAuthenticationPolicies: { policies } } } }),
        state: "Enabled",
        tags,
        ...args.extra,
      },
      { parent: this, dependsOn: assignments },
    );

    if (args.logRuns ?? true) {
      new monitor.DiagnosticSetting(
        `${name}-runs`,
        {
          resourceUri: this.workflow.id,
          workspaceId: platform.logs.id,
          logs: [{ category: "WorkflowRuntime", enabled: true }],
        },
        parent,
      );
    }
    if (args.alarms ?? true) {
      createAlarm(
        `${name}-failures`,
        {
          platform,
          description: `Runs of ${name} fail`,
          scope: this.workflow.id,
          namespace: "Microsoft.Logic/workflows",
          metric: "RunsFailed",
          threshold: 0,
          tags,
        },
        parent,
      );
    }

    this.registerOutputs({ name: this.workflow.name });
  }
}
