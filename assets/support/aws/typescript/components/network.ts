import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import * as iam from "../iam";

export interface NetworkArgs {
  cidr: string;
  /** Availability zones, each with a private subnet. */
  zones: number;
  /** Gateways to the internet: none, one for all zones, or one in each. */
  nat: "none" | "single" | "per-zone";
  /** Whether each zone has a subnet that can be reached from the internet. */
  publicSubnets?: boolean;
  accountId: pulumi.Input<string>;
  /** Further arguments of the VPC, over all others. */
  extra?: Partial<aws.ec2.VpcArgs>;
}

/** A private network over several zones, with a way out only where one is asked for. */
export class Network extends pulumi.ComponentResource {
  readonly vpc: aws.ec2.Vpc;
  readonly privateSubnetIds: pulumi.Output<string[]>;
  readonly publicSubnetIds: pulumi.Output<string[]>;
  readonly routeTableIds: pulumi.Output<string[]>;

  constructor(name: string, args: NetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    super("{{project}}:components:Network", name, {}, opts);
    const parent = { parent: this };
    const zones = Array.from({ length: args.zones }, (_, zone) => zone);
    const names = aws.getAvailabilityZonesOutput(
      {
        state: "available",
        filters: [{ name: "opt-in-status", values: ["opt-in-not-required"] }],
      },
      parent,
    ).names;

    this.vpc = new aws.ec2.Vpc(
      name,
      {
        cidrBlock: args.cidr,
        enableDnsHostnames: true,
        enableDnsSupport: true,
        tags: { Name: name },
        ...args.extra,
      },
      parent,
    );
    const vpcId = this.vpc.id;
    // Nothing uses the group that every network comes with, so it lets nothing through.
    new aws.ec2.DefaultSecurityGroup(`${name}-default`, { vpcId }, parent);

    const gateways = { none: 0, single: 1, "per-zone": args.zones }[args.nat];
    const publicZones = zones.slice(0, args.publicSubnets ? args.zones : gateways);
    const publicSubnets = publicZones.map(
      (zone) =>
        new aws.ec2.Subnet(
          `${name}-public-${String(zone + 1)}`,
          {
            vpcId,
            cidrBlock: subnetCidr(args.cidr, 8 + zone),
            availabilityZone: names[zone],
          },
          parent,
        ),
    );
    const natGateways =
      publicSubnets.length > 0 ? this.internet(name, publicSubnets, gateways) : [];

    const privateSubnets: aws.ec2.Subnet[] = [];
    const routeTables: aws.ec2.RouteTable[] = [];
    for (const zone of zones) {
      const subnetName = `${name}-private-${String(zone + 1)}`;
      const subnet = new aws.ec2.Subnet(
        subnetName,
        {
          vpcId,
          cidrBlock: subnetCidr(args.cidr, zone),
          availabilityZone: names[zone],
        },
        parent,
      );
      const table = new aws.ec2.RouteTable(subnetName, { vpcId }, parent);
      new aws.ec2.RouteTableAssociation(
        subnetName,
        { subnetId: subnet.id, routeTableId: table.id },
        parent,
      );
      const gateway = natGateways[zone] ?? natGateways[0];
      if (gateway) {
        new aws.ec2.Route(
          subnetName,
          {
            routeTableId: table.id,
            destinationCidrBlock: "0.0.0.0/0",
            natGatewayId: gateway.id,
          },
          parent,
        );
      }
      privateSubnets.push(subnet);
      routeTables.push(table);
    }

    this.logRefused(name, args.accountId);

    this.privateSubnetIds = pulumi.output(privateSubnets.map((subnet) => subnet.id));
    this.publicSubnetIds = pulumi.output(publicSubnets.map((subnet) => subnet.id));
    this.routeTableIds = pulumi.output(routeTables.map((table) => table.id));
    this.registerOutputs({
      vpcId,
      privateSubnetIds: this.privateSubnetIds,
      publicSubnetIds: this.publicSubnetIds,
    });
  }

  /** Joins the public subnets to the internet; makes as many gateways for the private ones. */
  private internet(
    name: string,
    subnets: aws.ec2.Subnet[],
    gateways: number,
  ): aws.ec2.NatGateway[] {
    const parent = { parent: this };
    const vpcId = this.vpc.id;
    const gateway = new aws.ec2.InternetGateway(name, { vpcId }, parent);
    const table = new aws.ec2.RouteTable(`${name}-public`, { vpcId }, parent);
    new aws.ec2.Route(
      `${name}-public`,
      {
        routeTableId: table.id,
        destinationCidrBlock: "0.0.0.0/0",
        gatewayId: gateway.id,
      },
      parent,
    );
    const associations = subnets.map(
      (subnet, zone) =>
        new aws.ec2.RouteTableAssociation(
          `${name}-public-${String(zone + 1)}`,
          { subnetId: subnet.id, routeTableId: table.id },
          parent,
        ),
    );
    return subnets.slice(0, gateways).map((subnet, zone) => {
      const address = new aws.ec2.Eip(`${name}-nat-${String(zone + 1)}`, { domain: "vpc" }, parent);
      return new aws.ec2.NatGateway(
        `${name}-nat-${String(zone + 1)}`,
        { subnetId: subnet.id, allocationId: address.id },
        { parent: this, dependsOn: [gateway, ...associations] },
      );
    });
  }

  /** Logs what the network refuses: mistakes in its rules, and attacks. */
  private logRefused(name: string, accountId: pulumi.Input<string>): void {
    const parent = { parent: this };
    const logs = new aws.cloudwatch.LogGroup(`${name}-logs`, { retentionInDays: 30 }, parent);
    const role = new aws.iam.Role(
      `${name}-logs-role`,
      {
        description: `Writes what the network ${name} refuses to its log`,
        assumeRolePolicy: iam.trust("vpc-flow-logs.amazonaws.com", {
          StringEquals: { "aws:SourceAccount": accountId },
        }),
      },
      parent,
    );
    const policy = new aws.iam.RolePolicy(
      `${name}-logs-policy`,
      {
        role: role.id,
        policy: iam.policy(
          iam.allow(
            "WriteLogs",
            ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
            [pulumi.interpolate`${logs.arn}:*`],
          ),
        ),
      },
      parent,
    );
    new aws.ec2.FlowLog(
      `${name}-logs`,
      {
        vpcId: this.vpc.id,
        trafficType: "REJECT",
        logDestination: logs.arn,
        iamRoleArn: role.arn,
      },
      { parent: this, dependsOn: [policy] },
    );
  }
}

/** The range of that number among sixteen of equal size. */
function subnetCidr(cidr: string, number: number): string {
  const [address = "", bits = ""] = cidr.split("/");
  const prefix = Number(bits) + 4;
  const base = address.split(".").reduce((sum, byte) => sum * 256 + Number(byte), 0);
  const first = base + number * 2 ** (32 - prefix);
  const bytes = [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256);
  return `${bytes.join(".")}/${String(prefix)}`;
}
