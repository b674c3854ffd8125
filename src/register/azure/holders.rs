//! What acts by an identity on Azure: functions, containers and workflows, with their roles.

use super::super::Registered;
use super::super::evaluate::companion;
use super::super::parts::{given, object, of, text};
use super::super::value::{ResourceId, Value};
use super::alarm::{self, Watched};
use super::{APP, CODE, CONTAINER_APP, IDENTITY, STORAGE, WORKFLOW, assignment, of_platform};

const TABLE_ASSIGNMENT: &str = "azure-native:cosmosdb:SqlResourceSqlRoleAssignment";

/// A function has an identity, unless it is given one, and an app with its storage and its code.
pub(super) fn function(whole: &Registered) -> Vec<Registered> {
    let apart = given(whole, "identity");
    let identity = match apart.plain() {
        Value::Resource(id) => id.clone(),
        _ => companion(&whole.id, IDENTITY, ""),
    };
    let principal = || Value::Output(identity.clone(), "principalId".to_owned());
    let storage = match given(whole, "storageName").as_text() {
        Some(name) => ResourceId { name: name.to_owned(), ..companion(&whole.id, STORAGE, "") },
        None => companion(&whole.id, STORAGE, ""),
    };
    let code = companion(&whole.id, CODE, "-code");
    let output = |id: &ResourceId| Value::Output(id.clone(), "id".to_owned());
    let mut made = vec![
        Registered { id: storage.clone(), ..of(whole, STORAGE, "", Vec::new()) },
        of(whole, CODE, "-code", Vec::new()),
    ];
    if apart == Value::Absent {
        made.insert(0, of(whole, IDENTITY, "", Vec::new()));
    }
    let own = [
        ("use-host-storage", "Storage Blob Data Owner", output(&storage)),
        ("read-code", "Storage Blob Data Contributor", output(&code)),
        ("send-telemetry", "Monitoring Metrics Publisher", of_platform(whole, "insights")),
    ];
    made.extend(
        own.into_iter().map(|(purpose, role, scope)| assignment(whole, purpose, principal(), (text(role), scope))),
    );
    made.extend(granted(whole, &principal()));
    made.push(of(
        whole,
        APP,
        "",
        vec![("environment", given(whole, "environment")), ("connections", given(whole, "connections"))],
    ));
    let app = companion(&whole.id, APP, "");
    made.extend(alarm::wanted(
        whole,
        Watched {
            suffix: "-failures",
            told: format!("The {} function fails", whole.id.name),
            scope: of_platform(whole, "insights"),
            namespace: "microsoft.insights/components",
            metric: "requests/failed",
            dimension: Some(("cloud/roleName", Value::Output(app, "name".to_owned()))),
            aggregation: "Count",
            threshold: 0,
        },
    ));
    made
}

/// A container has an identity, its roles and an app.
pub(super) fn container(whole: &Registered) -> Vec<Registered> {
    let identity = companion(&whole.id, IDENTITY, "");
    let principal = || Value::Output(identity.clone(), "principalId".to_owned());
    let telemetry = (text("Monitoring Metrics Publisher"), of_platform(whole, "insights"));
    let mut made =
        vec![of(whole, IDENTITY, "", Vec::new()), assignment(whole, "send-telemetry", principal(), telemetry)];
    if let Some(registry) = given(whole, "registry").get("id") {
        made.push(assignment(whole, "fetch-image", principal(), (text("AcrPull"), registry.clone())));
    }
    made.extend(granted(whole, &principal()));
    let told = [("environment", given(whole, "environment")), ("secrets", given(whole, "secrets"))];
    made.push(of(whole, CONTAINER_APP, "", told));
    made.extend(alarm::wanted(
        whole,
        Watched {
            suffix: "-restarts",
            told: format!("{} keeps starting again", whole.id.name),
            scope: Value::Output(companion(&whole.id, CONTAINER_APP, ""), "id".to_owned()),
            namespace: "Microsoft.App/containerApps",
            metric: "RestartCount",
            dimension: None,
            aggregation: "Maximum",
            threshold: 2,
        },
    ));
    made
}

/// The roles that grants give: those of Azure, and those of tables.
fn granted(whole: &Registered, principal: &Value) -> Vec<Registered> {
    let mut made = Vec::new();
    for (input, table) in [("grants", false), ("tableGrants", true)] {
        let grants = given(whole, input);
        for grant in grants.items() {
            let part = |name: &str| grant.get(name).cloned().unwrap_or(Value::Unknown);
            let purpose = part("name").readable();
            // The role says whose it is: the flows that the grant comes from.
            let role = Value::From(grant.origins().to_vec(), Box::new(part("role")));
            if table {
                let inputs = vec![
                    ("principalId", principal.clone()),
                    ("role", role),
                    ("scope", part("scope")),
                    ("accountName", part("accountName")),
                    ("roleDefinitionId", part("roleDefinitionId")),
                ];
                made.push(of(whole, TABLE_ASSIGNMENT, &format!("-{purpose}"), inputs));
            } else {
                made.push(assignment(whole, &purpose, principal.clone(), (role, part("scope"))));
            }
        }
    }
    made
}

/// A workflow may do what it is granted, and admits those that it names.
pub(super) fn workflow(whole: &Registered) -> Vec<Registered> {
    let principal = match given(whole, "identity").plain() {
        Value::Resource(id) => Value::Output(id.clone(), "principalId".to_owned()),
        _ => Value::Unknown,
    };
    let mut made = granted(whole, &principal);
    let mut inputs = vec![("definition", given(whole, "definition"))];
    let callers = given(whole, "callers");
    if let Value::Object(entries) = callers.plain() {
        let tenant = Value::Answer("getClientConfig.tenantId".to_owned());
        let policies = entries.iter().map(|(name, caller)| {
            let claim = |name: &str, value: Value| object([("name", text(name)), ("value", value)]);
            let issuer = Value::Joined(vec![text("https://sts.windows.net/"), tenant.clone(), text("/")]);
            let claims = vec![
                claim("iss", issuer),
                claim("aud", text("https://management.azure.com")),
                claim("oid", caller.clone()),
            ];
            (name.as_str(), object([("type", text("AAD")), ("claims", Value::List(claims))]))
        });
        let policies = object([("policies", object(policies))]);
        let triggers = object([("triggers", object([("openAuthenticationPolicies", policies)]))]);
        inputs.push(("accessControl", triggers));
    }
    made.push(of(whole, WORKFLOW, "", inputs));
    made.extend(alarm::wanted(
        whole,
        Watched {
            suffix: "-failures",
            told: format!("Runs of {} fail", whole.id.name),
            scope: Value::Output(companion(&whole.id, WORKFLOW, ""), "id".to_owned()),
            namespace: "Microsoft.Logic/workflows",
            metric: "RunsFailed",
            dimension: None,
            aggregation: "Total",
            threshold: 0,
        },
    ));
    made
}
