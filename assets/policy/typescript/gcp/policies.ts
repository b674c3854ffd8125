import type { ReportViolation, ResourceValidationPolicy } from "@pulumi/policy";

type Properties = Record<string, unknown>;

/** Roles that the design gives on the whole project: Google knows no single resources for them. */
const WITHOUT_RESOURCES: string[] = {{wide_actions}};

/** Resources that are otherwise because the design says so. */
const EXEMPT: string[] = {{exempt}};

const LABELS = ["project", "environment", "managed-by"];

/** A rule about resources whose types end so, which nothing may break. */
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
      if (types.some((ending) => type.endsWith(ending)) && !EXEMPT.includes(resource)) {
        check(props, report);
      }
    },
  };
}

/** The rules that the design stands by. */
export const policies: ResourceValidationPolicy[] = [
  rule(
    "buckets-not-public",
    "Nothing in a bucket can be made public, and the bucket alone says who may read it.",
    ["gcp:storage/bucket:Bucket"],
    ({ publicAccessPrevention, uniformBucketLevelAccess }, report) => {
      if (publicAccessPrevention !== "enforced") {
        report("Set publicAccessPrevention to enforced.");
      }
      if (uniformBucketLevelAccess !== true) {
        report("Set uniformBucketLevelAccess.");
      }
    },
  ),
  rule(
    "messages-stay-in-the-region",
    "Topics say in which regions their messages are kept.",
    ["gcp:pubsub/topic:Topic"],
    ({ messageStoragePolicy }, report) => {
      if (!part(messageStoragePolicy, "allowedPersistenceRegions")) {
        report("Set messageStoragePolicy.allowedPersistenceRegions.");
      }
    },
  ),
  rule(
    "subscriptions-never-expire",
    "No subscription goes by itself, and takes what comes afterwards with it.",
    ["gcp:pubsub/subscription:Subscription"],
    ({ expirationPolicy }, report) => {
      if (part(expirationPolicy, "ttl") !== "") {
        report('Set expirationPolicy.ttl to "".');
      }
    },
  ),
  rule(
    "tables-recoverable",
    "Databases of Firestore can be restored to any minute of the last week.",
    ["gcp:firestore/database:Database"],
    ({ pointInTimeRecoveryEnablement }, report) => {
      if (pointInTimeRecoveryEnablement !== "POINT_IN_TIME_RECOVERY_ENABLED") {
        report("Set pointInTimeRecoveryEnablement.");
      }
    },
  ),
  rule(
    "databases-private",
    "Databases have no public address, and answer over TLS only.",
    ["gcp:sql/databaseInstance:DatabaseInstance"],
    ({ settings }, report) => {
      const address = part(settings, "ipConfiguration");
      if (part(address, "ipv4Enabled") !== false) {
        report("Set settings.ipConfiguration.ipv4Enabled to false.");
      }
      if (part(address, "sslMode") !== "ENCRYPTED_ONLY") {
        report("Set settings.ipConfiguration.sslMode to ENCRYPTED_ONLY.");
      }
    },
  ),
  rule(
    "functions-have-their-own-account",
    "No function runs as the account that all could share.",
    ["gcp:cloudfunctionsv2/function:Function"],
    ({ serviceConfig }, report) => {
      if (!part(serviceConfig, "serviceAccountEmail")) {
        report("Set serviceConfig.serviceAccountEmail.");
      }
    },
  ),
  rule(
    "no-basic-roles",
    "Nobody has a role over everything.",
    ["IAMMember", "IamMember"],
    ({ role }, report) => {
      if (/^roles\/(owner|editor|viewer)$/.test(String(role))) {
        report(`Name what is allowed instead of ${String(role)}.`);
      }
    },
  ),
  rule(
    "roles-on-resources",
    "Roles are given on one resource, or on the project under a condition that names one.",
    ["gcp:projects/iAMMember:IAMMember"],
    ({ role, condition }, report) => {
      if (!condition && !WITHOUT_RESOURCES.includes(String(role))) {
        report(`Give ${String(role)} on a resource, or under a condition.`);
      }
    },
  ),
  rule(
    "nobody-gets-in-without-a-name",
    "Members of roles are named.",
    ["IAMMember", "IamMember"],
    ({ member }, report) => {
      if (member === "allUsers" || member === "allAuthenticatedUsers") {
        report("Name who may use it.");
      }
    },
  ),
  rule(
    "no-role-is-taken-from-others",
    "Members are added one by one: a whole list takes the role from all who are not on it.",
    ["IAMBinding", "IamBinding", "IAMPolicy", "IamPolicy"],
    (_, report) => {
      report("Add a member instead.");
    },
  ),
  rule(
    "accounts-have-no-keys",
    "No key of a service account leaves Google.",
    ["gcp:serviceaccount/key:Key"],
    (_, report) => {
      report("Let who needs it act as the account instead.");
    },
  ),
  rule(
    "everything-is-labelled",
    `Every resource has the labels ${LABELS.join(", ")}.`,
    ["pulumi:providers:gcp"],
    ({ defaultLabels }, report) => {
      const labels = parsed(defaultLabels) as Properties | undefined;
      for (const label of LABELS.filter((name) => !labels?.[name])) {
        report(`Add ${label} to the provider's default labels.`);
      }
    },
  ),
];

/** A part of what may not be there. */
function part(value: unknown, name: string): unknown {
  return (value as Properties | undefined)?.[name];
}

/** Some properties are JSON in a text. */
function parsed(value: unknown): unknown {
  return typeof value === "string" ? JSON.parse(value) : value;
}
