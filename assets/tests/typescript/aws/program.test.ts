import type { ResourceValidationArgs } from "@pulumi/policy";
import { beforeAll, describe, expect, test } from "vitest";

import { policies } from "../policy/policies";
import { all, deploy, everything, output, statements } from "./system";

beforeAll(deploy, 60_000);

/** Actions that the design allows on any resource: AWS knows no single ones for them. */
const WITHOUT_RESOURCES: string[] = {{wide_actions}};

/** Resources that are otherwise because the design says so. */
const EXEMPT: string[] = {{exempt}};

/** The names of resources that are not exempt. */
function named(resources: { name: string }[]): string[] {
  return resources.map(({ name }) => name).filter((name) => !EXEMPT.includes(name));
}

describe("the program", () => {
  test("allows no action on any resource that could be named", () => {
    const wide = statements()
      .filter(({ Effect, Principal, Resource }) => {
        return Effect === "Allow" && Principal === undefined && [Resource].flat().includes("*");
      })
      .flatMap(({ Action }) => Action);
    expect(wide.filter((action) => !WITHOUT_RESOURCES.includes(action))).toEqual([]);
  });

  test("allows no role all actions of a service", () => {
    const own = statements().filter(({ Effect, Principal }) => Effect === "Allow" && !Principal);
    const actions = own.flatMap(({ Action }) => Action);
    expect(actions.filter((action) => action.includes("*"))).toEqual([]);
  });

  test("gives each function a role of its own", () => {
    // Services may have roles of one name: each must be there as often as a function takes it.
    const made = all("iam.Role").map(({ name }) => output("iam.Role", name, "arn"));
    const taken = all("lambda.Function").map(({ inputs }) => String(inputs.role));
    const times = (roles: string[], role: string) => roles.filter((other) => other === role).length;
    const shared = taken.filter((role) => times(taken, role) > Math.max(1, times(made, role)));
    expect(shared).toEqual([]);
  });

  test("keeps no log for ever", () => {
    const endless = all("cloudwatch.LogGroup").filter(({ inputs }) => !inputs.retentionInDays);
    expect(named(endless)).toEqual([]);
  });

  test("encrypts what queues and topics hold", () => {
    const open = [...all("sqs.Queue"), ...all("sns.Topic")].filter(({ inputs }) => {
      return !inputs.kmsMasterKeyId && !inputs.sqsManagedSseEnabled;
    });
    expect(named(open)).toEqual([]);
  });

  test("fixes no physical names of what it could not replace then", () => {
    const kinds = ["dynamodb.Table", "iam.Role", "lambda.Function", "s3.Bucket", "sqs.Queue"];
    const fixed = kinds.flatMap(all).filter(({ inputs }) => inputs.name ?? inputs.bucket);
    expect(fixed.map(({ name }) => name)).toEqual([]);
  });
});

{{policy_pack}}
