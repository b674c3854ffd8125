//! What the support modules of Azure programs make and give back: as much as tells who may do what, and what is wired to
//! what. The proof compares it with what the modules register.

use super::Registered;
use super::evaluate::companion;
use super::value::{ResourceId, Value};

const API: &str = "azure-native:apimanagement:Api";
const APP: &str = "azure-native:web:WebApp";
const ASSIGNMENT: &str = "azure-native:authorization:RoleAssignment";
const CODE: &str = "azure-native:storage:BlobContainer";
const GROUP: &str = "azure-native:resources:ResourceGroup";
const IDENTITY: &str = "azure-native:managedidentity:UserAssignedIdentity";
const INSIGHTS: &str = "azure-native:applicationinsights:Component";
const RECEIVERS: &str = "azure-native:monitor:ActionGroup";
const SERVICE: &str = "azure-native:apimanagement:ApiManagementService";
const TOPIC: &str = "azure-native:eventgrid:Topic";
const STORAGE: &str = "azure-native:storage:StorageAccount";
const TABLE_ASSIGNMENT: &str = "azure-native:cosmosdb:SqlResourceSqlRoleAssignment";

/// What a part of a support component is.
struct Part {
    /// The component's class and the part's name.
    of: (&'static str, &'static str),
    kind: &'static str,
    /// What follows the component's name in the part's.
    suffix: &'static str,
}

const PARTS: &[Part] = &[
    Part { of: ("EventSource", "topic"), kind: TOPIC, suffix: "" },
    Part { of: ("FunctionApp", "app"), kind: APP, suffix: "" },
    Part { of: ("FunctionApp", "identity"), kind: IDENTITY, suffix: "" },
    Part { of: ("HttpApi", "api"), kind: API, suffix: "" },
    Part { of: ("HttpApi", "service"), kind: SERVICE, suffix: "" },
    Part { of: ("Platform", "alarms"), kind: RECEIVERS, suffix: "-alarms" },
    Part { of: ("Platform", "insights"), kind: INSIGHTS, suffix: "-insights" },
    Part { of: ("Platform", "resourceGroup"), kind: GROUP, suffix: "" },
];

/// A field of a support component.
pub(super) fn field(id: &ResourceId, name: &str) -> Option<Value> {
    if id.kind == "Platform" && matches!(name, "subscriptionId" | "tenantId") {
        return Some(Value::Answer(format!("getClientConfig.{name}")));
    }
    if id.kind == "EventSource" && name != "topic" {
        return match name {
            "principalId" => Some(Value::Output(companion(id, TOPIC, ""), "identity.principalId".to_owned())),
            _ => None,
        };
    }
    let part = PARTS.iter().find(|part| part.of == (id.kind.as_str(), name))?;
    Some(Value::Resource(companion(id, part.kind, part.suffix)))
}

/// What a support class or function makes; of one that is not known, itself.
pub(super) fn made(item: &str, registered: Registered) -> Vec<Registered> {
    match item {
        "EventDelivery" => delivery(&registered),
        "EventSource" => source(&registered),
        "FunctionApp" => function(&registered),
        "HttpApi" => api(&registered),
        "Platform" => platform(&registered),
        _ => vec![registered],
    }
}

/// What a function of a support module gives back.
pub(super) fn call(item: &str, arguments: Vec<Value>) -> Value {
    let mut arguments = arguments.into_iter();
    let mut next = || arguments.next().unwrap_or(Value::Absent);
    let object = |entries: Vec<(&str, Value)>| {
        Value::Object(entries.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    };
    match item {
        "allow" => object(vec![("name", next()), ("role", next()), ("scope", next())]),
        "allowTable" => {
            let (name, role, account_name, account) = (next(), next(), next(), next());
            let text = |text: &str| Value::Text(text.to_owned());
            let scope = Value::Joined(vec![account, text("/dbs/"), next(), text("/colls/"), next()]);
            object(vec![("name", name), ("role", role), ("accountName", account_name), ("scope", scope)])
        }
        _ => Value::Unknown,
    }
}

/// A resource of a support component.
fn of(whole: &Registered, kind: &str, suffix: &str, inputs: Vec<(&str, Value)>) -> Registered {
    let inputs = inputs.into_iter().filter(|(_, value)| *value != Value::Absent);
    Registered {
        id: companion(&whole.id, kind, suffix),
        inputs: inputs.map(|(name, value)| (name.to_owned(), value)).collect(),
        existing: false,
        protect: None,
        origin: whole.origin.clone(),
    }
}

fn given(whole: &Registered, name: &str) -> Value {
    whole.input(name).cloned().unwrap_or(Value::Absent)
}

/// An output of a part of the platform that a component is given.
fn of_platform(whole: &Registered, part: &str) -> Value {
    let platform = given(whole, "platform");
    match platform.plain() {
        Value::Resource(id) => match field(id, part) {
            Some(Value::Resource(part)) => Value::Output(part, "id".to_owned()),
            Some(other) => other,
            None => Value::Unknown,
        },
        _ => Value::Unknown,
    }
}

/// A role on a resource. The grant says by its origins why it is there.
fn assignment(whole: &Registered, kind: &str, purpose: &str, principal: Value, grant: (Value, Value)) -> Registered {
    let (role, scope) = grant;
    of(whole, kind, &format!("-{purpose}"), vec![("principalId", principal), ("role", role), ("scope", scope)])
}

fn function(whole: &Registered) -> Vec<Registered> {
    let identity = companion(&whole.id, IDENTITY, "");
    let principal = || Value::Output(identity.clone(), "principalId".to_owned());
    let text = |text: &str| Value::Text(text.to_owned());
    let storage = match given(whole, "storageName").as_text() {
        Some(name) => ResourceId { name: name.to_owned(), ..companion(&whole.id, STORAGE, "") },
        None => companion(&whole.id, STORAGE, ""),
    };
    let code = companion(&whole.id, CODE, "-code");
    let output = |id: &ResourceId| Value::Output(id.clone(), "id".to_owned());
    let mut made = vec![
        of(whole, IDENTITY, "", Vec::new()),
        Registered { id: storage.clone(), ..of(whole, STORAGE, "", Vec::new()) },
        of(whole, CODE, "-code", Vec::new()),
    ];
    let own = [
        ("use-host-storage", "Storage Blob Data Owner", output(&storage)),
        ("read-code", "Storage Blob Data Contributor", output(&code)),
        ("send-telemetry", "Monitoring Metrics Publisher", of_platform(whole, "insights")),
    ];
    made.extend(
        own.into_iter()
            .map(|(purpose, role, scope)| assignment(whole, ASSIGNMENT, purpose, principal(), (text(role), scope))),
    );
    for (input, kind) in [("grants", ASSIGNMENT), ("tableGrants", TABLE_ASSIGNMENT)] {
        let grants = given(whole, input);
        for grant in grants.items() {
            let part = |name: &str| grant.get(name).cloned().unwrap_or(Value::Unknown);
            let purpose = part("name").readable();
            // The role says whose it is: the flows that the grant comes from.
            let role = Value::From(grant.origins().to_vec(), Box::new(part("role")));
            made.push(assignment(whole, kind, &purpose, principal(), (role, part("scope"))));
        }
    }
    made.push(of(
        whole,
        APP,
        "",
        vec![("environment", given(whole, "environment")), ("connections", given(whole, "connections"))],
    ));
    made
}

fn api(whole: &Registered) -> Vec<Registered> {
    let service = companion(&whole.id, SERVICE, "");
    let principal = Value::Output(service, "identity.principalId".to_owned());
    let role = Value::Text("Monitoring Metrics Publisher".to_owned());
    vec![
        of(whole, SERVICE, "", Vec::new()),
        of(whole, API, "", Vec::new()),
        assignment(whole, ASSIGNMENT, "send-telemetry", principal, (role, of_platform(whole, "insights"))),
    ]
}

/// A source may keep what it cannot deliver.
fn source(whole: &Registered) -> Vec<Registered> {
    let container = companion(&whole.id, CODE, "-undelivered");
    let principal = Value::Output(companion(&whole.id, TOPIC, ""), "identity.principalId".to_owned());
    let role = Value::Text("Storage Blob Data Contributor".to_owned());
    let scope = Value::Output(container, "id".to_owned());
    vec![
        of(whole, TOPIC, "", Vec::new()),
        of(whole, CODE, "-undelivered", Vec::new()),
        assignment(whole, ASSIGNMENT, "keep-undelivered", principal, (role, scope)),
    ]
}

/// A source may send to where it delivers.
fn delivery(whole: &Registered) -> Vec<Registered> {
    let role = Value::Text("Azure Service Bus Data Sender".to_owned());
    let grant = (role, given(whole, "destinationId"));
    vec![assignment(whole, ASSIGNMENT, "deliver", given(whole, "principalId"), grant)]
}

fn platform(whole: &Registered) -> Vec<Registered> {
    vec![
        of(whole, GROUP, "", Vec::new()),
        of(whole, INSIGHTS, "-insights", Vec::new()),
        of(whole, RECEIVERS, "-alarms", Vec::new()),
    ]
}
