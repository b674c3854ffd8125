import * as monitor from "@pulumi/azure-native/monitor";
import * as pulumi from "@pulumi/pulumi";

import { Platform } from "./platform";

export interface AlarmArgs {
  platform: Platform;
  description: string;
  /** The resource that is watched. */
  scope: pulumi.Input<string>;
  namespace: string;
  metric: string;
  /** Which of the resource's values count: the name of a dimension, and its value. */
  dimension?: { name: string; value: pulumi.Input<string> };
  /** The alarm goes off when the metric is above this. */
  threshold: number;
  aggregation?: "Average" | "Count" | "Maximum" | "Total";
  tags: Record<string, string>;
}

/** An alarm on one metric over five minutes, told to whom the platform names. */
export function createAlarm(
  name: string,
  args: AlarmArgs,
  opts: pulumi.CustomResourceOptions,
): monitor.MetricAlert {
  const { dimension } = args;
  return new monitor.MetricAlert(
    name,
    {
      resourceGroupName: args.platform.resourceGroup.name,
      location: "global",
      description: args.description,
      enabled: true,
      severity: 1,
      scopes: [args.scope],
      evaluationFrequency: "PT5M",
      windowSize: "PT5M",
      criteria: {
        odataType: "Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria",
        allOf: [
          {
            criterionType: "StaticThresholdCriterion",
            name: "above",
            metricNamespace: args.namespace,
            metricName: args.metric,
            dimensions: dimension
              ? [{ name: dimension.name, operator: "Include", values: [dimension.value] }]
              : [],
            timeAggregation: args.aggregation ?? "Total",
            operator: "GreaterThan",
            threshold: args.threshold,
          },
        ],
      },
      autoMitigate: true,
      actions: [{ actionGroupId: args.platform.alarms.id }],
      tags: args.tags,
    },
    opts,
  );
}
