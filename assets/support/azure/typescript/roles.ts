import * as authorization from "@pulumi/azure-native/authorization";
import * as pulumi from "@pulumi/pulumi";

/** Roles that Azure has built in, by their ids. */
const builtIn = {
  AcrPull: "7f951dda-4ed3-4680-a7ca-43fe172d538d",
  "App Configuration Data Reader": "516239f1-63e1-4d78-a4de-a74fb236a071",
  "Azure Event Hubs Data Receiver": "a638d3c7-ab3a-418d-83e6-5f17a39d4fde",
  "Azure Event Hubs Data Sender": "2b629674-e913-4c01-ae53-ef4638d8f975",
  "Azure Service Bus Data Receiver": "4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0",
  "Azure Service Bus Data Sender": "69a216fc-b8fb-44d8-bc22-1f3c2cd27a39",
  "Communication and Email Service Owner": "09976791-48a7-449e-bb21-39d1a415f350",
  "EventGrid Data Sender": "d5a91429-5739-47e2-a06b-3470a27159e7",
  "Key Vault Secrets User": "4633458b-17de-408a-b874-0445c86b69e6",
  "Monitoring Metrics Publisher": "3913510d-42f4-4e42-8a64-420c390055eb",
  "Storage Blob Data Contributor": "ba92f5b4-2d11-453d-a403-e96b0029c9fe",
  "Storage Blob Data Owner": "b7e6dc6d-f1e8-4753-8033-0f276bb0955b",
  "Storage Blob Data Reader": "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1",
  "Web PubSub Service Owner": "12cf5a90-567b-43ae-8102-96cf46c7d9b4",
} as const;

/** Roles of Cosmos DB itself: those of Azure do not reach what a table holds. */
const ofTables = {
  "Cosmos DB Built-in Data Reader": "00000000-0000-0000-0000-000000000001",
  "Cosmos DB Built-in Data Contributor": "00000000-0000-0000-0000-000000000002",
} as const;

export type Role = keyof typeof builtIn;
export type TableRole = keyof typeof ofTables;

/** What an identity may do to one resource. */
export interface Grant {
  readonly name: string;
  readonly role: Role;
  readonly scope: pulumi.Input<string>;
}

/** What an identity may do to one table. */
export interface TableGrant {
  readonly name: string;
  readonly accountName: pulumi.Input<string>;
  readonly roleDefinitionId: pulumi.Input<string>;
  readonly scope: pulumi.Input<string>;
}

/** Allows what the role says, on the resource alone. */
export function allow(name: string, role: Role, scope: pulumi.Input<string>): Grant {
  return { name, role, scope };
}

/** Allows what the role says, on the table alone. */
export function allowTable(
  name: string,
  role: TableRole,
  accountName: pulumi.Input<string>,
  accountId: pulumi.Input<string>,
  databaseName: pulumi.Input<string>,
  containerName: pulumi.Input<string>,
): TableGrant {
  return {
    name,
    accountName,
    roleDefinitionId: pulumi.interpolate`${accountId}/sqlRoleDefinitions/${ofTables[role]}`,
    scope: pulumi.interpolate`${accountId}/dbs/${databaseName}/colls/${containerName}`,
  };
}

export interface AssignmentArgs {
  role: Role;
  scope: pulumi.Input<string>;
  principalId: pulumi.Input<string>;
  subscriptionId: pulumi.Input<string>;
}

/** Gives an identity one built-in role on one resource. */
export function assign(
  name: string,
  { role, scope, principalId, subscriptionId }: AssignmentArgs,
  opts: pulumi.CustomResourceOptions,
): authorization.RoleAssignment {
  const definitions = "providers/Microsoft.Authorization/roleDefinitions";
  return new authorization.RoleAssignment(
    name,
    {
      scope,
      principalId,
      // Spares a new identity the wait until the directory knows it.
      principalType: "ServicePrincipal",
      roleDefinitionId: pulumi.interpolate`/subscriptions/${subscriptionId}/${definitions}/${builtIn[role]}`,
    },
    opts,
  );
}
