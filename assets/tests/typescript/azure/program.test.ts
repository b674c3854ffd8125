import type { ResourceValidationArgs } from "@pulumi/policy";
import { beforeAll, describe, expect, test } from "vitest";

import { policies } from "../policy/policies";
import { all, assignments, deploy, everything, output, part } from "./system";

beforeAll(deploy, 60_000);

/** Resources that are otherwise because the design says so. */
const EXEMPT: string[] = {{exempt}};

/** The names of resources that are not exempt. */
function named(resources: { name: string }[]): string[] {
  return resources.map(({ name }) => name).filter((name) => !EXEMPT.includes(name));
}

describe("the program", () => {
  test("gives roles to nobody but identities that it makes", () => {
    const made = everything().flatMap(({ kind, name }) =>
      ["principalId", "identity.principalId"].map((path) => output(kind, name, path)),
    );
    const strangers = assignments().filter(({ inputs }) => {
      return !made.includes(String(inputs.principalId));
    });
    expect(named(strangers)).toEqual([]);
  });

  test("gives no role on all that it makes", () => {
    const groups = all("resources.ResourceGroup").map(({ name }) =>
      output("resources.ResourceGroup", name, "id"),
    );
    const wide = assignments().filter(({ inputs }) => groups.includes(String(inputs.scope)));
    expect(named(wide)).toEqual([]);
  });

  test("gives each function an identity of its own", () => {
    // Services may have identities of one name: each must be there as often as an app takes it.
    const kind = "managedidentity.UserAssignedIdentity";
    const made = all(kind).map(({ name }) => output(kind, name, "id"));
    const taken = all("web.WebApp").flatMap(({ inputs }) => {
      return (part(inputs.identity, "userAssignedIdentities") ?? []) as string[];
    });
    const times = (identities: string[], identity: string) =>
      identities.filter((other) => other === identity).length;
    const shared = taken.filter((one) => times(taken, one) > Math.max(1, times(made, one)));
    expect(shared).toEqual([]);
  });

  test("keeps secrets out of the settings of apps", () => {
    const settings = all("web.WebApp").flatMap(({ inputs }) => {
      return (part(inputs.siteConfig, "appSettings") ?? []) as { name: string; value: unknown }[];
    });
    const keys = settings.filter(({ value }) => /AccountKey=|SharedAccessKey=/.test(String(value)));
    expect(named(keys)).toEqual([]);
  });

  test("fixes no physical names of what it could not replace then", () => {
    const kinds = [
      "keyvault.Vault",
      "servicebus.Namespace",
      "storage.StorageAccount",
      "web.WebApp",
    ];
    const fixed = kinds.flatMap(all).filter(({ inputs }) => {
      return inputs.name ?? inputs.accountName ?? inputs.namespaceName ?? inputs.vaultName;
    });
    expect(named(fixed)).toEqual([]);
  });
});

{{policy_pack}}
