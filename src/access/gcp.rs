//! The members of roles among Google Cloud's resources: who has which role on what, under which condition.

use std::collections::BTreeMap;

use crate::design::Design;
use crate::program::Origin;
use crate::register::{Registered, ResourceId, Value};

use super::reasons::{name, reason};
use super::row::{Principal, Reason, Row};

const FUNCTION: &str = "gcp:cloudfunctionsv2/function:Function";
const SERVICE: &str = "gcp:cloudrunv2/service:Service";
const WORKFLOW: &str = "gcp:workflows/workflow:Workflow";
const PROJECT: &str = "gcp:projects/iAMMember:IAMMember";

/// The members of one resource: the type, and the input that names the resource.
const MEMBERS: &[(&str, &str)] = &[
    (PROJECT, "project"),
    ("gcp:artifactregistry/repositoryIamMember:RepositoryIamMember", "repository"),
    ("gcp:cloudrunv2/serviceIamMember:ServiceIamMember", "name"),
    ("gcp:pubsub/subscriptionIAMMember:SubscriptionIAMMember", "subscription"),
    ("gcp:pubsub/topicIAMMember:TopicIAMMember", "topic"),
    ("gcp:secretmanager/secretIamMember:SecretIamMember", "secretId"),
    ("gcp:storage/bucketIAMMember:BucketIAMMember", "bucket"),
];

/// The rows of all members, in order.
pub(super) fn rows(design: &Design, registered: &[Registered]) -> Vec<Row> {
    let holders = holders(registered);
    registered
        .iter()
        .filter(|resource| !resource.existing)
        .filter_map(|resource| {
            let (_, input) = MEMBERS.iter().find(|(kind, _)| *kind == resource.id.kind)?;
            row(design, &holders, resource, input)
        })
        .collect()
}

/// What runs as which account: functions, containers and workflows.
fn holders(registered: &[Registered]) -> BTreeMap<ResourceId, String> {
    let account = |resource: &Registered| match resource.id.kind.as_str() {
        FUNCTION => resource.input("serviceConfig")?.get("serviceAccountEmail")?.resource().cloned(),
        SERVICE => resource.input("template")?.get("serviceAccount")?.resource().cloned(),
        WORKFLOW => resource.input("serviceAccount")?.resource().cloned(),
        _ => None,
    };
    registered.iter().filter_map(|resource| Some((account(resource)?, name(&resource.id)))).collect()
}

fn row(design: &Design, holders: &BTreeMap<ResourceId, String>, resource: &Registered, input: &str) -> Option<Row> {
    let member = resource.input("member")?;
    let principal = match member.resource() {
        Some(id) => Principal::Role(holders.get(id).cloned().unwrap_or_else(|| name(id))),
        None if member.as_text() == Some("allUsers") => Principal::Anyone,
        None => Principal::Service(member.readable()),
    };
    let role = resource.input("role")?;
    let condition = resource.input("condition").and_then(|condition| condition.get("expression"));
    let origins = match role.origins() {
        [] => std::slice::from_ref(&resource.origin),
        origins => origins,
    };
    Some(Row {
        principal,
        allowed: true,
        actions: vec![role.readable()],
        resources: vec![resource.input(input).map(Value::readable).unwrap_or_default()],
        conditions: condition.map(Value::readable).into_iter().collect(),
        policy: name(&resource.id),
        statement: None,
        because: because(design, origins),
    })
}

fn because(design: &Design, origins: &[Origin]) -> Vec<Reason> {
    let mut reasons: Vec<Reason> = Vec::new();
    for origin in origins {
        let reason = reason(design, origin);
        if !reasons.contains(&reason) {
            reasons.push(reason);
        }
    }
    reasons
}
