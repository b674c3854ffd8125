import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

type Kind =
  | "delivery-stream"
  | "delivery-to-search"
  | "function"
  | "graphql-api"
  | "http-api"
  | "queue"
  | "stream"
  | "table"
  | "topic"
  | "websocket-api"
  | "workflow";

/** What a row of a dashboard shows: a thing of this kind, by the value of its metrics' dimension. */
export interface DashboardRow {
  title: string;
  kind: Kind;
  id: pulumi.Input<string>;
}

export interface DashboardArgs {
  dashboardName: string;
  region: string;
  rows: DashboardRow[];
}

/** A graph: what it is called, and its metrics with their statistics. */
interface Graph {
  title: string;
  metrics: [name: string, statistic: string][];
}

/** What matters of each kind of thing: where its metrics are, and the graphs of its row. */
const METRICS: Record<Kind, { namespace: string; dimension: string; graphs: Graph[] }> = {
  "delivery-stream": {
    namespace: "AWS/Firehose",
    dimension: "DeliveryStreamName",
    graphs: [
      { title: "records", metrics: [["IncomingRecords", "Sum"]] },
      { title: "freshness", metrics: [["DeliveryToS3.DataFreshness", "Maximum"]] },
    ],
  },
  "delivery-to-search": {
    namespace: "AWS/Firehose",
    dimension: "DeliveryStreamName",
    graphs: [
      { title: "records", metrics: [["IncomingRecords", "Sum"]] },
      {
        title: "freshness",
        metrics: [["DeliveryToAmazonOpenSearchServerless.DataFreshness", "Maximum"]],
      },
    ],
  },
  function: {
    namespace: "AWS/Lambda",
    dimension: "FunctionName",
    graphs: [
      {
        title: "calls",
        metrics: [
          ["Invocations", "Sum"],
          ["Errors", "Sum"],
          ["Throttles", "Sum"],
        ],
      },
      {
        title: "duration",
        metrics: [
          ["Duration", "p50"],
          ["Duration", "p99"],
        ],
      },
      { title: "copies", metrics: [["ConcurrentExecutions", "Maximum"]] },
    ],
  },
  "graphql-api": {
    namespace: "AWS/AppSync",
    dimension: "GraphQLAPIId",
    graphs: [
      {
        title: "errors",
        metrics: [
          ["4XXError", "Sum"],
          ["5XXError", "Sum"],
        ],
      },
      {
        title: "latency",
        metrics: [
          ["Latency", "p50"],
          ["Latency", "p99"],
        ],
      },
    ],
  },
  "http-api": {
    namespace: "AWS/ApiGateway",
    dimension: "ApiId",
    graphs: [
      {
        title: "requests",
        metrics: [
          ["Count", "Sum"],
          ["4xx", "Sum"],
          ["5xx", "Sum"],
        ],
      },
      {
        title: "latency",
        metrics: [
          ["Latency", "p50"],
          ["Latency", "p99"],
        ],
      },
    ],
  },
  queue: {
    namespace: "AWS/SQS",
    dimension: "QueueName",
    graphs: [
      {
        title: "messages",
        metrics: [
          ["NumberOfMessagesSent", "Sum"],
          ["ApproximateNumberOfMessagesVisible", "Maximum"],
        ],
      },
      { title: "age", metrics: [["ApproximateAgeOfOldestMessage", "Maximum"]] },
    ],
  },
  stream: {
    namespace: "AWS/Kinesis",
    dimension: "StreamName",
    graphs: [
      {
        title: "records",
        metrics: [
          ["IncomingRecords", "Sum"],
          ["WriteProvisionedThroughputExceeded", "Sum"],
        ],
      },
      { title: "age", metrics: [["GetRecords.IteratorAgeMilliseconds", "Maximum"]] },
    ],
  },
  table: {
    namespace: "AWS/DynamoDB",
    dimension: "TableName",
    graphs: [
      {
        title: "units",
        metrics: [
          ["ConsumedReadCapacityUnits", "Sum"],
          ["ConsumedWriteCapacityUnits", "Sum"],
        ],
      },
      {
        title: "throttles",
        metrics: [
          ["ReadThrottleEvents", "Sum"],
          ["WriteThrottleEvents", "Sum"],
        ],
      },
    ],
  },
  topic: {
    namespace: "AWS/SNS",
    dimension: "TopicName",
    graphs: [
      {
        title: "messages",
        metrics: [
          ["NumberOfMessagesPublished", "Sum"],
          ["NumberOfNotificationsFailed", "Sum"],
        ],
      },
    ],
  },
  "websocket-api": {
    namespace: "AWS/ApiGateway",
    dimension: "ApiId",
    graphs: [
      {
        title: "traffic",
        metrics: [
          ["ConnectCount", "Sum"],
          ["MessageCount", "Sum"],
        ],
      },
      {
        title: "errors",
        metrics: [
          ["IntegrationError", "Sum"],
          ["ExecutionError", "Sum"],
        ],
      },
    ],
  },
  workflow: {
    namespace: "AWS/States",
    dimension: "StateMachineArn",
    graphs: [
      {
        title: "runs",
        metrics: [
          ["ExecutionsStarted", "Sum"],
          ["ExecutionsFailed", "Sum"],
        ],
      },
      {
        title: "time",
        metrics: [
          ["ExecutionTime", "p50"],
          ["ExecutionTime", "p99"],
        ],
      },
    ],
  },
};

/** A dashboard with a row for each thing; a row's graphs share its width. */
export function createDashboard(
  name: string,
  args: DashboardArgs,
  opts: pulumi.CustomResourceOptions,
): aws.cloudwatch.Dashboard {
  const height = 6;
  const widgets = args.rows.flatMap(({ title, kind, id }, row) => {
    const { namespace, dimension, graphs } = METRICS[kind];
    const width = 24 / graphs.length;
    return graphs.map((graph, column) => ({
      type: "metric",
      x: column * width,
      y: row * height,
      width,
      height,
      properties: {
        title: `${title}: ${graph.title}`,
        region: args.region,
        period: 300,
        view: "timeSeries",
        metrics: graph.metrics.map(([metric, stat]) => [
          namespace,
          metric,
          dimension,
          id,
          { stat },
        ]),
      },
    }));
  });
  return new aws.cloudwatch.Dashboard(
    name,
    { dashboardName: args.dashboardName, dashboardBody: pulumi.jsonStringify({ widgets }) },
    opts,
  );
}
