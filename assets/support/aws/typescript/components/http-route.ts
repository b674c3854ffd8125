import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { LambdaFunction } from "./lambda-function";

export interface HttpRouteArgs {
  apiId: pulumi.Input<string>;
  /** The API's execution ARN, of which the permission names this route. */
  executionArn: pulumi.Input<string>;
  /** An HTTP method, or `ANY`. */
  method: string;
  path: string;
  handler: LambdaFunction;
  /** What callers must show; without it the route is public. */
  authorization?: "JWT" | "CUSTOM" | "AWS_IAM";
  authorizerId?: pulumi.Input<string>;
  /** Scopes of which a token must have one. */
  scopes?: string[];
  timeoutMilliseconds?: number;
}

/** A route of an HTTP API, answered by a function. */
export class HttpRoute extends pulumi.ComponentResource {
  constructor(name: string, args: HttpRouteArgs, opts?: pulumi.ComponentResourceOptions) {
    super("{{project}}:components:HttpRoute", name, {}, opts);
    const parent = { parent: this };
    const { apiId, handler, method, path } = args;
    const methodPattern = method === "ANY" ? "*" : method;
    const pathPattern = path.replace(/\{[^}]+\}/g, "*");

    const integration = new aws.apigatewayv2.Integration(
      `${name}-integration`,
      {
        apiId,
        integrationType: "AWS_PROXY",
        integrationUri: handler.alias.invokeArn,
        payloadFormatVersion: "2.0",
        timeoutMilliseconds: args.timeoutMilliseconds,
      },
      parent,
    );

    new aws.apigatewayv2.Route(
      `${name}-route`,
      {
        apiId,
        routeKey: `${method} ${path}`,
        target: pulumi.interpolate`integrations/${integration.id}`,
        authorizationType: args.authorization ?? "NONE",
        authorizerId: args.authorizerId,
        authorizationScopes: args.scopes,
      },
      parent,
    );

    new aws.lambda.Permission(
      `${name}-permission`,
      {
        action: "lambda:InvokeFunction",
        principal: "apigateway.amazonaws.com",
        function: handler.function.name,
        qualifier: handler.alias.name,
        sourceArn: pulumi.interpolate`${args.executionArn}/*/${methodPattern}${pathPattern}`,
      },
      parent,
    );

    this.registerOutputs({});
  }
}
