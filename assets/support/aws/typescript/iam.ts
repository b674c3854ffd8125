import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

type Conditions = Record<string, Record<string, pulumi.Input<string>>>;

/** A policy document from its statements. */
export function policy(...statements: aws.iam.PolicyStatement[]): aws.iam.PolicyDocument {
  return { Version: "2012-10-17", Statement: statements };
}

/** A policy document as JSON text, for resources that take nothing else. */
export function policyText(...statements: aws.iam.PolicyStatement[]): pulumi.Output<string> {
  return pulumi.jsonStringify(policy(...statements));
}

/** Allows the actions on the resources to whoever holds the policy. */
export function allow(
  sid: string,
  actions: string[],
  resources: pulumi.Input<string>[],
  conditions?: Conditions,
): aws.iam.PolicyStatement {
  return {
    Sid: sid,
    Effect: "Allow",
    Action: actions,
    Resource: resources,
    ...(conditions && { Condition: conditions }),
  };
}

/** Allows an AWS service to use a resource, in that resource's own policy. */
export function allowService(
  sid: string,
  service: string,
  actions: string[],
  resource: pulumi.Input<string>,
  conditions: Conditions,
): aws.iam.PolicyStatement {
  return {
    Sid: sid,
    Effect: "Allow",
    Principal: { Service: service },
    Action: actions,
    Resource: resource,
    Condition: conditions,
  };
}

/** Refuses requests that do not come over TLS, in a resource's own policy. */
export function denyInsecureTransport(
  action: string,
  resources: pulumi.Input<string>[],
): aws.iam.PolicyStatement {
  return {
    Sid: "DenyInsecureTransport",
    Effect: "Deny",
    Principal: "*",
    Action: action,
    Resource: resources,
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
}

/** Lets the identities of one account, and no others, through an endpoint of a network. */
export function allowAccount(accountId: pulumi.Input<string>): aws.iam.PolicyStatement {
  return {
    Sid: "AllowThisAccount",
    Effect: "Allow",
    Principal: "*",
    Action: "*",
    Resource: "*",
    Condition: { StringEquals: { "aws:PrincipalAccount": accountId } },
  };
}

/** Allows the actions on the resource to anyone, in the policy of an endpoint of a network. */
export function allowAnyone(
  sid: string,
  actions: string[],
  resource: pulumi.Input<string>,
): aws.iam.PolicyStatement {
  return { Sid: sid, Effect: "Allow", Principal: "*", Action: actions, Resource: resource };
}

/** Lets an AWS service assume a role. */
export function trust(service: string, conditions?: Conditions): aws.iam.PolicyDocument {
  return policy({
    Effect: "Allow",
    Principal: { Service: service },
    Action: "sts:AssumeRole",
    ...(conditions && { Condition: conditions }),
  });
}
