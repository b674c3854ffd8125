//! Permissions that somebody wrote beside those that follow from flows.

use std::collections::BTreeMap;

use crate::catalog::Provider::{self, Aws, Azure, Gcp};
use crate::check::prelude::*;

use super::policy_document::{Statement, allowing, is_open};
use super::provider_properties::{Bad, Row, look, resource_type, values};

pub(in crate::check) const WILDCARD: Rule = Rule::error("SEC012", "security/wildcard-permission", wildcard).says(
    "A permission for every action, or on every resource.",
    "Whoever gets hold of its holder can do all of it: read every table, delete every bucket.",
    "Name the actions and the resources; what flows need is given to each function by itself.",
);

pub(in crate::check) const BROADER: Rule = Rule::warning("SEC013", "security/broader-than-flows", broader).says(
    "A permission of a node on another that no flow of the design speaks of.",
    "The drawing is what people review: what it does not show is seen by nobody.",
    "Take the permission away, or draw the flow, which then brings exactly what it needs.",
);

pub(in crate::check) const OPEN_CHANNEL: Rule = Rule::error("SEC039", "security/open-bus-policy", open_channel).says(
    "A queue, topic or bus that everybody with an account at AWS may use.",
    "Anybody can put messages in or take them out, and the bill is yours.",
    "Name accounts or services as principals, or add a condition such as aws:SourceAccount.",
);

const TYPES_WITH_DOCUMENT: &[&str] =
    &["aws:iam:Policy", "aws:iam:RolePolicy", "aws:iam:UserPolicy", "aws:iam:GroupPolicy"];

const ANY_ACTION: &str = "its holder may do everything that a service can do, or do it to everything there is";

/// Policies of AWS that give all, or nearly all.
fn gives_nearly_all(policy: &Value) -> bool {
    let name = policy.as_str().and_then(|arn| arn.rsplit('/').next()).unwrap_or_default();
    policy.as_str().is_some_and(|arn| arn.contains(":aws:policy/"))
        && (matches!(name, "AdministratorAccess" | "PowerUserAccess" | "IAMFullAccess") || name.ends_with("FullAccess"))
}

/// Roles of Azure that give all: Owner, Contributor, User Access Administrator.
const BROAD_ROLES_OF_AZURE: [&str; 3] = [
    "8e3af657-a8ff-443c-a75c-2fe8c4bcb635",
    "b24988ac-6180-42a0-ab88-20f7382dd24c",
    "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9",
];

fn is_broad_role_of_azure(role: &Value) -> bool {
    let id = role.as_str().and_then(|id| id.rsplit('/').next()).unwrap_or_default();
    BROAD_ROLES_OF_AZURE.iter().any(|broad| broad.eq_ignore_ascii_case(id))
}

pub(super) static WILDCARDS: &[Row] = &[
    Row::new(Aws, &[], TYPES_WITH_DOCUMENT, "policy", Bad::Like(is_wild), ANY_ACTION, "CKV_AWS_63")
        .telling(what_is_wild),
    Row::new(
        Aws,
        &[],
        &["aws:iam:Role"],
        "inlinePolicies.*.policy",
        Bad::Like(is_wild),
        ANY_ACTION,
        "AwsSolutions-IAM5",
    )
    .telling(what_is_wild),
    Row::new(
        Aws,
        &[],
        &["aws:iam:Role"],
        "managedPolicyArns.*",
        Bad::Like(gives_nearly_all),
        ANY_ACTION,
        "AwsSolutions-IAM4",
    ),
    Row::new(
        Aws,
        &[],
        &["aws:iam:RolePolicyAttachment", "aws:iam:PolicyAttachment", "aws:iam:UserPolicyAttachment"],
        "policyArn",
        Bad::Like(gives_nearly_all),
        ANY_ACTION,
        "AwsSolutions-IAM4",
    ),
    Row::new(
        Azure,
        &[],
        &["azure-native:authorization:RoleAssignment"],
        "roleDefinitionId",
        Bad::Like(is_broad_role_of_azure),
        "its holder may change everything in its scope",
        "Azure built-in roles: Owner, Contributor, User Access Administrator",
    ),
    Row::new(
        Azure,
        &[],
        &["azure-native:authorization:RoleDefinition"],
        "permissions.*.actions.*",
        Bad::Is(&["*"]),
        "its holder may do everything in its scope",
        "CKV_AZURE_39",
    ),
    Row::new(
        Azure,
        &[],
        &["azure-native:keyvault:Vault"],
        "properties.accessPolicies.*.permissions.secrets.*",
        Bad::Is(&["all"]),
        "its holder may read, change and destroy every secret",
        "Azure.KeyVault.AccessPolicy",
    ),
    Row::new(
        Gcp,
        &[],
        &["gcp:projects:IAMMember", "gcp:projects:IAMBinding", "gcp:folder:IAMMember", "gcp:organizations:IAMMember"],
        "role",
        Bad::Is(&["roles/owner", "roles/editor"]),
        "its holder may change everything in the project",
        "CKV_GCP_49",
    ),
];

/// Actions that know no single resources, by their beginning: `*` is the only resource they take.
const WITHOUT_RESOURCE: &[&str] = &[
    "cloudwatch:GetMetric",
    "cloudwatch:ListMetrics",
    "cloudwatch:PutMetricData",
    "ec2:CreateNetworkInterface",
    "ec2:DeleteNetworkInterface",
    "ec2:Describe",
    "ecr:GetAuthorizationToken",
    "iam:ListRoles",
    "kms:ListAliases",
    "kms:ListKeys",
    "lambda:ListFunctions",
    "logs:DescribeLogGroups",
    "rekognition:Detect",
    "s3:ListAllMyBuckets",
    "secretsmanager:GetRandomPassword",
    "secretsmanager:ListSecrets",
    "sns:ListTopics",
    "sqs:ListQueues",
    "ssm:DescribeParameters",
    "sts:GetCallerIdentity",
    "textract:",
    "translate:Translate",
    "xray:",
];

/// Whether a policy allows every action of a service, or an action on everything although it knows single resources.
fn is_wild(document: &Value) -> bool {
    allowing(document).iter().any(|statement| statement.all_but || wild_action(statement) || wild_resource(statement))
}

/// What the first statement that allows too much allows.
fn what_is_wild(document: &Value) -> Option<String> {
    allowing(document).iter().find_map(|statement| {
        if statement.all_but {
            return Some("its holder may do all but what it names".to_owned());
        }
        let actions = list(&statement.actions);
        if wild_resource(statement) {
            Some(format!("its holder may do {actions} on everything there is"))
        } else {
            wild_action(statement).then(|| format!("its holder may do {actions} on {}", list(&statement.resources)))
        }
    })
}

fn wild_action(statement: &Statement) -> bool {
    statement.actions.iter().any(|action| action == "*" || (action.ends_with(":*") && !action.starts_with("xray:")))
}

fn wild_resource(statement: &Statement) -> bool {
    statement.resources.iter().any(|resource| resource == "*")
        && !statement.conditional
        && statement.actions.iter().any(|action| !WITHOUT_RESOURCE.iter().any(|known| action.starts_with(known)))
}

fn wildcard(context: &Context<'_>, report: &mut Report<'_, '_>) {
    look(context, report, WILDCARDS, "name the actions and the resources that are needed", |_| true);
}

/// A `resource` that gives one node something on another: the properties that name the two.
struct Given {
    provider: Provider,
    types: &'static [&'static str],
    holder: &'static str,
    object: Object,
}

/// What names the node that is opened.
#[derive(Clone, Copy)]
enum Object {
    /// A property with its name.
    Property(&'static str),
    /// The resources in a policy.
    Policy(&'static str),
}

static GIVEN: &[Given] = &[
    Given { provider: Aws, types: &["aws:iam:RolePolicy"], holder: "role", object: Object::Policy("policy") },
    Given {
        provider: Azure,
        types: &["azure-native:authorization:RoleAssignment"],
        holder: "principalId",
        object: Object::Property("scope"),
    },
    Given {
        provider: Gcp,
        types: &["gcp:storage:BucketIAMMember"],
        holder: "member",
        object: Object::Property("bucket"),
    },
    Given { provider: Gcp, types: &["gcp:pubsub:TopicIAMMember"], holder: "member", object: Object::Property("topic") },
    Given {
        provider: Gcp,
        types: &["gcp:secretmanager:SecretIamMember"],
        holder: "member",
        object: Object::Property("secretId"),
    },
    Given {
        provider: Gcp,
        types: &["gcp:cloudrunv2:ServiceIamMember", "gcp:cloudfunctionsv2:FunctionIamMember"],
        holder: "member",
        object: Object::Property("name"),
    },
];

/// The node's name in a cloud's name for it: the last part of a path, an ARN or a member, without what is added to it.
fn name_in(text: &str) -> &str {
    let text = text.trim_end_matches('*').trim_end_matches('/');
    let text = text.split_once("/index/").map_or(text, |(table, _)| table);
    let text = text.split('@').next().unwrap_or_default();
    let last = text.rsplit(['/', ':']).next().unwrap_or_default().trim_end_matches('-');
    last.strip_suffix("-role").or_else(|| last.strip_suffix("-identity")).unwrap_or(last)
}

fn broader(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let row = |given: &NodeView<'_>| {
        let kind = resource_type(given)?;
        GIVEN.iter().find(|row| row.provider == context.provider && row.types.contains(&kind.as_str()))
    };
    let givens: Vec<_> = context.with_provider_properties().filter_map(|given| Some((given, row(given)?))).collect();
    if givens.is_empty() {
        return;
    }
    let mut by_name: BTreeMap<&str, Vec<&NodeView<'_>>> = BTreeMap::new();
    for node in context.nodes.iter().filter(|node| !node.is("resource")) {
        by_name.entry(node.id.node.as_str()).or_default().push(node);
    }
    let named = |text: &str| by_name.get(name_in(text)).map_or(&[] as &[_], Vec::as_slice);
    for (given, row) in givens {
        report.each_stage(|stage| {
            let holder = values(context, given, row.holder, stage).first().and_then(|value| value.as_str())?;
            let holder = named(holder).iter().find(|node| node.is_compute())?;
            let opened: Vec<String> = match row.object {
                Object::Property(path) => {
                    let found = values(context, given, path, stage);
                    found.into_iter().filter_map(Value::as_str).map(str::to_owned).collect()
                }
                Object::Policy(path) => {
                    let statements = values(context, given, path, stage).into_iter().flat_map(allowing);
                    statements.flat_map(|statement| statement.resources).collect()
                }
            };
            let object = opened.iter().flat_map(|text| named(text)).find(|node| {
                node.index != holder.index && !joined(context, holder, node)
            })?;
            let message = format!(
                "{} lets {} use {}, but no flow joins them: take it away, or draw the flow, which brings what it needs.",
                given.id, holder.id, object.id
            );
            let title = format!("Remove {}", given.id);
            Some(Outcome::new(given.place(), message).mend(title, context.design.removal(&given.id)))
        });
    }
}

/// Whether a flow leads from one to the other, or brings what arrives at the other.
fn joined(context: &Context<'_>, holder: &NodeView<'_>, object: &NodeView<'_>) -> bool {
    context.outgoing(holder).any(|flow| flow.to.index == object.index)
        || context.incoming(holder).any(|flow| flow.from.index == object.index)
}

pub(super) static OPEN_CHANNELS: &[Row] = &[
    Row::new(
        Aws,
        &["queue", "topic"],
        &[
            "aws:sqs:Queue",
            "aws:sqs:QueuePolicy",
            "aws:sns:Topic",
            "aws:sns:TopicPolicy",
            "aws:cloudwatch:EventBusPolicy",
        ],
        "policy",
        Bad::Like(is_open),
        "everybody may use it",
        "AwsSolutions-EVB1",
    ),
    Row::new(
        Aws,
        &[],
        &["aws:cloudwatch:EventPermission"],
        "principal",
        Bad::Is(&["*"]),
        "everybody may put events on the bus",
        "AwsSolutions-EVB1",
    )
    .unless("condition"),
];

fn open_channel(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let mend = "name accounts or services, or add a condition such as aws:SourceAccount";
    look(context, report, OPEN_CHANNELS, mend, |_| true);
}
