import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

export interface TrafficArgs {
  description: string;
  /** The security group that connects. */
  sourceGroupId: pulumi.Input<string>;
  /** The security group that is connected to. */
  targetGroupId: pulumi.Input<string>;
  port: number;
  /** The last port, where there are several. */
  lastPort?: number;
}

/** Lets one security group connect to another, by a rule on either side. */
export function allowTraffic(
  name: string,
  args: TrafficArgs,
  opts: pulumi.CustomResourceOptions,
): void {
  const rule = {
    description: args.description,
    ipProtocol: "tcp",
    fromPort: args.port,
    toPort: args.lastPort ?? args.port,
  };
  new aws.vpc.SecurityGroupEgressRule(
    name,
    {
      ...rule,
      securityGroupId: args.sourceGroupId,
      referencedSecurityGroupId: args.targetGroupId,
    },
    opts,
  );
  new aws.vpc.SecurityGroupIngressRule(
    name,
    {
      ...rule,
      securityGroupId: args.targetGroupId,
      referencedSecurityGroupId: args.sourceGroupId,
    },
    opts,
  );
}
