//! What tests know of AWS: what stands in for it, statements of policies, environment variables of functions.

use std::collections::BTreeSet;

use crate::program::Origin;
use crate::register::{Registered, Value};

use super::super::mocks::Answer;
use super::super::suites::variables;
use super::super::value::{Expected, Reader};
use super::super::{Case, Check, Written};
use super::Cloud;

const FUNCTION: &str = "aws:lambda/function:Function";
const ROLE: &str = "aws:iam/role:Role";
const ROLE_POLICY: &str = "aws:iam/rolePolicy:RolePolicy";
const QUEUE: &str = "aws:sqs/queue:Queue";
const TOPIC: &str = "aws:sns/topic:Topic";
const TABLE: &str = "aws:dynamodb/table:Table";
const LOG_GROUP: &str = "aws:cloudwatch/logGroup:LogGroup";
const PUBLIC_ACCESS: &str = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";

pub(in crate::expect) const AWS: Cloud = Cloud {
    package: "aws",
    answers: ANSWERS,
    outputs: OUTPUTS,
    always: &["arn", "name"],
    structures: STRUCTURES,
    twins: &[],
    in_parts: &[ROLE, ROLE_POLICY],
    told: &[],
    further: |_, _| None,
    parts,
    closed,
    wide,
    meets,
    shown: |_| Vec::new(),
    checks: Written {
        typescript: include_str!("../../../assets/tests/typescript/aws/checks.ts"),
        python: include_str!("../../../assets/tests/python/aws/checks.py"),
    },
    imports: &[],
    reshaped: &[],
    program: Written {
        typescript: include_str!("../../../assets/tests/typescript/aws/program.test.ts"),
        python: include_str!("../../../assets/tests/python/aws/test_program.py"),
    },
};

/// The statements and variables that are there for a flow.
fn parts(reader: &Reader<'_>, resource: &Registered, origin: &Origin) -> Vec<Check> {
    let own = resource.origin == *origin && resource.id.kind.contains(':');
    let mut checks = Vec::new();
    for statement in resource.input("policy").map(statements).unwrap_or_default() {
        if statement.origins().contains(origin) || (own && statement.origins().is_empty()) {
            checks.push(Check::about("expect-statement", resource, reader.expected(statement)));
        }
    }
    if resource.id.kind == FUNCTION {
        let set = resource.input("environment").and_then(|environment| environment.get("variables")).map(Value::plain);
        if let Some(Value::Object(entries)) = set {
            checks.extend(variables(reader, resource, entries, origin));
        }
    }
    checks
}

/// That a policy says nothing else.
fn closed(reader: &Reader<'_>, resource: &Registered) -> Option<Case> {
    let statements = statements(resource.input("policy")?);
    let name = &resource.id.name;
    if statements.is_empty() {
        return None;
    }
    if resource.id.kind != ROLE_POLICY {
        let expected = statements.iter().map(|statement| reader.expected(statement)).collect();
        let title = format!("the policy of {name} lets nobody else in");
        return Some(Case { title, checks: vec![Check::about("expect-policy", resource, Expected::List(expected))] });
    }
    let names = statements.iter().filter_map(|statement| statement.get("Sid")?.as_text());
    let names = names.map(|name| Expected::Text(name.to_owned())).collect();
    let mut checks = vec![Check::about("expect-statement-names", resource, Expected::List(names))];
    let role = resource.input("role").and_then(Value::resource);
    if let Some(role) = role.and_then(|id| reader.resource(id))
        && let Some(trust) = role.input("assumeRolePolicy")
    {
        let trust = Expected::Object(vec![("assumeRolePolicy".to_owned(), reader.expected(trust))]);
        checks.push(Check::about("expect-registered", role, trust));
    }
    let holder = name.strip_suffix("-policy").unwrap_or(name);
    Some(Case { title: format!("{holder} may do nothing else"), checks })
}

/// The statements of a policy.
fn statements(policy: &Value) -> Vec<&Value> {
    policy.get("Statement").map(Value::items).unwrap_or_default()
}

/// The actions that the program allows roles on any resource, sorted.
fn wide(resources: &[Registered]) -> Vec<String> {
    let mut found = BTreeSet::new();
    for resource in resources.iter().filter(|resource| !resource.existing) {
        let statements = resource.input("policy").and_then(|policy| policy.get("Statement"));
        for statement in statements.map(Value::items).unwrap_or_default() {
            let named = statement.get("Principal").is_some();
            let any = statement
                .get("Resource")
                .is_some_and(|value| value.items().iter().any(|resource| resource.as_text() == Some("*")));
            if any && !named {
                let actions = statement.get("Action").map(Value::items).unwrap_or_default();
                found.extend(actions.iter().filter_map(|action| action.as_text()).map(str::to_owned));
            }
        }
    }
    found.into_iter().collect()
}

/// Whether a resource is as policies ask, whatever the environment.
fn meets(resource: &Registered) -> bool {
    let given = |name: &str| resource.input(name).is_some_and(|value| *value.plain() != Value::Absent);
    let on = |name: &str| resource.input(name).map(Value::plain) == Some(&Value::Boolean(true));
    let enabled = |name: &str| {
        resource.input(name).and_then(|value| value.get("enabled")).map(Value::plain) == Some(&Value::Boolean(true))
    };
    match resource.id.kind.as_str() {
        QUEUE | TOPIC => given("kmsMasterKeyId") || on("sqsManagedSseEnabled"),
        TABLE => enabled("serverSideEncryption") && enabled("pointInTimeRecovery"),
        LOG_GROUP => given("retentionInDays"),
        PUBLIC_ACCESS => ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"]
            .iter()
            .all(|name| on(name)),
        _ => true,
    }
}

/// What functions of the provider answer.
const ANSWERS: &[Answer] = &[
    ("aws:ec2/getSubnets:getSubnets", &[("ids.0", "subnet-1"), ("ids.1", "subnet-2")]),
    (
        "aws:index/getAvailabilityZones:getAvailabilityZones",
        &[
            ("names.0", "zone-1"),
            ("names.1", "zone-2"),
            ("names.2", "zone-3"),
            ("names.3", "zone-4"),
            ("names.4", "zone-5"),
            ("names.5", "zone-6"),
        ],
    ),
    ("aws:index/getCallerIdentity:getCallerIdentity", &[("accountId", "123456789012")]),
    ("aws:index/getPartition:getPartition", &[("partition", "aws"), ("dnsSuffix", "amazonaws.com")]),
    ("aws:index/getRegion:getRegion", &[("region", "eu-west-1")]),
    ("aws:kms/getAlias:getAlias", &[("arn", "alias-arn"), ("targetKeyArn", "key-arn"), ("targetKeyId", "key-id")]),
    ("aws:kms/getKey:getKey", &[("arn", "key-arn"), ("id", "key-id"), ("keyId", "key-id")]),
];

/// Outputs that are texts, by which support modules make others.
const OUTPUTS: &[&str] = &[
    "apiEndpoint",
    "arnSuffix",
    "bucketRegionalDomainName",
    "certificateArn",
    "cidrBlock",
    "clusterIdentifier",
    "clusterResourceId",
    "dnsName",
    "domainName",
    "endpoint",
    "executionArn",
    "fqdn",
    "functionUrl",
    "hostedZoneId",
    "invokeArn",
    "prefixListId",
    "qualifiedArn",
    "readerEndpoint",
    "version",
];

/// Outputs that are structures: the paths to the texts in them.
const STRUCTURES: &[&[&str]] = &[
    &["dkimSigningAttributes.tokens.0", "dkimSigningAttributes.tokens.1", "dkimSigningAttributes.tokens.2"],
    &["domainNameConfiguration.hostedZoneId", "domainNameConfiguration.targetDomainName"],
    &[
        "domainValidationOptions.0.resourceRecordName",
        "domainValidationOptions.0.resourceRecordType",
        "domainValidationOptions.0.resourceRecordValue",
    ],
    &["endpoints.0.address", "endpoints.0.port"],
    &["masterUserSecrets.0.secretArn"],
    &["uris.GRAPHQL", "uris.REALTIME"],
];
