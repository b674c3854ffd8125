import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";

import { createAlarm } from "./alarm";
import { allowSecrets, type SecretVariable } from "./secret-variables";

export interface ContainerServiceArgs {
  region: string;
  description: string;
  image: string;
  port: number;
  cpu: number;
  memoryMb: number;
  /** Copies that always run. */
  minCopies: number;
  /** At most this many copies at once. */
  maxCopies: number;
  /** From where it can be reached at all; its members say by whom. */
  ingress:
    | "INGRESS_TRAFFIC_ALL"
    | "INGRESS_TRAFFIC_INTERNAL_ONLY"
    | "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER";
  environment?: Record<string, pulumi.Input<string>>;
  /** Secrets whose values stand in its environment. */
  secrets?: SecretVariable[];
  /** The path that answers while a copy works; a copy is not asked without one. */
  healthCheck?: string;
  /** The subnet of a private network that it joins. */
  subnet?: { network: pulumi.Input<string>; subnetwork: pulumi.Input<string> };
  /** Which connections leave through the subnet. */
  egress?: "PRIVATE_RANGES_ONLY" | "ALL_TRAFFIC";
  /** Who is told when it fails; nobody when absent. */
  alarmChannel?: pulumi.Input<string>;
  /** The name of its account, where that of the container is too long. */
  accountName?: string;
  /** Further arguments of the service, over all others. */
  extra?: Partial<gcp.cloudrunv2.ServiceArgs>;
}

/** Copies of a container, as many as the load takes, with a service account of its own. Nobody may call it until granted. */
export class ContainerService extends pulumi.ComponentResource {
  readonly account: gcp.serviceaccount.Account;
  readonly service: gcp.cloudrunv2.Service;
  /** The address that callers use, and the audience of their tokens. */
  readonly uri: pulumi.Output<string>;

  constructor(name: string, args: ContainerServiceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("{{project}}:components:ContainerService", name, {}, opts);
    const parent = { parent: this };
    const { accountName = name, environment = {}, healthCheck, secrets = [], subnet } = args;

    this.account = new gcp.serviceaccount.Account(
      accountName,
      { displayName: `Runs the ${name} container` },
      parent,
    );
    const before = allowSecrets(name, this.account, secrets, parent);

    const envs = [
      ...Object.entries(environment).map(([key, value]) => ({ name: key, value })),
      ...secrets.map(({ variable, secretId, version }) => ({
        name: variable,
        valueSource: { secretKeyRef: { secret: secretId, version } },
      })),
    ];
    const probe = healthCheck === undefined ? undefined : { httpGet: { path: healthCheck } };
    this.service = new gcp.cloudrunv2.Service(
      name,
      {
        description: args.description,
        location: args.region,
        ingress: args.ingress,
        template: {
          serviceAccount: this.account.email,
          timeout: "300s",
          scaling: { minInstanceCount: args.minCopies, maxInstanceCount: args.maxCopies },
          containers: [
            {
              image: args.image,
              ports: { containerPort: args.port },
              envs,
              resources: {
                limits: { cpu: String(args.cpu), memory: `${String(args.memoryMb)}Mi` },
                // Copies go on working between requests.
                cpuIdle: false,
                startupCpuBoost: true,
              },
              startupProbe: probe && { ...probe, periodSeconds: 5, failureThreshold: 24 },
              livenessProbe: probe && { ...probe, periodSeconds: 30 },
            },
          ],
          vpcAccess: subnet && { networkInterfaces: [subnet], egress: args.egress },
        },
        // It keeps nothing that would be lost with it.
        deletionProtection: false,
        ...args.extra,
      },
      { parent: this, dependsOn: before },
    );
    this.uri = this.service.uri;

    if (args.alarmChannel !== undefined) {
      const requests = pulumi.interpolate`resource.type = "cloud_run_revision" AND resource.labels.service_name = "${this.service.name}" AND metric.type = "run.googleapis.com/request_count"`;
      const alarm = { threshold: 0, channel: args.alarmChannel };
      createAlarm(
        `${name}-errors`,
        {
          ...alarm,
          description: `The ${name} container fails`,
          metric: pulumi.interpolate`${requests} AND metric.labels.response_code_class = "5xx"`,
        },
        parent,
      );
      createAlarm(
        `${name}-refused`,
        {
          ...alarm,
          description: `The copies of the ${name} container cannot take all requests`,
          metric: pulumi.interpolate`${requests} AND metric.labels.response_code = "429"`,
        },
        parent,
      );
    }

    this.registerOutputs({ serviceName: this.service.name, uri: this.uri });
  }
}
