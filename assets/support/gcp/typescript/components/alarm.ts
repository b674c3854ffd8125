import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";

export interface AlarmArgs {
  description: string;
  /** Which metric of which resources, in the words of Cloud Monitoring. */
  metric: pulumi.Input<string>;
  /** The alarm goes off when the metric is above this. */
  threshold: number;
  /** How the points of five minutes become one: their growth, or the highest of them. */
  aligner?: "ALIGN_DELTA" | "ALIGN_MAX";
  channel: pulumi.Input<string>;
}

/** An alarm on one metric over periods of five minutes; a metric without data is healthy. */
export function createAlarm(
  name: string,
  args: AlarmArgs,
  opts: pulumi.CustomResourceOptions,
): gcp.monitoring.AlertPolicy {
  return new gcp.monitoring.AlertPolicy(
    name,
    {
      displayName: args.description,
      combiner: "OR",
      severity: "ERROR",
      conditions: [
        {
          displayName: args.description,
          conditionThreshold: {
            filter: args.metric,
            comparison: "COMPARISON_GT",
            thresholdValue: args.threshold,
            duration: "0s",
            aggregations: [
              {
                alignmentPeriod: "300s",
                perSeriesAligner: args.aligner ?? "ALIGN_DELTA",
                crossSeriesReducer: args.aligner === "ALIGN_MAX" ? "REDUCE_MAX" : "REDUCE_SUM",
              },
            ],
          },
        },
      ],
      notificationChannels: [args.channel],
      alertStrategy: { autoClose: "86400s" },
    },
    opts,
  );
}
