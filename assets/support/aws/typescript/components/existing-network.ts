import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

export interface ExistingNetworkArgs {
  vpcId: string;
}

/** A network that is there already; what runs in it stands in its private subnets. */
export class ExistingNetwork extends pulumi.ComponentResource {
  readonly vpc: aws.ec2.Vpc;
  readonly privateSubnetIds: pulumi.Output<string[]>;
  readonly publicSubnetIds: pulumi.Output<string[]>;

  constructor(name: string, args: ExistingNetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    super("{{project}}:components:ExistingNetwork", name, {}, opts);
    this.vpc = aws.ec2.Vpc.get(name, args.vpcId, undefined, { parent: this });
    const subnets = (isPublic: boolean) =>
      aws.ec2.getSubnetsOutput(
        {
          filters: [
            { name: "vpc-id", values: [args.vpcId] },
            { name: "map-public-ip-on-launch", values: [String(isPublic)] },
          ],
        },
        { parent: this },
      ).ids;
    this.privateSubnetIds = subnets(false);
    this.publicSubnetIds = subnets(true);
    this.registerOutputs({});
  }
}
