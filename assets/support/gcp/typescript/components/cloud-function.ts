import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";

import { createAlarm } from "./alarm";
import { FunctionBuild } from "./function-build";
import { allowSecrets, type SecretVariable } from "./secret-variables";

export interface FollowedDocuments {
  database: pulumi.Input<string>;
  /** Which documents, as `orders/{id}`. */
  document: string;
}

export interface CloudFunctionArgs {
  project: string;
  region: string;
  description: string;
  /** Folder with the function's code, relative to the project. */
  codePath: string;
  runtime: string;
  memoryMb: number;
  /** Processors; as the memory brings when absent. */
  cpu?: number | undefined;
  timeoutSeconds: number;
  /** Copies that are kept warm. */
  minInstances?: number | undefined;
  /** At most this many copies at once. */
  maxInstances?: number | undefined;
  /** Calls that one copy works on at the same time. */
  concurrency?: number | undefined;
  environment?: Record<string, pulumi.Input<string>>;
  /** Secrets whose values stand in its environment. */
  secrets?: SecretVariable[];
  /** Documents whose changes call it. */
  follows?: FollowedDocuments;
  /** The subnet of a private network that it joins. */
  subnet?: { network: pulumi.Input<string>; subnetwork: pulumi.Input<string> };
  build: FunctionBuild;
  alarmChannel: pulumi.Input<string>;
  /** The name of its accounts, where that of the function is too long. */
  accountName?: string;
  /** Further arguments of the function, over all others. */
  extra?: Partial<gcp.cloudfunctionsv2.FunctionArgs>;
}

/** A function with its own service account and alarm. Nobody may call it until granted. */
export class CloudFunction extends pulumi.ComponentResource {
  readonly account: gcp.serviceaccount.Account;
  readonly function: gcp.cloudfunctionsv2.Function;
  /** The address that callers use, and the audience of their tokens. */
  readonly uri: pulumi.Output<string>;

  constructor(name: string, args: CloudFunctionArgs, opts?: pulumi.ComponentResourceOptions) {
    super("{{project}}:components:CloudFunction", name, {}, opts);
    const parent = { parent: this };
    const { project, region, build, follows, accountName = name } = args;

    this.account = new gcp.serviceaccount.Account(
      accountName,
      { displayName: `Runs the ${name} function` },
      parent,
    );

    const code = new gcp.storage.BucketObject(
      `${name}-code`,
      { bucket: build.bucket.name, source: new pulumi.asset.FileArchive(args.codePath) },
      parent,
    );

    const before = allowSecrets(name, this.account, args.secrets ?? [], parent);

    let trigger: gcp.serviceaccount.Account | undefined;
    if (follows) {
      trigger = new gcp.serviceaccount.Account(
        `${accountName.slice(0, 14)}-trigger`,
        { displayName: `Calls the ${name} function when documents change` },
        parent,
      );
      before.push(
        new gcp.projects.IAMMember(
          `${name}-receives-changes`,
          { project, role: "roles/eventarc.eventReceiver", member: trigger.member },
          parent,
        ),
      );
    }

    this.function = new gcp.cloudfunctionsv2.Function(
      name,
      {
        description: args.description,
        location: region,
        buildConfig: {
          runtime: args.runtime,
          entryPoint: "handler",
          serviceAccount: build.account.name,
          dockerRepository: build.images.id,
          source: {
            storageSource: {
              bucket: code.bucket,
              object: code.name,
              // New code under the same name is a new generation, which deploys the function again.
              generation: code.generation,
            },
          },
        },
        serviceConfig: {
          serviceAccountEmail: this.account.email,
          availableMemory: `${String(args.memoryMb)}Mi`,
          availableCpu: args.cpu === undefined ? undefined : String(args.cpu),
          timeoutSeconds: args.timeoutSeconds,
          minInstanceCount: args.minInstances,
          maxInstanceCount: args.maxInstances,
          maxInstanceRequestConcurrency: args.concurrency,
          // Gateways, subscriptions and schedules call from outside of any network; IAM is the guard.
          ingressSettings: "ALLOW_ALL",
          allTrafficOnLatestRevision: true,
          environmentVariables: { LOG_EXECUTION_ID: "true", ...args.environment },
          secretEnvironmentVariables: (args.secrets ?? []).map(
            ({ variable, secretId, version }) => ({
              key: variable,
              projectId: project,
              secret: secretId,
              version,
            }),
          ),
          directVpcEgress: args.subnet && "VPC_EGRESS_PRIVATE_RANGES_ONLY",
          directVpcNetworkInterfaces: args.subnet && [args.subnet],
        },
        eventTrigger:
          follows && trigger
            ? {
                eventType: "google.cloud.firestore.document.v1.written",
                triggerRegion: region,
                eventFilters: [
                  { attribute: "database", value: follows.database },
                  {
                    attribute: "document",
                    value: follows.document,
                    operator: "match-path-pattern",
                  },
                ],
                serviceAccountEmail: trigger.email,
                retryPolicy: "RETRY_POLICY_RETRY",
              }
            : undefined,
        ...args.extra,
      },
      { parent: this, dependsOn: [build, ...before] },
    );
    this.uri = this.function.serviceConfig.apply((config) => config?.uri ?? "");

    if (trigger) {
      new gcp.cloudrunv2.ServiceIamMember(
        `${name}-called-by-trigger`,
        {
          location: region,
          name: this.function.name,
          role: "roles/run.invoker",
          member: trigger.member,
        },
        parent,
      );
    }

    createAlarm(
      `${name}-errors`,
      {
        description: `The ${name} function fails`,
        metric: pulumi.interpolate`resource.type = "cloud_run_revision" AND resource.labels.service_name = "${this.function.name}" AND metric.type = "run.googleapis.com/request_count" AND metric.labels.response_code_class = "5xx"`,
        threshold: 0,
        channel: args.alarmChannel,
      },
      parent,
    );

    this.registerOutputs({ functionName: this.function.name, uri: this.uri });
  }
}
