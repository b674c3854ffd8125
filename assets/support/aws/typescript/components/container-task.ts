import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import * as iam from "../iam";

export interface ContainerTaskArgs {
  /** What its definitions are called, after the project and the stack. */
  family: string;
  /** The image, best with its digest. */
  image: string;
  /** Processor units, of which 1024 are one. */
  cpu: string;
  memoryMb: number;
  /** The port that it listens on, where it does. */
  port?: number;
  environment?: Record<string, pulumi.Input<string>>;
  /** Secrets whose values are in the environment when it starts, by their ARNs. */
  secrets?: Record<string, pulumi.Input<string>>;
  /** The keys that encrypt those secrets, where AWS does not manage them. */
  secretKeyArns?: pulumi.Input<string>[];
  logRetentionDays: number;
  tracing: boolean;
  /** What its code may do. */
  statements: aws.iam.PolicyStatement[];
  region: string;
  partition: pulumi.Input<string>;
  accountId: pulumi.Input<string>;
}

/** A container as Fargate starts it: its definition, log group, and a role each for its code and for starting it. */
export class ContainerTask extends pulumi.ComponentResource {
  readonly definition: aws.ecs.TaskDefinition;
  /** What the container is called in its definition. */
  readonly containerName: string;
  /** The role of its code. */
  readonly role: aws.iam.Role;
  /** The role by which ECS starts it. */
  readonly executionRole: aws.iam.Role;
  /** What must be there before it starts. */
  readonly policies: pulumi.Resource[];

  constructor(name: string, args: ContainerTaskArgs, opts?: pulumi.ComponentResourceOptions) {
    super("{{project}}:components:ContainerTask", name, {}, opts);
    const parent = { parent: this };
    const { secrets = {}, secretKeyArns = [] } = args;
    this.containerName = name;

    const logs = new aws.cloudwatch.LogGroup(
      `${name}-logs`,
      { retentionInDays: args.logRetentionDays },
      parent,
    );
    const trust = iam.trust("ecs-tasks.amazonaws.com", {
      StringEquals: { "aws:SourceAccount": args.accountId },
    });

    this.executionRole = new aws.iam.Role(
      `${name}-execution-role`,
      { description: `Lets ECS start the container ${name}`, assumeRolePolicy: trust },
      parent,
    );
    const executionPolicy = new aws.iam.RolePolicy(
      `${name}-execution-policy`,
      {
        role: this.executionRole.id,
        policy: iam.policy(
          iam.allow(
            "WriteLogs",
            ["logs:CreateLogStream", "logs:PutLogEvents"],
            [pulumi.interpolate`${logs.arn}:*`],
          ),
          ...pullStatements(args.image, args.partition),
          ...Object.entries(secrets).map(([variable, arn]) =>
            iam.allow(
              `Read${variable.replaceAll("_", "")}`,
              ["secretsmanager:GetSecretValue"],
              [arn],
            ),
          ),
          ...(secretKeyArns.length > 0
            ? [iam.allow("DecryptSecrets", ["kms:Decrypt"], secretKeyArns)]
            : []),
        ),
      },
      parent,
    );

    this.role = new aws.iam.Role(
      `${name}-role`,
      { description: `What the code of the container ${name} may do`, assumeRolePolicy: trust },
      parent,
    );
    // X-Ray's write actions do not support resource-level permissions.
    const traces = iam.allow(
      "WriteTraces",
      ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
      ["*"],
    );
    const statements = [...(args.tracing ? [traces] : []), ...args.statements];
    const rolePolicies =
      statements.length > 0
        ? [
            new aws.iam.RolePolicy(
              `${name}-policy`,
              { role: this.role.id, policy: iam.policy(...statements) },
              parent,
            ),
          ]
        : [];
    this.policies = [executionPolicy, ...rolePolicies];

    const tracing = {
      OTEL_SERVICE_NAME: name,
      OTEL_EXPORTER_OTLP_PROTOCOL: "http/protobuf",
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `https://xray.${args.region}.amazonaws.com/v1/traces`,
    };
    const environment = { ...(args.tracing && tracing), ...args.environment };
    this.definition = new aws.ecs.TaskDefinition(
      name,
      {
        family: `${pulumi.getProject()}-${pulumi.getStack()}-${args.family}`,
        cpu: args.cpu,
        memory: String(args.memoryMb),
        networkMode: "awsvpc",
        requiresCompatibilities: ["FARGATE"],
        runtimePlatform: { cpuArchitecture: "ARM64", operatingSystemFamily: "LINUX" },
        executionRoleArn: this.executionRole.arn,
        taskRoleArn: this.role.arn,
        containerDefinitions: pulumi.jsonStringify([
          {
            name,
            image: args.image,
            essential: true,
            readonlyRootFilesystem: true,
            linuxParameters: { initProcessEnabled: true },
            portMappings: args.port === undefined ? [] : [{ containerPort: args.port }],
            environment: Object.entries(environment).map(([variable, value]) => ({
              name: variable,
              value,
            })),
            secrets: Object.entries(secrets).map(([variable, arn]) => ({
              name: variable,
              valueFrom: arn,
            })),
            logConfiguration: {
              logDriver: "awslogs",
              options: {
                "awslogs-group": logs.name,
                "awslogs-region": args.region,
                "awslogs-stream-prefix": name,
              },
            },
          },
        ]),
      },
      parent,
    );
    this.registerOutputs({ definitionArn: this.definition.arn });
  }
}

/** What it takes to pull an image from a repository of ECR; images from elsewhere take nothing. */
function pullStatements(image: string, partition: pulumi.Input<string>): aws.iam.PolicyStatement[] {
  const match = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?\/([^:@]+)/.exec(image);
  if (!match) {
    return [];
  }
  const [, account = "", region = "", repository = ""] = match;
  return [
    // This one action does not support resource-level permissions.
    iam.allow("SignInToEcr", ["ecr:GetAuthorizationToken"], ["*"]),
    iam.allow(
      "PullImage",
      ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
      [pulumi.interpolate`arn:${partition}:ecr:${region}:${account}:repository/${repository}`],
    ),
  ];
}
