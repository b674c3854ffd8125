//! What a design leaves open on purpose, so that its program's tests and policies do not ask for it: actions for which a
//! cloud knows no single resources, and resources that are as the design says.

use std::collections::BTreeSet;

use crate::register::{Registered, Value};

const QUEUE: &str = "aws:sqs/queue:Queue";
const TOPIC: &str = "aws:sns/topic:Topic";
const TABLE: &str = "aws:dynamodb/table:Table";
const LOG_GROUP: &str = "aws:cloudwatch/logGroup:LogGroup";
const PUBLIC_ACCESS: &str = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";

/// The actions that the program allows roles on any resource, sorted.
pub(super) fn wide_actions(resources: &[Registered]) -> Vec<String> {
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

/// The names of resources that are not as policies ask, because the design says so in some environment.
pub(super) fn exempt(resources: &[Registered]) -> Vec<String> {
    let found: BTreeSet<String> = resources
        .iter()
        .filter(|resource| !resource.existing && !meets(resource))
        .map(|resource| resource.id.name.clone())
        .collect();
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
