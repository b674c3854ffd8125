import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import * as iam from "../iam";

export interface InterfaceEndpointsArgs {
  /** The services, by the ends of their names, such as `secretsmanager`. */
  services: string[];
  region: string;
  accountId: pulumi.Input<string>;
  vpcId: pulumi.Input<string>;
  subnetIds: pulumi.Input<pulumi.Input<string>[]>;
}

/** Addresses of AWS's services inside of a network, for identities of this account alone. */
export class InterfaceEndpoints extends pulumi.ComponentResource {
  readonly securityGroup: aws.ec2.SecurityGroup;

  constructor(name: string, args: InterfaceEndpointsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("{{project}}:components:InterfaceEndpoints", name, {}, opts);
    const parent = { parent: this };
    const { vpcId, subnetIds } = args;
    this.securityGroup = new aws.ec2.SecurityGroup(
      name,
      { description: `Network access of the endpoints ${name}`, vpcId },
      parent,
    );
    for (const service of args.services) {
      new aws.ec2.VpcEndpoint(
        `${name}-${service.replaceAll(".", "-")}`,
        {
          vpcId,
          vpcEndpointType: "Interface",
          serviceName: `com.amazonaws.${args.region}.${service}`,
          subnetIds,
          securityGroupIds: [this.securityGroup.id],
          privateDnsEnabled: true,
          policy: iam.policyText(iam.allowAccount(args.accountId)),
        },
        parent,
      );
    }
    this.registerOutputs({ securityGroupId: this.securityGroup.id });
  }
}
