import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { createAlarm } from "./alarm";

export interface DatabaseArgs {
  engine: aws.rds.EngineType;
  engineVersion: string;
  port: number;
  /** The family that its parameters belong to. */
  parameterFamily: string;
  parameters: Record<string, string>;
  /** The logs that are kept. */
  logs: string[];
  /** Capacity units when idle; at 0 it pauses. */
  minCapacity: number;
  maxCapacity: number;
  backupDays: number;
  /** Whether a second copy in another zone takes over when the first one fails. */
  multiZone: boolean;
  /** Refuses to delete it, and takes a last snapshot when it is deleted after all. */
  deletionProtection: boolean;
  /** What its last snapshot is called, after the project and the stack. */
  snapshotName: string;
  /** Connections at the most, where the capacity does not decide. */
  maxConnections?: number | undefined;
  vpcId: pulumi.Input<string>;
  subnetIds: pulumi.Input<pulumi.Input<string>[]>;
  alarmTopicArn: pulumi.Input<string>;
  /** Further arguments of the cluster, over all others. */
  extra?: Partial<aws.rds.ClusterArgs>;
}

/** An encrypted Aurora Serverless v2 cluster in a private network, with logs and alarms. */
export class Database extends pulumi.ComponentResource {
  readonly cluster: aws.rds.Cluster;
  readonly securityGroup: aws.ec2.SecurityGroup;
  /** The secret of the administrator, which RDS makes and rotates. */
  readonly secretArn: pulumi.Output<string>;

  constructor(name: string, args: DatabaseArgs, opts?: pulumi.ComponentResourceOptions) {
    super("{{project}}:components:Database", name, {}, opts);
    const parent = { parent: this };
    const { deletionProtection, engine, engineVersion } = args;

    this.securityGroup = new aws.ec2.SecurityGroup(
      `${name}-security-group`,
      { description: `Network access of the database ${name}`, vpcId: args.vpcId },
      parent,
    );
    const subnetGroup = new aws.rds.SubnetGroup(
      `${name}-subnets`,
      { description: `Subnets of the database ${name}`, subnetIds: args.subnetIds },
      parent,
    );
    const parameters = {
      ...args.parameters,
      ...(args.maxConnections && { max_connections: String(args.maxConnections) }),
    };
    const parameterGroup = new aws.rds.ClusterParameterGroup(
      `${name}-parameters`,
      {
        description: `Parameters of the database ${name}`,
        family: args.parameterFamily,
        parameters: Object.entries(parameters).map(([parameter, value]) => ({
          name: parameter,
          value,
          applyMethod: "pending-reboot",
        })),
      },
      parent,
    );

    const snapshot = `${pulumi.getProject()}-${pulumi.getStack()}-${args.snapshotName}`;
    const keep = { protect: deletionProtection, retainOnDelete: deletionProtection };
    this.cluster = new aws.rds.Cluster(
      name,
      {
        engine,
        engineMode: "provisioned", // Serverless v2 is a way to scale what is provisioned.
        engineVersion,
        serverlessv2ScalingConfiguration: {
          minCapacity: args.minCapacity,
          maxCapacity: args.maxCapacity,
        },
        port: args.port,
        databaseName: "app",
        masterUsername: "dbadmin",
        manageMasterUserPassword: true,
        iamDatabaseAuthenticationEnabled: true,
        // The Data API: SQL from outside of the network, for whom IAM allows it.
        enableHttpEndpoint: true,
        storageEncrypted: true,
        dbClusterParameterGroupName: parameterGroup.name,
        dbSubnetGroupName: subnetGroup.name,
        vpcSecurityGroupIds: [this.securityGroup.id],
        enabledCloudwatchLogsExports: args.logs,
        backupRetentionPeriod: args.backupDays,
        copyTagsToSnapshot: true,
        deletionProtection,
        skipFinalSnapshot: !deletionProtection,
        finalSnapshotIdentifier: snapshot.replace(/[^A-Za-z0-9]+/g, "-"),
        ...args.extra,
      },
      { parent: this, ...keep },
    );
    this.secretArn = this.cluster.masterUserSecrets.apply((secrets) => secrets[0]?.secretArn ?? "");

    // A log group that Aurora makes for itself would keep its content for ever.
    const logGroups = args.logs.map(
      (log) =>
        new aws.cloudwatch.LogGroup(
          `${name}-${log}-logs`,
          {
            name: pulumi.interpolate`/aws/rds/cluster/${this.cluster.clusterIdentifier}/${log}`,
            retentionInDays: 30,
          },
          parent,
        ),
    );
    const instances = args.multiZone ? ["writer", "reader"] : ["writer"];
    for (const instance of instances) {
      new aws.rds.ClusterInstance(
        `${name}-${instance}`,
        {
          clusterIdentifier: this.cluster.id,
          engine,
          engineVersion: this.cluster.engineVersion,
          instanceClass: "db.serverless",
          performanceInsightsEnabled: true,
          // A copy of this tier keeps the size of the first one, to take over at once.
          promotionTier: 1,
          copyTagsToSnapshot: true,
        },
        { parent: this, dependsOn: logGroups, ...keep },
      );
    }

    this.watch(name, args);
    this.registerOutputs({ endpoint: this.cluster.endpoint, secretArn: this.secretArn });
  }

  private watch(name: string, args: DatabaseArgs): void {
    const parent = { parent: this };
    const alarm = {
      namespace: "AWS/RDS",
      dimensions: { DBClusterIdentifier: this.cluster.clusterIdentifier },
      topicArn: args.alarmTopicArn,
    };
    createAlarm(
      `${name}-capacity`,
      {
        ...alarm,
        description: `The database ${name} is about to run out of capacity`,
        metric: "ACUUtilization",
        statistic: "Average",
        threshold: 90,
        periods: 3,
      },
      parent,
    );
    createAlarm(
      `${name}-cpu`,
      {
        ...alarm,
        description: `The processors of the database ${name} are busy`,
        metric: "CPUUtilization",
        statistic: "Average",
        threshold: 90,
        periods: 3,
      },
      parent,
    );
    createAlarm(
      `${name}-deadlocks`,
      {
        ...alarm,
        description: `Transactions in the database ${name} block each other`,
        metric: "Deadlocks",
        threshold: 0,
      },
      parent,
    );
    if (args.maxConnections !== undefined) {
      createAlarm(
        `${name}-connections`,
        {
          ...alarm,
          description: `The database ${name} is about to run out of connections`,
          metric: "DatabaseConnections",
          statistic: "Maximum",
          threshold: Math.floor(args.maxConnections * 0.8),
        },
        parent,
      );
    }
  }
}
