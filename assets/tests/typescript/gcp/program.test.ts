import type { ResourceValidationArgs } from "@pulumi/policy";
import { beforeAll, describe, expect, test } from "vitest";

import { policies } from "../policy/policies";
import { all, deploy, everything, members, output, part } from "./system";

beforeAll(deploy, 60_000);

/** Resources that are otherwise because the design says so. */
const EXEMPT: string[] = {{exempt}};

/** The names of resources that are not exempt. */
function named(resources: { name: string }[]): string[] {
  return resources.map(({ name }) => name).filter((name) => !EXEMPT.includes(name));
}

describe("the program", () => {
  test("lets in nobody but accounts that it makes, and services of Google", () => {
    const made = ["projects.ServiceIdentity", "serviceaccount.Account"].flatMap((kind) =>
      all(kind).map(({ name }) => output(kind, name, "member")),
    );
    const strangers = members().filter(({ inputs }) => {
      const member = String(inputs.member);
      return !made.includes(member) && !member.includes("gserviceaccount.com");
    });
    expect(named(strangers)).toEqual([]);
  });

  test("gives each function and container an account of its own", () => {
    // Services may have accounts of one name: each must be there as often as it is taken.
    const kind = "serviceaccount.Account";
    const made = all(kind).map(({ name }) => output(kind, name, "email"));
    const taken = [
      ...all("cloudfunctionsv2.Function").map(({ inputs }) =>
        String(part(inputs.serviceConfig, "serviceAccountEmail")),
      ),
      ...all("cloudrunv2.Service").map(({ inputs }) =>
        String(part(inputs.template, "serviceAccount")),
      ),
    ];
    const times = (accounts: string[], account: string) =>
      accounts.filter((other) => other === account).length;
    const shared = taken.filter((one) => times(taken, one) > Math.max(1, times(made, one)));
    expect(shared).toEqual([]);
  });

  test("pushes messages as accounts, never without one", () => {
    const pushed = all("pubsub.Subscription").filter(({ inputs }) => inputs.pushConfig);
    const unsigned = pushed.filter(({ inputs }) => {
      return !part(part(inputs.pushConfig, "oidcToken"), "serviceAccountEmail");
    });
    expect(named(unsigned)).toEqual([]);
  });

  test("fixes no physical names of what it could not replace then", () => {
    const kinds = [
      "cloudfunctionsv2.Function",
      "cloudrunv2.Service",
      "pubsub.Subscription",
      "pubsub.Topic",
      "storage.Bucket",
    ];
    const fixed = kinds.flatMap(all).filter(({ inputs }) => inputs.name);
    expect(named(fixed)).toEqual([]);
  });
});

{{policy_pack}}
