//! What tests know of Azure: what stands in for it, roles of identities, routes of APIs, settings of apps.

use crate::program::Origin;
use crate::register::{Registered, Value};

use super::super::mocks::Answer;
use super::super::suites::variables;
use super::super::value::{Expected, Reader, short};
use super::super::{Case, Check, Written};
use super::Cloud;

const APP: &str = "azure-native:web:WebApp";
const AUTHENTICATION: &str = "azure-native:web:WebAppAuthSettingsV2";
const CONTAINER_APP: &str = "azure-native:app:ContainerApp";
const ASSIGNMENTS: &[&str] =
    &["azure-native:authorization:RoleAssignment", "azure-native:cosmosdb:SqlResourceSqlRoleAssignment"];
const COSMOS: &str = "azure-native:cosmosdb:DatabaseAccount";
const HUB: &str = "azure-native:webpubsub:WebPubSubHub";
const OPERATION_POLICY: &str = "azure-native:apimanagement:ApiOperationPolicy";
const ROUTE: &str = "azure-native:cdn:Route";
const WORKFLOW: &str = "azure-native:logic:Workflow";
const STORAGE: &str = "azure-native:storage:StorageAccount";
/// Types that have an identity, and the way to its id.
const HOLDERS: &[(&str, &str)] = &[
    ("azure-native:apimanagement:ApiManagementService", "identity.principalId"),
    ("azure-native:eventgrid:SystemTopic", "identity.principalId"),
    ("azure-native:eventgrid:Topic", "identity.principalId"),
    ("azure-native:managedidentity:UserAssignedIdentity", "principalId"),
];
/// Types that policies ask to have no keys.
const KEYLESS: &[&str] = &[
    "azure-native:appconfiguration:ConfigurationStore",
    COSMOS,
    "azure-native:eventhub:Namespace",
    "azure-native:servicebus:Namespace",
    "azure-native:webpubsub:WebPubSub",
];

pub(super) const AZURE: Cloud = Cloud {
    package: "azure-native",
    answers: ANSWERS,
    outputs: OUTPUTS,
    always: &["name"],
    structures: &[&["identity.principalId"], &["primaryEndpoints.blob", "primaryEndpoints.web"]],
    twins: &[("azure-native:eventgrid:Topic", "azure-native:eventgrid:SystemTopic")],
    in_parts: &[APP, CONTAINER_APP, HUB, WORKFLOW],
    told: &["role", "tokens"],
    further,
    parts,
    closed,
    wide: |_| Vec::new(),
    meets,
    shown: |_| Vec::new(),
    checks: Written {
        typescript: include_str!("../../../assets/tests/typescript/azure/checks.ts"),
        python: include_str!("../../../assets/tests/python/azure/checks.py"),
    },
    imports: &["re"],
    reshaped: &["userAssignedIdentities"],
    program: Written {
        typescript: include_str!("../../../assets/tests/typescript/azure/program.test.ts"),
        python: include_str!("../../../assets/tests/python/azure/test_program.py"),
    },
};

const ANSWERS: &[Answer] = &[
    (
        "azure-native:authorization:getClientConfig",
        &[("clientId", "client"), ("objectId", "object"), ("subscriptionId", "subscription"), ("tenantId", "tenant")],
    ),
    ("azure-native:web:listWebAppHostKeys", &[("functionKeys.default", "host-key"), ("masterKey", "master-key")]),
];

const OUTPUTS: &[&str] = &[
    "accessEndpoint",
    "clientId",
    "connectionString",
    "defaultDomain",
    "defaultHostName",
    "documentEndpoint",
    "endpoint",
    "fullyQualifiedDomainName",
    "gatewayUrl",
    "hostName",
    "principalId",
    "result",
];

/// What a route asks for.
fn further(reader: &Reader<'_>, resource: &Registered) -> Option<Check> {
    if resource.id.kind != OPERATION_POLICY {
        return None;
    }
    let name = &resource.id.name;
    let tokens = resource.input("tokens");
    let part = |name: &str| tokens.and_then(|tokens| tokens.get(name));
    let list = |value: Option<&Value>| {
        let items = value.map(Value::items).unwrap_or_default();
        Expected::List(items.into_iter().map(|item| reader.expected(item)).collect())
    };
    let issuer = match (tokens, part("openIdConfigUrl")) {
        (None, _) => Expected::Text("nobody".to_owned()),
        (Some(_), Some(url)) => reader.expected(url),
        (Some(_), None) => Expected::Anything,
    };
    let backend = Expected::Output("apimanagement.Backend".to_owned(), name.clone(), "name".to_owned());
    let entry = |name: &str, value: Expected| (name.to_owned(), value);
    let route = Expected::Object(vec![
        entry("backend", backend),
        entry("issuer", issuer),
        entry("audiences", list(part("audience"))),
        entry("scopes", list(part("scopes"))),
    ]);
    Some(Check::new("expect-route", [Expected::Text(name.clone()), route]))
}

/// Roles and settings that are there for a flow.
fn parts(reader: &Reader<'_>, resource: &Registered, origin: &Origin) -> Vec<Check> {
    let kind = resource.id.kind.as_str();
    if ASSIGNMENTS.contains(&kind) {
        let inputs = resource.inputs.iter().filter(|(name, _)| name != "role");
        let inputs = inputs.map(|(name, value)| (name.clone(), reader.expected(value)));
        return vec![Check::about("expect-registered", resource, Expected::Object(inputs.collect()))];
    }
    if kind == HUB {
        return events(reader, resource, origin);
    }
    if kind == WORKFLOW {
        return started(reader, resource, origin);
    }
    if kind == AUTHENTICATION {
        return vec![admitted(reader, resource)];
    }
    if kind == ROUTE {
        let inputs = resource.inputs.iter().map(|(name, value)| (name.clone(), reader.expected(value)));
        return vec![Check::about("expect-registered", resource, Expected::Object(inputs.collect()))];
    }
    if kind == CONTAINER_APP {
        // What holds a secret names it by a word of its own.
        let told = resource.input("environment").map(Value::plain);
        let Some(Value::Object(told)) = told else { return Vec::new() };
        return variables(reader, resource, told, origin).into_iter().collect();
    }
    if kind == APP {
        return variables(reader, resource, &settings(resource), origin).into_iter().collect();
    }
    Vec::new()
}

/// The events that a hub asks a function about for a flow.
fn events(reader: &Reader<'_>, hub: &Registered, origin: &Origin) -> Vec<Check> {
    let Some(properties) = hub.input("properties") else { return Vec::new() };
    let part = |value: &Value, name: &str| value.get(name).map_or(Expected::Anything, |found| reader.expected(found));
    let handlers = properties.get("eventHandlers").map(Value::items).unwrap_or_default();
    let mine = handlers.into_iter().filter(|handler| handler.origins().contains(origin));
    mine.map(|handler| {
        let events = match handler.get("systemEvents") {
            Some(events) if !events.items().is_empty() => reader.expected(events),
            _ => Expected::List(vec![part(handler, "userEventPattern")]),
        };
        let entry = |name: &str, value: Expected| (name.to_owned(), value);
        let event = Expected::Object(vec![
            entry("policy", part(properties, "anonymousConnectPolicy")),
            entry("events", events),
            entry("address", part(handler, "urlTemplate")),
        ]);
        Check::new("expect-event", [Expected::Text(hub.id.name.clone()), event])
    })
    .collect()
}

/// How a workflow is started for a flow: whom it admits, or at which times.
fn started(reader: &Reader<'_>, workflow: &Registered, origin: &Origin) -> Vec<Check> {
    let name = &workflow.id.name;
    let entries = |value: Option<&Value>| match value.map(Value::plain) {
        Some(Value::Object(entries)) => entries.clone(),
        _ => Vec::new(),
    };
    let control = workflow.input("accessControl").and_then(|control| control.get("triggers"));
    let policies = control.and_then(|triggers| triggers.get("openAuthenticationPolicies"));
    let policies = entries(policies.and_then(|policies| policies.get("policies")));
    let caller = |policy: &Value| {
        let claims = policy.get("claims").map(Value::items).unwrap_or_default();
        claims.last().and_then(|claim| claim.get("value")).cloned()
    };
    let callers = policies.iter().filter_map(|(policy, value)| {
        let caller = caller(value).filter(|caller| caller.origins().contains(origin))?;
        let check = [Expected::Text(name.clone()), Expected::Text(policy.clone()), reader.expected(&caller)];
        Some(Check::new("expect-caller", check))
    });
    let triggers = entries(workflow.input("definition").and_then(|definition| definition.get("triggers")));
    let times = triggers.iter().filter(|(_, value)| value.origins().contains(origin)).map(|(trigger, value)| {
        let check = [Expected::Text(name.clone()), Expected::Text(trigger.clone()), reader.expected(value)];
        Check::new("expect-trigger", check)
    });
    callers.chain(times).collect()
}

/// Whom the app of a function lets in.
fn admitted(reader: &Reader<'_>, resource: &Registered) -> Check {
    let inputs = resource.inputs.iter().map(|(name, value)| (name.clone(), reader.expected(value)));
    Check::about("expect-registered", resource, Expected::Object(inputs.collect()))
}

/// The settings of an app: its variables, and what its connections consist of.
fn settings(app: &Registered) -> Vec<(String, Value)> {
    let entries = |value: Option<&Value>| match value.map(Value::plain) {
        Some(Value::Object(entries)) => entries.clone(),
        _ => Vec::new(),
    };
    let mut found = entries(app.input("environment"));
    for (connection, values) in entries(app.input("connections")) {
        let values = entries(Some(&values)).into_iter();
        found.extend(values.map(|(key, value)| (format!("{connection}__{key}"), value)));
    }
    found
}

/// That an identity has no role but those that it is given.
fn closed(reader: &Reader<'_>, resource: &Registered) -> Option<Case> {
    let (kind, way) = HOLDERS.iter().find(|(kind, _)| *kind == resource.id.kind)?;
    let name = &resource.id.name;
    // Two services may have identities of one name, which tests do not tell apart.
    let same = |principal: &Value| match principal.plain() {
        Value::Output(id, found) => reader.known(id).kind == *kind && id.name == *name && found == way,
        _ => false,
    };
    let part = |resource: &Registered, name: &str| {
        resource.input(name).map_or(Expected::Anything, |value| reader.expected(value))
    };
    let roles = reader
        .all()
        .iter()
        .filter(|other| ASSIGNMENTS.contains(&other.id.kind.as_str()))
        .filter(|other| other.input("principalId").is_some_and(same))
        .map(|other| {
            let entry = |name: &str, value: Expected| (name.to_owned(), value);
            Expected::Object(vec![entry("role", part(other, "roleDefinitionId")), entry("scope", part(other, "scope"))])
        });
    let principal = Expected::Output(short(kind), name.clone(), (*way).to_owned());
    let checks = vec![Check::new("expect-roles", [principal, Expected::List(roles.collect())])];
    Some(Case { title: format!("the identity {name} may do nothing else"), checks })
}

/// Whether a resource is as policies ask, whatever the environment.
fn meets(resource: &Registered) -> bool {
    let is = |name: &str, truth: bool| resource.input(name).map(Value::plain) == Some(&Value::Boolean(truth));
    // What support modules make is as policies ask; nothing more is told of it.
    if resource.inputs.is_empty() {
        return true;
    }
    match resource.id.kind.as_str() {
        STORAGE => is("allowSharedKeyAccess", false) && is("allowBlobPublicAccess", false),
        kind if KEYLESS.contains(&kind) => is("disableLocalAuth", true),
        _ => true,
    }
}
