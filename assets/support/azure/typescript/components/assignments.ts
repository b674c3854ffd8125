import * as cosmosdb from "@pulumi/azure-native/cosmosdb";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";

import * as roles from "../roles";
import { Platform } from "./platform";

export interface AssignmentsArgs {
  platform: Platform;
  principalId: pulumi.Input<string>;
  grants: roles.Grant[];
  tableGrants?: roles.TableGrant[] | undefined;
}

/** Gives an identity all that it is granted; the names begin with that of its holder. */
export function assignAll(
  name: string,
  { platform, principalId, grants, tableGrants = [] }: AssignmentsArgs,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const { subscriptionId } = platform;
  const ofResources = grants.map(({ name: purpose, role, scope }) =>
    roles.assign(`${name}-${purpose}`, { role, scope, principalId, subscriptionId }, opts),
  );
  const ofTables = tableGrants.map(({ name: purpose, accountName, roleDefinitionId, scope }) => {
    const id = new random.RandomUuid(
      `${name}-${purpose}`,
      { keepers: { principalId, roleDefinitionId, scope } },
      opts,
    );
    return new cosmosdb.SqlResourceSqlRoleAssignment(
      `${name}-${purpose}`,
      {
        resourceGroupName: platform.resourceGroup.name,
        accountName,
        roleAssignmentId: id.result,
        roleDefinitionId,
        principalId,
        scope,
      },
      opts,
    );
  });
  return [...ofResources, ...ofTables];
}
