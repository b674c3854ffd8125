import type { ReportViolation, ResourceValidationPolicy } from "@pulumi/policy";

type Properties = Record<string, unknown>;

/** Resources that are otherwise because the design says so. */
const EXEMPT: string[] = {{exempt}};

const TAGS = ["project", "environment", "managed-by"];

/** Roles over everything that Azure has built in, by their ids. */
const BROAD: Record<string, string> = {
  "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9": "User Access Administrator",
  "8e3af657-a8ff-443c-a75c-2fe8c4bcb635": "Owner",
  "b24988ac-6180-42a0-ab88-20f7382dd24c": "Contributor",
};

/** A rule about resources of some types, which nothing may break. */
function rule(
  name: string,
  description: string,
  types: string[],
  check: (properties: Properties, report: ReportViolation) => void,
): ResourceValidationPolicy {
  return {
    name,
    description,
    enforcementLevel: "mandatory",
    validateResource: ({ type, name: resource, props }, report) => {
      if (types.includes(type) && !EXEMPT.includes(resource)) {
        check(props, report);
      }
    },
  };
}

/** The rules that the design stands by. */
export const policies: ResourceValidationPolicy[] = [
  rule(
    "storage-closed",
    "Nothing in a storage account can be made public, and nobody gets in without TLS.",
    ["azure-native:storage:StorageAccount"],
    (properties, report) => {
      if (properties.allowBlobPublicAccess !== false) {
        report("Set allowBlobPublicAccess to false.");
      }
      if (properties.enableHttpsTrafficOnly !== true) {
        report("Set enableHttpsTrafficOnly.");
      }
      if (properties.minimumTlsVersion !== "TLS1_2" && properties.minimumTlsVersion !== "TLS1_3") {
        report("Set minimumTlsVersion to TLS1_2.");
      }
    },
  ),
  rule(
    "storage-without-keys",
    "Storage accounts know people and services by their identities, and have no keys.",
    ["azure-native:storage:StorageAccount"],
    ({ allowSharedKeyAccess }, report) => {
      if (allowSharedKeyAccess !== false) {
        report("Set allowSharedKeyAccess to false.");
      }
    },
  ),
  rule(
    "containers-not-public",
    "No container can be read by everybody.",
    ["azure-native:storage:BlobContainer"],
    ({ publicAccess }, report) => {
      if (publicAccess !== undefined && publicAccess !== "None") {
        report("Leave publicAccess out.");
      }
    },
  ),
  rule(
    "services-without-keys",
    "Services know who calls by identity, and have no keys.",
    [
      "azure-native:appconfiguration:ConfigurationStore",
      "azure-native:applicationinsights:Component",
      "azure-native:cosmosdb:DatabaseAccount",
      "azure-native:eventgrid:Topic",
      "azure-native:eventhub:Namespace",
      "azure-native:servicebus:Namespace",
      "azure-native:webpubsub:WebPubSub",
    ],
    ({ disableLocalAuth }, report) => {
      if (disableLocalAuth !== true) {
        report("Set disableLocalAuth.");
      }
    },
  ),
  rule(
    "tables-recoverable",
    "Databases of Cosmos DB are backed up all the time.",
    ["azure-native:cosmosdb:DatabaseAccount"],
    ({ backupPolicy }, report) => {
      if (part(backupPolicy, "type") !== "Continuous") {
        report("Set backupPolicy to Continuous.");
      }
    },
  ),
  rule(
    "vaults-ask-for-roles",
    "Vaults know who may read a secret by roles, one secret at a time.",
    ["azure-native:keyvault:Vault"],
    ({ properties }, report) => {
      if (part(properties, "enableRbacAuthorization") !== true) {
        report("Set properties.enableRbacAuthorization.");
      }
    },
  ),
  rule(
    "apps-over-tls",
    "Apps answer over TLS only, and run as identities.",
    ["azure-native:web:WebApp"],
    ({ httpsOnly, identity, siteConfig }, report) => {
      if (httpsOnly !== true) {
        report("Set httpsOnly.");
      }
      if (!part(identity, "type")) {
        report("Set identity.");
      }
      if (!["1.2", "1.3"].includes(String(part(siteConfig, "minTlsVersion")))) {
        report("Set siteConfig.minTlsVersion to 1.2.");
      }
    },
  ),
  rule(
    "apps-without-passwords",
    "Nobody publishes to an app with a user name and a password.",
    ["azure-native:web:WebAppFtpAllowed", "azure-native:web:WebAppScmAllowed"],
    ({ allow }, report) => {
      if (allow !== false) {
        report("Set allow to false.");
      }
    },
  ),
  rule(
    "no-broad-roles",
    "Roles name what is allowed.",
    ["azure-native:authorization:RoleAssignment"],
    ({ roleDefinitionId }, report) => {
      const role = BROAD[String(roleDefinitionId).split("/").pop() ?? ""];
      if (role) {
        report(`Name what is allowed instead of ${role}.`);
      }
    },
  ),
  rule(
    "roles-on-resources",
    "Roles are given on one resource, and on no subscription or group.",
    ["azure-native:authorization:RoleAssignment"],
    ({ scope }, report) => {
      if (/^\/subscriptions\/[^/]+(\/resourceGroups\/[^/]+)?\/?$/i.test(String(scope))) {
        report("Give the role on a resource.");
      }
    },
  ),
  rule(
    "logs-have-a-retention",
    "Logs are not kept for ever.",
    ["azure-native:operationalinsights:Workspace"],
    ({ retentionInDays }, report) => {
      if (!retentionInDays) {
        report("Set retentionInDays.");
      }
    },
  ),
  rule(
    "everything-is-tagged",
    `What holds data or costs money has the tags ${TAGS.join(", ")}.`,
    [
      "azure-native:apimanagement:ApiManagementService",
      "azure-native:cdn:AFDEndpoint",
      "azure-native:cdn:Profile",
      "azure-native:cosmosdb:DatabaseAccount",
      "azure-native:frontdoor:Policy",
      "azure-native:keyvault:Vault",
      "azure-native:logic:Workflow",
      "azure-native:operationalinsights:Workspace",
      "azure-native:resources:ResourceGroup",
      "azure-native:servicebus:Namespace",
      "azure-native:storage:StorageAccount",
      "azure-native:web:WebApp",
      "azure-native:webpubsub:WebPubSub",
    ],
    ({ tags }, report) => {
      for (const tag of TAGS.filter((name) => !part(tags, name))) {
        report(`Add the tag ${tag}.`);
      }
    },
  ),
];

/** A part of what may not be there. */
function part(value: unknown, name: string): unknown {
  return (value as Properties | undefined)?.[name];
}
