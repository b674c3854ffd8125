import type { ReportViolation, ResourceValidationPolicy } from "@pulumi/policy";

type Properties = Record<string, unknown>;

interface Statement {
  Effect: string;
  Principal?: unknown;
  Action?: string | string[];
  Resource?: unknown;
}

/** Actions that the design allows on any resource: AWS knows no single ones for them. */
const WITHOUT_RESOURCES: string[] = {{wide_actions}};

/** Resources that are otherwise because the design says so. */
const EXEMPT: string[] = {{exempt}};

const TAGS = ["Project", "Environment", "ManagedBy"];

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
    "messages-encrypted",
    "Queues and topics are encrypted at rest.",
    ["aws:sqs/queue:Queue", "aws:sns/topic:Topic"],
    ({ kmsMasterKeyId, sqsManagedSseEnabled }, report) => {
      if (!kmsMasterKeyId && !sqsManagedSseEnabled) {
        report("Set kmsMasterKeyId.");
      }
    },
  ),
  rule(
    "tables-encrypted-and-recoverable",
    "Tables are encrypted with a key of KMS and can be restored to any second.",
    ["aws:dynamodb/table:Table"],
    ({ serverSideEncryption, pointInTimeRecovery }, report) => {
      if (!isEnabled(serverSideEncryption)) {
        report("Set serverSideEncryption.enabled.");
      }
      if (!isEnabled(pointInTimeRecovery)) {
        report("Set pointInTimeRecovery.enabled.");
      }
    },
  ),
  rule(
    "buckets-not-public",
    "Nothing in a bucket can be made public.",
    ["aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"],
    (properties, report) => {
      for (const name of [
        "blockPublicAcls",
        "blockPublicPolicy",
        "ignorePublicAcls",
        "restrictPublicBuckets",
      ]) {
        if (properties[name] !== true) {
          report(`Set ${name}.`);
        }
      }
    },
  ),
  rule(
    "logs-have-a-retention",
    "Logs are not kept for ever.",
    ["aws:cloudwatch/logGroup:LogGroup"],
    ({ retentionInDays }, report) => {
      if (!retentionInDays) {
        report("Set retentionInDays.");
      }
    },
  ),
  rule(
    "no-wildcards",
    "Roles are allowed named actions on named resources.",
    ["aws:iam/rolePolicy:RolePolicy", "aws:iam/policy:Policy"],
    ({ policy }, report) => {
      for (const statement of statementsOf(policy)) {
        const actions = [statement.Action ?? []].flat();
        if (actions.some((action) => action.includes("*"))) {
          report(`Name the actions instead of ${actions.join(", ")}.`);
        }
        const wide = [statement.Resource].flat().includes("*");
        if (wide && !actions.every((action) => WITHOUT_RESOURCES.includes(action))) {
          report(`Name the resources of ${actions.join(", ")}.`);
        }
      }
    },
  ),
  rule(
    "nobody-gets-in-by-name-alone",
    "Policies of queues and topics let in services only, and only for a source of ours.",
    ["aws:sqs/queuePolicy:QueuePolicy", "aws:sns/topicPolicy:TopicPolicy"],
    ({ policy }, report) => {
      for (const { Effect, Principal } of statementsOf(policy)) {
        if (Effect === "Allow" && JSON.stringify(Principal).includes('"*"')) {
          report("Name who may use it.");
        }
      }
    },
  ),
  rule(
    "everything-is-tagged",
    `Every resource has the tags ${TAGS.join(", ")}.`,
    ["pulumi:providers:aws"],
    ({ defaultTags }, report) => {
      const { tags } = (parsed(defaultTags) ?? {}) as { tags?: Properties };
      for (const tag of TAGS.filter((name) => !tags?.[name])) {
        report(`Add ${tag} to the provider's default tags.`);
      }
    },
  ),
];

function isEnabled(value: unknown): boolean {
  return (value as { enabled?: unknown } | undefined)?.enabled === true;
}

function statementsOf(policy: unknown): Statement[] {
  const document = (parsed(policy) ?? {}) as { Statement?: Statement[] };
  const statements = document.Statement ?? [];
  return statements.filter(({ Effect }) => Effect === "Allow");
}

/** Some properties are JSON in a text. */
function parsed(value: unknown): unknown {
  return typeof value === "string" ? JSON.parse(value) : value;
}
