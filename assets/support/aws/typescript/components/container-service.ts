import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { createAlarm } from "./alarm";
import { ContainerTask } from "./container-task";
import { LoadBalancer } from "./load-balancer";

export interface ContainerServiceArgs {
  task: ContainerTask;
  cluster: aws.ecs.Cluster;
  port: number;
  /** Copies that always run. */
  minCopies: number;
  maxCopies: number;
  loadBalancers: LoadBalancer[];
  subnetIds: pulumi.Input<pulumi.Input<string>[]>;
  securityGroupId: pulumi.Input<string>;
  /** Who is told when it fails; nobody when absent. */
  alarmTopicArn?: pulumi.Input<string>;
  /** Further arguments of the service, over all others. */
  extra?: Partial<aws.ecs.ServiceArgs>;
}

/** Copies of a container that are always there, as many as the load takes. */
export class ContainerService extends pulumi.ComponentResource {
  readonly service: aws.ecs.Service;

  constructor(name: string, args: ContainerServiceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("{{project}}:components:ContainerService", name, {}, opts);
    const parent = { parent: this };
    const { cluster, loadBalancers, task } = args;

    this.service = new aws.ecs.Service(
      name,
      {
        cluster: cluster.arn,
        taskDefinition: task.definition.arn,
        launchType: "FARGATE",
        desiredCount: args.minCopies,
        networkConfiguration: {
          subnets: args.subnetIds,
          securityGroups: [args.securityGroupId],
          assignPublicIp: false,
        },
        loadBalancers: loadBalancers.map((balancer) => ({
          targetGroupArn: balancer.targetGroup.arn,
          containerName: task.containerName,
          containerPort: args.port,
        })),
        ...(loadBalancers.length > 0 && { healthCheckGracePeriodSeconds: 60 }),
        // A deployment whose copies do not become healthy is rolled back.
        deploymentCircuitBreaker: { enable: true, rollback: true },
        availabilityZoneRebalancing: "ENABLED",
        enableExecuteCommand: false,
        propagateTags: "SERVICE",
        ...args.extra,
      },
      {
        parent: this,
        dependsOn: [...task.policies, ...loadBalancers.map((balancer) => balancer.listener)],
        // The number of copies follows the load.
        ignoreChanges: ["desiredCount"],
      },
    );

    this.scale(name, args);
    if (args.alarmTopicArn !== undefined) {
      const alarm = {
        namespace: "AWS/ECS",
        dimensions: { ClusterName: cluster.name, ServiceName: this.service.name },
        statistic: "Average",
        threshold: 90,
        periods: 3,
        topicArn: args.alarmTopicArn,
      } as const;
      createAlarm(
        `${name}-cpu`,
        {
          ...alarm,
          description: `The copies of the container ${name} are busy`,
          metric: "CPUUtilization",
        },
        parent,
      );
      createAlarm(
        `${name}-memory`,
        {
          ...alarm,
          description: `The copies of the container ${name} are short of memory`,
          metric: "MemoryUtilization",
        },
        parent,
      );
    }
    this.registerOutputs({ serviceName: this.service.name });
  }

  private scale(name: string, args: ContainerServiceArgs): void {
    const parent = { parent: this };
    const target = new aws.appautoscaling.Target(
      name,
      {
        serviceNamespace: "ecs",
        scalableDimension: "ecs:service:DesiredCount",
        resourceId: pulumi.interpolate`service/${args.cluster.name}/${this.service.name}`,
        minCapacity: args.minCopies,
        maxCapacity: args.maxCopies,
      },
      parent,
    );
    const scaled = {
      policyType: "TargetTrackingScaling",
      serviceNamespace: target.serviceNamespace,
      scalableDimension: target.scalableDimension,
      resourceId: target.resourceId,
    };
    new aws.appautoscaling.Policy(
      `${name}-cpu`,
      {
        ...scaled,
        targetTrackingScalingPolicyConfiguration: {
          targetValue: 60,
          predefinedMetricSpecification: {
            predefinedMetricType: "ECSServiceAverageCPUUtilization",
          },
        },
      },
      parent,
    );
    const [balancer] = args.loadBalancers;
    if (balancer) {
      new aws.appautoscaling.Policy(
        `${name}-requests`,
        {
          ...scaled,
          targetTrackingScalingPolicyConfiguration: {
            targetValue: 1000, // requests a minute for each copy
            predefinedMetricSpecification: {
              predefinedMetricType: "ALBRequestCountPerTarget",
              resourceLabel: pulumi.interpolate`${balancer.balancer.arnSuffix}/${balancer.targetGroup.arnSuffix}`,
            },
          },
        },
        parent,
      );
    }
  }
}
