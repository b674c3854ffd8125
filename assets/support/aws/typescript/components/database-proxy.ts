import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import * as iam from "../iam";
import { Database } from "./database";
import { allowTraffic } from "./traffic";

export interface DatabaseProxyArgs {
  database: Database;
  engineFamily: "MYSQL" | "POSTGRESQL";
  port: number;
  /** The users of the database that it may sign in as, by their ARNs. */
  userArns: pulumi.Input<string>[];
  requireTls: boolean;
  vpcId: pulumi.Input<string>;
  subnetIds: pulumi.Input<pulumi.Input<string>[]>;
}

/** Shares the connections of a database between all who use it; identities alone sign in. */
export class DatabaseProxy extends pulumi.ComponentResource {
  readonly proxy: aws.rds.Proxy;
  readonly securityGroup: aws.ec2.SecurityGroup;
  /** What ARNs of its users begin with, after the account. */
  readonly resourceId: pulumi.Output<string>;

  constructor(name: string, args: DatabaseProxyArgs, opts?: pulumi.ComponentResourceOptions) {
    super("{{project}}:components:DatabaseProxy", name, {}, opts);
    const parent = { parent: this };
    const { database } = args;

    this.securityGroup = new aws.ec2.SecurityGroup(
      `${name}-security-group`,
      { description: `Network access of the proxy ${name}`, vpcId: args.vpcId },
      parent,
    );
    allowTraffic(
      `${name}-to-database`,
      {
        description: `From the proxy ${name} to its database`,
        sourceGroupId: this.securityGroup.id,
        targetGroupId: database.securityGroup.id,
        port: args.port,
      },
      parent,
    );

    const role = new aws.iam.Role(
      `${name}-role`,
      {
        description: `Lets the proxy ${name} sign in to its database`,
        assumeRolePolicy: iam.trust("rds.amazonaws.com"),
      },
      parent,
    );
    const policy = new aws.iam.RolePolicy(
      `${name}-policy`,
      {
        role: role.id,
        policy: iam.policy(iam.allow("SignIn", ["rds-db:connect"], args.userArns)),
      },
      parent,
    );

    this.proxy = new aws.rds.Proxy(
      name,
      {
        engineFamily: args.engineFamily,
        defaultAuthScheme: "IAM_AUTH",
        requireTls: args.requireTls,
        roleArn: role.arn,
        vpcSubnetIds: args.subnetIds,
        vpcSecurityGroupIds: [this.securityGroup.id],
      },
      { parent: this, dependsOn: [policy] },
    );
    const targets = new aws.rds.ProxyDefaultTargetGroup(
      name,
      { dbProxyName: this.proxy.name, connectionPoolConfig: { maxConnectionsPercent: 90 } },
      parent,
    );
    new aws.rds.ProxyTarget(
      name,
      {
        dbProxyName: this.proxy.name,
        targetGroupName: targets.name,
        dbClusterIdentifier: database.cluster.clusterIdentifier,
      },
      // The proxy takes up the database's instances, so they must be there.
      { parent: this, dependsOn: [database] },
    );

    this.resourceId = this.proxy.arn.apply((arn) => arn.replace(/^.*:db-proxy:/, ""));
    this.registerOutputs({ endpoint: this.proxy.endpoint });
  }
}
