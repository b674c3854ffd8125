import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import * as iam from "../iam";
import { createAlarm } from "./alarm";

export interface LambdaFunctionArgs {
  description: string;
  /** The function's code; or an image instead. */
  code?: pulumi.asset.Archive;
  runtime?: aws.lambda.Runtime;
  imageUri?: pulumi.Input<string>;
  architecture: string;
  memoryMb: number;
  timeoutSeconds: number;
  /** At most this many copies at once, kept free for this function. */
  reservedConcurrency?: number | undefined;
  /** Copies that are kept warm. */
  provisionedConcurrency?: number | undefined;
  /** The version that keeps the traffic that the newest does not get; without it the newest gets all. */
  stableVersion?: string | undefined;
  /** The newest version's share of the traffic while another is stable. */
  canaryPercent?: number;
  logRetentionDays: number;
  /** The lowest level that is logged. */
  logLevel?: string;
  tracing?: boolean;
  environment?: Record<string, pulumi.Input<string>>;
  /** Where in a private network it runs; without it, it runs in none. */
  vpcConfig?: aws.types.input.lambda.FunctionVpcConfig;
  /** What the function may do besides writing its own logs and traces. */
  statements: aws.iam.PolicyStatement[];
  /** Who is told when it fails; nobody without it. */
  alarmTopicArn?: pulumi.Input<string>;
  /** Further arguments of the function, over all others. */
  extra?: Partial<aws.lambda.FunctionArgs>;
}

/** A function with its own role, log group, `live` alias and alarms. Callers use the alias. */
export class LambdaFunction extends pulumi.ComponentResource {
  readonly function: aws.lambda.Function;
  readonly alias: aws.lambda.Alias;
  readonly role: aws.iam.Role;

  constructor(name: string, args: LambdaFunctionArgs, opts?: pulumi.ComponentResourceOptions) {
    super("{{project}}:components:LambdaFunction", name, {}, opts);
    const parent = { parent: this };
    const { stableVersion, provisionedConcurrency = 0, tracing = true } = args;
    const logLevel = args.logLevel === "WARNING" ? "WARN" : (args.logLevel ?? "INFO");

    const logGroup = new aws.cloudwatch.LogGroup(
      `${name}-logs`,
      { retentionInDays: args.logRetentionDays },
      parent,
    );

    this.role = new aws.iam.Role(
      `${name}-role`,
      {
        description: `Execution role of the ${name} function`,
        assumeRolePolicy: iam.trust("lambda.amazonaws.com"),
      },
      parent,
    );

    // X-Ray's write actions do not support resource-level permissions.
    const traces = iam.allow(
      "WriteTraces",
      ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
      ["*"],
    );
    // Lambda itself joins the network, and asks for all resources; the function's code may not.
    const joinNetwork = iam.allow(
      "JoinNetwork",
      [
        "ec2:AssignPrivateIpAddresses",
        "ec2:CreateNetworkInterface",
        "ec2:DeleteNetworkInterface",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeSubnets",
        "ec2:UnassignPrivateIpAddresses",
      ],
      ["*"],
      { Null: { "lambda:SourceFunctionArn": "true" } },
    );
    const rolePolicy = new aws.iam.RolePolicy(
      `${name}-policy`,
      {
        role: this.role.id,
        policy: iam.policy(
          iam.allow(
            "WriteLogs",
            ["logs:CreateLogStream", "logs:PutLogEvents"],
            [pulumi.interpolate`${logGroup.arn}:*`],
          ),
          ...(tracing ? [traces] : []),
          ...(args.vpcConfig ? [joinNetwork] : []),
          ...args.statements,
        ),
      },
      parent,
    );

    this.function = new aws.lambda.Function(
      name,
      {
        description: args.description,
        ...(args.code === undefined
          ? { packageType: "Image", imageUri: args.imageUri }
          : {
              code: args.code,
              runtime: args.runtime,
              handler: "index.handler",
            }),
        architectures: [args.architecture],
        memorySize: args.memoryMb,
        timeout: args.timeoutSeconds,
        reservedConcurrentExecutions: args.reservedConcurrency,
        role: this.role.arn,
        environment: args.environment && { variables: args.environment },
        vpcConfig: args.vpcConfig,
        loggingConfig: {
          logFormat: "JSON",
          logGroup: logGroup.name,
          applicationLogLevel: logLevel,
          systemLogLevel: "WARN",
        },
        tracingConfig: { mode: tracing ? "Active" : "PassThrough" },
        publish: true,
        ...args.extra,
      },
      // Event sources check the role's permissions as soon as the function is attached to them.
      { parent: this, dependsOn: [rolePolicy] },
    );

    // Lambda refuses provisioned concurrency on an alias that splits traffic, so it goes to the
    // version that serves most of the traffic; the alias moves only once that version is warm.
    const provisioned =
      provisionedConcurrency > 0
        ? [
            new aws.lambda.ProvisionedConcurrencyConfig(
              `${name}-provisioned`,
              {
                functionName: this.function.name,
                qualifier: stableVersion ?? this.function.version,
                provisionedConcurrentExecutions: provisionedConcurrency,
              },
              parent,
            ),
          ]
        : [];

    const newestWeight = (args.canaryPercent ?? 0) / 100;
    this.alias = new aws.lambda.Alias(
      `${name}-live`,
      {
        name: "live",
        description: "The version that serves traffic",
        functionName: this.function.name,
        functionVersion: stableVersion ?? this.function.version,
        routingConfig:
          stableVersion === undefined
            ? undefined
            : {
                additionalVersionWeights: this.function.version.apply(
                  (version): Record<string, number> =>
                    version === stableVersion ? {} : { [version]: newestWeight },
                ),
              },
      },
      { parent: this, dependsOn: provisioned },
    );

    if (args.alarmTopicArn !== undefined) {
      this.watch(name, args, args.alarmTopicArn);
    }

    this.registerOutputs({
      functionName: this.function.name,
      version: this.function.version,
      aliasArn: this.alias.arn,
    });
  }

  /** Tells when it fails, is throttled, or runs short of copies. */
  private watch(
    name: string,
    { reservedConcurrency = 0, provisionedConcurrency = 0 }: LambdaFunctionArgs,
    topicArn: pulumi.Input<string>,
  ): void {
    const parent = { parent: this };
    const dimensions = { FunctionName: this.function.name };
    const alarm = { namespace: "AWS/Lambda", dimensions, threshold: 0, topicArn };
    createAlarm(
      `${name}-errors`,
      { ...alarm, metric: "Errors", description: `The ${name} function fails` },
      parent,
    );
    createAlarm(
      `${name}-throttles`,
      { ...alarm, metric: "Throttles", description: `The ${name} function is throttled` },
      parent,
    );
    if (reservedConcurrency > 0) {
      createAlarm(
        `${name}-concurrency`,
        {
          ...alarm,
          metric: "ConcurrentExecutions",
          statistic: "Maximum",
          threshold: Math.floor(reservedConcurrency * 0.9),
          description: `The ${name} function uses almost all of its reserved concurrency`,
        },
        parent,
      );
    }
    if (provisionedConcurrency > 0) {
      createAlarm(
        `${name}-spillover`,
        {
          ...alarm,
          metric: "ProvisionedConcurrencySpilloverInvocations",
          description: `The ${name} function has too few warm copies`,
        },
        parent,
      );
    }
  }
}
