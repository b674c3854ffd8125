import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { createAlarm } from "./alarm";
import { allowTraffic } from "./traffic";

export interface LoadBalancerArgs {
  /** The certificate of a public address; without it, the balancer answers inside of the network alone. */
  certificateArn?: pulumi.Input<string>;
  /** Whether requests in the clear are sent on to the encrypted address, and not answered. */
  requireTls?: boolean;
  /** The port that copies listen on. */
  port: number;
  /** The path that answers while a copy works. */
  healthCheckPath: string;
  vpcId: pulumi.Input<string>;
  subnetIds: pulumi.Input<pulumi.Input<string>[]>;
  /** The security group of the copies. */
  targetGroupId: pulumi.Input<string>;
  /** Who is told when it fails; nobody when absent. */
  alarmTopicArn?: pulumi.Input<string>;
}

/** A load balancer before the copies of a container, inside of a network or with a public address. */
export class LoadBalancer extends pulumi.ComponentResource {
  readonly balancer: aws.lb.LoadBalancer;
  readonly targetGroup: aws.lb.TargetGroup;
  readonly listener: aws.lb.Listener;
  readonly securityGroup: aws.ec2.SecurityGroup;

  constructor(name: string, args: LoadBalancerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("{{project}}:components:LoadBalancer", name, {}, opts);
    const parent = { parent: this };
    const { certificateArn, port } = args;
    const internal = certificateArn === undefined;

    this.securityGroup = new aws.ec2.SecurityGroup(
      `${name}-security-group`,
      { description: `Network access of the load balancer ${name}`, vpcId: args.vpcId },
      parent,
    );
    allowTraffic(
      `${name}-to-copies`,
      {
        description: `From the load balancer ${name} to its targets`,
        sourceGroupId: this.securityGroup.id,
        targetGroupId: args.targetGroupId,
        port,
      },
      parent,
    );

    this.balancer = new aws.lb.LoadBalancer(
      name,
      {
        internal,
        loadBalancerType: "application",
        subnets: args.subnetIds,
        securityGroups: [this.securityGroup.id],
        dropInvalidHeaderFields: true,
      },
      parent,
    );
    this.targetGroup = new aws.lb.TargetGroup(
      name,
      {
        vpcId: args.vpcId,
        port,
        protocol: "HTTP",
        targetType: "ip",
        deregistrationDelay: 30,
        healthCheck: { path: args.healthCheckPath, matcher: "200-399" },
      },
      parent,
    );
    const forward = { type: "forward", targetGroupArn: this.targetGroup.arn };
    if (internal) {
      this.listener = new aws.lb.Listener(
        name,
        {
          loadBalancerArn: this.balancer.arn,
          port: 80,
          protocol: "HTTP",
          defaultActions: [forward],
        },
        parent,
      );
    } else {
      this.listener = new aws.lb.Listener(
        name,
        {
          loadBalancerArn: this.balancer.arn,
          port: 443,
          protocol: "HTTPS",
          sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
          certificateArn,
          defaultActions: [forward],
        },
        parent,
      );
      const secure = {
        type: "redirect",
        redirect: { port: "443", protocol: "HTTPS", statusCode: "HTTP_301" },
      };
      new aws.lb.Listener(
        `${name}-http`,
        {
          loadBalancerArn: this.balancer.arn,
          port: 80,
          protocol: "HTTP",
          defaultActions: [(args.requireTls ?? true) ? secure : forward],
        },
        parent,
      );
      for (const publicPort of [80, 443]) {
        new aws.vpc.SecurityGroupIngressRule(
          `${name}-from-internet-${String(publicPort)}`,
          {
            description: "From the internet",
            securityGroupId: this.securityGroup.id,
            cidrIpv4: "0.0.0.0/0",
            ipProtocol: "tcp",
            fromPort: publicPort,
            toPort: publicPort,
          },
          parent,
        );
      }
    }

    if (args.alarmTopicArn !== undefined) {
      const alarm = {
        namespace: "AWS/ApplicationELB",
        dimensions: {
          LoadBalancer: this.balancer.arnSuffix,
          TargetGroup: this.targetGroup.arnSuffix,
        },
        threshold: 0,
        topicArn: args.alarmTopicArn,
      };
      createAlarm(
        `${name}-errors`,
        {
          ...alarm,
          description: `Copies behind ${name} answer with errors of their own`,
          metric: "HTTPCode_Target_5XX_Count",
        },
        parent,
      );
      createAlarm(
        `${name}-unhealthy`,
        {
          ...alarm,
          description: `Copies behind ${name} do not answer`,
          metric: "UnHealthyHostCount",
          statistic: "Maximum",
          periods: 3,
        },
        parent,
      );
    }
    this.registerOutputs({ dnsName: this.balancer.dnsName });
  }
}
