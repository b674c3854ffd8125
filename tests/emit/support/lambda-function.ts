import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

export interface LambdaFunctionArgs {
  description: string;
  codePath: string;
  runtime: aws.lambda.Runtime;
  memoryMb: number;
  timeoutSeconds: number;
  logRetentionDays: number;
  environment?: Record<string, pulumi.Input<string>>;
  statements: aws.iam.PolicyStatement[];
  alarmTopicArn: pulumi.Input<string>;
}

/** A function and its alias. */
export class LambdaFunction extends pulumi.ComponentResource {
  readonly function: aws.lambda.Function;
  readonly alias: aws.lambda.Alias;

  constructor(name: string, args: LambdaFunctionArgs, opts?: pulumi.ComponentResourceOptions) {
    super("{{project}}:components:LambdaFunction", name, {}, opts);
    const parent = { parent: this };

    this.function = new aws.lambda.Function(
      name,
      { description: args.description, role: "arn", runtime: args.runtime },
      parent,
    );

    this.alias = new aws.lambda.Alias(
      `${name}-live`,
      { functionName: this.function.name, functionVersion: this.function.version },
      parent,
    );

    this.registerOutputs({});
  }
}
