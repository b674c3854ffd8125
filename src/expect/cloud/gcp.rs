//! What tests know of Google Cloud: what stands in for it, members of roles, routes of APIs, environment variables.

use std::collections::BTreeSet;

use crate::program::Origin;
use crate::register::{Registered, Value};

use super::super::mocks::Answer;
use super::super::suites::variables;
use super::super::value::{Expected, Reader, short};
use super::super::{Case, Check, Written};
use super::Cloud;

const ACCOUNT: &str = "gcp:serviceaccount/account:Account";
const API_CONFIG: &str = "gcp:apigateway/apiConfig:ApiConfig";
const BUCKET: &str = "gcp:storage/bucket:Bucket";
const DATABASE: &str = "gcp:sql/databaseInstance:DatabaseInstance";
const FIRESTORE: &str = "gcp:firestore/database:Database";
const FUNCTION: &str = "gcp:cloudfunctionsv2/function:Function";
const PROJECT_MEMBER: &str = "gcp:projects/iAMMember:IAMMember";
const SERVICE: &str = "gcp:cloudrunv2/service:Service";
const SUBSCRIPTION: &str = "gcp:pubsub/subscription:Subscription";
const TOPIC: &str = "gcp:pubsub/topic:Topic";

pub(super) const GCP: Cloud = Cloud {
    package: "gcp",
    answers: ANSWERS,
    outputs: OUTPUTS,
    always: &["name"],
    structures: &[&["serviceConfig.uri"]],
    twins: &[],
    in_parts: &[API_CONFIG, FUNCTION, SERVICE],
    told: &[],
    further: |_, _| None,
    parts,
    closed,
    wide,
    meets,
    shown,
    checks: Written {
        typescript: include_str!("../../../assets/tests/typescript/gcp/checks.ts"),
        python: include_str!("../../../assets/tests/python/gcp/checks.py"),
    },
    imports: &["base64"],
    reshaped: &[],
    program: Written {
        typescript: include_str!("../../../assets/tests/typescript/gcp/program.test.ts"),
        python: include_str!("../../../assets/tests/python/gcp/test_program.py"),
    },
};

const ANSWERS: &[Answer] = &[(
    "gcp:storage/getProjectServiceAccount:getProjectServiceAccount",
    &[
        ("emailAddress", "storage@gs-project-accounts.iam.gserviceaccount.com"),
        ("member", "serviceAccount:storage@gs-project-accounts.iam.gserviceaccount.com"),
    ],
)];

const OUTPUTS: &[&str] = &[
    "accountId",
    "apiId",
    "bucket",
    "connectionName",
    "defaultHostname",
    "email",
    "generation",
    "managedService",
    "member",
    "privateIpAddress",
    "secretId",
    "uri",
    "version",
];

/// Whether a type is that of a member of a role.
fn is_member(kind: &str) -> bool {
    kind.to_lowercase().ends_with("iammember")
}

/// Memberships, routes and variables that are there for a flow.
fn parts(reader: &Reader<'_>, resource: &Registered, origin: &Origin) -> Vec<Check> {
    let kind = resource.id.kind.as_str();
    if is_member(kind) {
        let inputs = resource.inputs.iter().map(|(name, value)| (name.clone(), reader.expected(value)));
        return vec![Check::about("expect-registered", resource, Expected::Object(inputs.collect()))];
    }
    if kind == FUNCTION || kind == SERVICE {
        return variables(reader, resource, &environment(resource), origin).into_iter().collect();
    }
    if kind == API_CONFIG {
        let routes = resource.input("routes").map(Value::items).unwrap_or_default();
        let mine = routes.into_iter().filter(|route| route.origins().contains(origin));
        return mine.map(|item| route(reader, resource, item)).collect();
    }
    Vec::new()
}

/// The environment variables of a function or a container.
fn environment(resource: &Registered) -> Vec<(String, Value)> {
    if resource.id.kind == FUNCTION {
        let set = resource.input("serviceConfig").and_then(|config| config.get("environmentVariables"));
        return match set.map(Value::plain) {
            Some(Value::Object(entries)) => entries.clone(),
            _ => Vec::new(),
        };
    }
    let containers = resource.input("template").and_then(|template| template.get("containers"));
    let first = containers.and_then(|containers| containers.items().into_iter().next());
    let envs = first.and_then(|container| container.get("envs")).map(Value::items).unwrap_or_default();
    let entry = |env: &Value| Some((env.get("name")?.as_text()?.to_owned(), env.get("value")?.clone()));
    envs.into_iter().filter_map(entry).collect()
}

/// That an API answers so at a path.
fn route(reader: &Reader<'_>, api: &Registered, route: &Value) -> Check {
    let part = |name: &str| route.get(name).map_or(Expected::Anything, |value| reader.expected(value));
    let security = route.get("security").and_then(Value::as_text).unwrap_or("anyone");
    let entry = |name: &str, value: Expected| (name.to_owned(), value);
    let answer = Expected::Object(vec![
        entry("address", part("uri")),
        entry("deadline", part("timeoutSeconds")),
        entry("security", Expected::Text(security.to_owned())),
    ]);
    Check::new("expect-route", [Expected::Text(api.id.name.clone()), part("method"), part("path"), answer])
}

/// That an account has no role but those that it is made a member of.
fn closed(reader: &Reader<'_>, account: &Registered) -> Option<Case> {
    if account.id.kind != ACCOUNT {
        return None;
    }
    let name = &account.id.name;
    // Two services may have accounts of one name, which tests do not tell apart.
    let same = |member: &Value| {
        member.resource().is_some_and(|id| id.kind == ACCOUNT && id.name == *name)
            && matches!(member.plain(), Value::Output(_, way) if way == "member")
    };
    let entry = |name: &str, text: String| (name.to_owned(), Expected::Text(text));
    let roles = reader
        .all()
        .iter()
        .filter(|resource| is_member(&resource.id.kind) && resource.input("member").is_some_and(same))
        .map(|resource| {
            let role = resource.input("role").map(Value::readable).unwrap_or_default();
            Expected::Object(vec![entry("kind", short(&resource.id.kind)), entry("role", role)])
        });
    let member = Expected::Output(short(ACCOUNT), name.clone(), "member".to_owned());
    let checks = vec![Check::new("expect-roles", [member, Expected::List(roles.collect())])];
    Some(Case { title: format!("the account {name} may do nothing else"), checks })
}

/// The roles that the program gives on the whole project, sorted.
fn wide(resources: &[Registered]) -> Vec<String> {
    let members = resources.iter().filter(|resource| resource.id.kind == PROJECT_MEMBER);
    let found: BTreeSet<String> = members
        .filter(|member| member.input("condition").is_none())
        .filter_map(|member| Some(member.input("role")?.readable()))
        .collect();
    found.into_iter().collect()
}

/// The buckets whose files anybody may read.
fn shown(resources: &[Registered]) -> Vec<String> {
    let members = resources.iter().filter(|resource| is_member(&resource.id.kind));
    let public = members.filter(|member| member.input("member").and_then(Value::as_text) == Some("allUsers"));
    public.filter_map(|member| Some(member.input("bucket")?.resource()?.name.clone())).collect()
}

/// Whether a resource is as policies ask, whatever the environment.
fn meets(resource: &Registered) -> bool {
    let text = |name: &str| resource.input(name).and_then(Value::as_text);
    let on = |name: &str| resource.input(name).map(Value::plain) == Some(&Value::Boolean(true));
    let kind = resource.id.kind.as_str();
    if is_member(kind) {
        return !matches!(text("member"), Some("allUsers" | "allAuthenticatedUsers"));
    }
    // What support modules make is as policies ask; nothing more is told of it.
    if resource.inputs.is_empty() {
        return true;
    }
    match kind {
        BUCKET => text("publicAccessPrevention") == Some("enforced") && on("uniformBucketLevelAccess"),
        TOPIC => resource.input("messageStoragePolicy").is_some(),
        SUBSCRIPTION => resource.input("expirationPolicy").is_some(),
        FIRESTORE => text("pointInTimeRecoveryEnablement") == Some("POINT_IN_TIME_RECOVERY_ENABLED"),
        DATABASE => {
            let address = resource.input("settings").and_then(|settings| settings.get("ipConfiguration"));
            let part = |name: &str| address.and_then(|address| address.get(name)).map(Value::plain);
            part("ipv4Enabled") == Some(&Value::Boolean(false))
                && part("sslMode") == Some(&Value::Text("ENCRYPTED_ONLY".to_owned()))
        }
        _ => true,
    }
}
