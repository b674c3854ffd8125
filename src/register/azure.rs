//! What the support modules of Azure programs make and give back: as much as tells who may do what, and what is wired to
//! what. The proof compares it with what the modules register.

mod alarm;
mod holders;
mod roles;

use super::Registered;
use super::evaluate::companion;
use super::parts::{given, object, of, text};
use super::value::{ResourceId, Value};
use alarm::Watched;

const API: &str = "azure-native:apimanagement:Api";
const APP: &str = "azure-native:web:WebApp";
const ASSIGNMENT: &str = "azure-native:authorization:RoleAssignment";
const CODE: &str = "azure-native:storage:BlobContainer";
const GROUP: &str = "azure-native:resources:ResourceGroup";
const IDENTITY: &str = "azure-native:managedidentity:UserAssignedIdentity";
const INSIGHTS: &str = "azure-native:applicationinsights:Component";
const RECEIVERS: &str = "azure-native:monitor:ActionGroup";
const SERVICE: &str = "azure-native:apimanagement:ApiManagementService";
const SYSTEM_TOPIC: &str = "azure-native:eventgrid:SystemTopic";
const TOPIC: &str = "azure-native:eventgrid:Topic";
const STORAGE: &str = "azure-native:storage:StorageAccount";
const CUSTOM_DOMAIN: &str = "azure-native:cdn:AFDCustomDomain";
const ENDPOINT: &str = "azure-native:cdn:AFDEndpoint";
const PROFILE: &str = "azure-native:cdn:Profile";
const ROUTE: &str = "azure-native:cdn:Route";
const COMMUNICATION: &str = "azure-native:communication:CommunicationService";
const CONTAINER_APP: &str = "azure-native:app:ContainerApp";
const CONTENT: &str = "azure-native:dbforpostgresql:Database";
const DOMAIN: &str = "azure-native:communication:Domain";
const NETWORK: &str = "azure-native:network:VirtualNetwork";
const SERVER: &str = "azure-native:dbforpostgresql:Server";
const SUBNET: &str = "azure-native:network:Subnet";
const WORKFLOW: &str = "azure-native:logic:Workflow";
const WEB_PUB_SUB: &str = "azure-native:webpubsub:WebPubSub";
const WEB_PUB_SUB_HUB: &str = "azure-native:webpubsub:WebPubSubHub";

/// What a part of a support component is.
struct Part {
    /// The component's class and the part's name.
    of: (&'static str, &'static str),
    kind: &'static str,
    /// What follows the component's name in the part's.
    suffix: &'static str,
}

const PARTS: &[Part] = &[
    Part { of: ("ContainerApp", "app"), kind: CONTAINER_APP, suffix: "" },
    Part { of: ("ContainerApp", "identity"), kind: IDENTITY, suffix: "" },
    Part { of: ("Database", "content"), kind: CONTENT, suffix: "" },
    Part { of: ("Database", "server"), kind: SERVER, suffix: "" },
    Part { of: ("Email", "domain"), kind: DOMAIN, suffix: "" },
    Part { of: ("Email", "service"), kind: COMMUNICATION, suffix: "" },
    Part { of: ("EventSource", "topic"), kind: TOPIC, suffix: "" },
    Part { of: ("FunctionApp", "app"), kind: APP, suffix: "" },
    Part { of: ("FunctionApp", "identity"), kind: IDENTITY, suffix: "" },
    Part { of: ("HttpApi", "api"), kind: API, suffix: "" },
    Part { of: ("HttpApi", "service"), kind: SERVICE, suffix: "" },
    Part { of: ("Network", "databaseSubnet"), kind: SUBNET, suffix: "-databases" },
    Part { of: ("Network", "functionSubnet"), kind: SUBNET, suffix: "-functions" },
    Part { of: ("Network", "virtualNetwork"), kind: NETWORK, suffix: "" },
    Part { of: ("Platform", "alarms"), kind: RECEIVERS, suffix: "-alarms" },
    Part { of: ("Platform", "insights"), kind: INSIGHTS, suffix: "-insights" },
    Part { of: ("Workflow", "workflow"), kind: WORKFLOW, suffix: "" },
    Part { of: ("WebSocketApi", "service"), kind: WEB_PUB_SUB, suffix: "" },
    Part { of: ("StaticSite", "endpoint"), kind: ENDPOINT, suffix: "" },
    Part { of: ("StaticSite", "profile"), kind: PROFILE, suffix: "" },
    Part { of: ("Platform", "logs"), kind: "azure-native:operationalinsights:Workspace", suffix: "-logs" },
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
        "ContainerApp" => holders::container(&registered),
        "Database" => database(&registered),
        "Email" => email(&registered),
        "EventDelivery" => delivery(&registered),
        "EventSource" => source(&registered),
        "FunctionApp" => holders::function(&registered),
        "HttpApi" => api(&registered),
        "HttpRoute" => route(&registered),
        "Network" => network(&registered),
        "Platform" => platform(&registered),
        "StaticSite" => static_site(&registered),
        "WebSocketApi" => websocket_api(&registered),
        "WebSocketHub" => websocket_hub(&registered),
        "Workflow" => holders::workflow(&registered),
        "createAlarm" => vec![alarm::alarm(&registered)],
        _ => vec![registered],
    }
}

/// What a function of a support module gives back.
pub(super) fn call(item: &str, arguments: Vec<Value>) -> Value {
    let mut arguments = arguments.into_iter();
    let mut next = || arguments.next().unwrap_or(Value::Absent);
    match item {
        "allow" => object([("name", next()), ("role", next()), ("scope", next())]),
        "allowTable" => {
            let (name, role, account_name, account) = (next(), next(), next(), next());
            let of_account = account.clone();
            let scope = Value::Joined(vec![account, text("/dbs/"), next(), text("/colls/"), next()]);
            let definition = roles::of_tables(role.as_text().unwrap_or_default());
            let definition = Value::Joined(vec![of_account, text("/sqlRoleDefinitions/"), text(definition)]);
            object([
                ("name", name),
                ("role", role),
                ("accountName", account_name),
                ("roleDefinitionId", definition),
                ("scope", scope),
            ])
        }
        _ => Value::Unknown,
    }
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
fn assignment(whole: &Registered, purpose: &str, principal: Value, grant: (Value, Value)) -> Registered {
    let (role, scope) = grant;
    let subscription = Value::Answer("getClientConfig.subscriptionId".to_owned());
    let definition = Value::Joined(vec![
        text("/subscriptions/"),
        subscription,
        Value::Text(format!(
            "/providers/Microsoft.Authorization/roleDefinitions/{}",
            roles::built_in(role.as_text().unwrap_or_default())
        )),
    ]);
    let inputs = vec![
        ("principalId", principal),
        ("role", role),
        ("scope", scope),
        ("principalType", text("ServicePrincipal")),
        ("roleDefinitionId", definition),
    ];
    of(whole, ASSIGNMENT, &format!("-{purpose}"), inputs)
}

fn api(whole: &Registered) -> Vec<Registered> {
    let service = companion(&whole.id, SERVICE, "");
    let principal = Value::Output(service.clone(), "identity.principalId".to_owned());
    let role = text("Monitoring Metrics Publisher");
    let mut made = vec![
        of(whole, SERVICE, "", Vec::new()),
        of(whole, API, "", Vec::new()),
        assignment(whole, "send-telemetry", principal, (role, of_platform(whole, "insights"))),
    ];
    made.extend(alarm::wanted(
        whole,
        Watched {
            suffix: "-server-errors",
            told: format!("{} answers with server errors", whole.id.name),
            scope: Value::Output(service, "id".to_owned()),
            namespace: "Microsoft.ApiManagement/service",
            metric: "Requests",
            dimension: Some(("BackendResponseCodeCategory", text("5xx"))),
            aggregation: "Total",
            threshold: 0,
        },
    ));
    made
}

/// A route is an operation, and the backend that answers it.
fn route(whole: &Registered) -> Vec<Registered> {
    let backend = Value::Joined(vec![text("https://"), given(whole, "hostName")]);
    let common = || vec![("serviceName", given(whole, "serviceName"))];
    let operation =
        [("apiId", given(whole, "apiName")), ("method", given(whole, "method")), ("urlTemplate", given(whole, "path"))];
    let mut backend_inputs = common();
    backend_inputs.extend([("backendId", Value::Text(whole.id.name.clone())), ("url", backend)]);
    vec![
        of(whole, "azure-native:apimanagement:Backend", "", backend_inputs),
        of(whole, "azure-native:apimanagement:ApiOperation", "", common().into_iter().chain(operation)),
        of(
            whole,
            "azure-native:apimanagement:ApiOperationPolicy",
            "",
            common().into_iter().chain([("apiId", given(whole, "apiName")), ("tokens", given(whole, "tokens"))]),
        ),
    ]
}

/// A source may keep what it cannot deliver. That of a bucket is a topic of the system's.
fn source(whole: &Registered) -> Vec<Registered> {
    let kind = if given(whole, "accountId") == Value::Absent { TOPIC } else { SYSTEM_TOPIC };
    let container = companion(&whole.id, CODE, "-undelivered");
    let principal = Value::Output(companion(&whole.id, kind, ""), "identity.principalId".to_owned());
    let role = text("Storage Blob Data Contributor");
    let scope = Value::Output(container, "id".to_owned());
    vec![
        of(whole, kind, "", Vec::new()),
        of(whole, CODE, "-undelivered", Vec::new()),
        assignment(whole, "keep-undelivered", principal, (role, scope)),
    ]
}

/// A source may send to where it delivers.
fn delivery(whole: &Registered) -> Vec<Registered> {
    let role = text("Azure Service Bus Data Sender");
    let grant = (role, given(whole, "destinationId"));
    let topic = if given(whole, "ofBucket") == Value::Boolean(true) {
        "azure-native:eventgrid:SystemTopicEventSubscription"
    } else {
        "azure-native:eventgrid:TopicEventSubscription"
    };
    vec![assignment(whole, "deliver", given(whole, "principalId"), grant), of(whole, topic, "", subscribed(whole))]
}

/// What a subscription to a source says of events: which, and where they go.
fn subscribed(whole: &Registered) -> Vec<(&'static str, Value)> {
    let named = if given(whole, "ofBucket") == Value::Boolean(true) { "systemTopicName" } else { "topicName" };
    let filter = object([
        ("includedEventTypes", given(whole, "eventTypes")),
        ("subjectBeginsWith", given(whole, "subjectBeginsWith")),
        ("subjectEndsWith", given(whole, "subjectEndsWith")),
        ("isSubjectCaseSensitive", Value::Boolean(false)),
    ]);
    let itself = object([("type", text("SystemAssigned"))]);
    let destination =
        object([("endpointType", given(whole, "destination")), ("resourceId", given(whole, "destinationId"))]);
    let attempts = whole.input("maximumAttempts").cloned().unwrap_or(Value::Integer(30));
    let retry = object([("maxDeliveryAttempts", attempts), ("eventTimeToLiveInMinutes", Value::Integer(1440))]);
    vec![
        (named, given(whole, "topicName")),
        ("filter", filter),
        ("retryPolicy", retry),
        ("deliveryWithResourceIdentity", object([("identity", itself), ("destination", destination)])),
    ]
}

fn websocket_api(whole: &Registered) -> Vec<Registered> {
    let mut made = vec![of(whole, WEB_PUB_SUB, "", [("disableLocalAuth", Value::Boolean(true))])];
    made.extend(alarm::wanted(
        whole,
        Watched {
            suffix: "-load",
            told: format!("{} carries nearly as much as it can", whole.id.name),
            scope: Value::Output(companion(&whole.id, WEB_PUB_SUB, ""), "id".to_owned()),
            namespace: "Microsoft.SignalRService/WebPubSub",
            metric: "ServerLoad",
            dimension: None,
            aggregation: "Average",
            threshold: 70,
        },
    ));
    made
}

/// A hub asks functions, each with the key of its app.
fn websocket_hub(whole: &Registered) -> Vec<Registered> {
    let handlers = given(whole, "handlers");
    let handlers = handlers.items().into_iter().map(|handler| {
        let part = |name: &str| handler.get(name).cloned().unwrap_or(Value::Unknown);
        let url = vec![text("https://"), part("hostName"), text("/"), part("path"), text("?code="), text("host-key")];
        let entries = [
            ("systemEvents", handler.get("systemEvents").cloned().unwrap_or_else(|| Value::List(Vec::new()))),
            ("userEventPattern", handler.get("userEvent").cloned().unwrap_or_else(|| text(""))),
            ("urlTemplate", Value::Joined(url)),
        ];
        Value::From(handler.origins().to_vec(), Box::new(object(entries)))
    });
    let open = given(whole, "anonymous").holds() == Some(true);
    let properties = object([
        ("anonymousConnectPolicy", text(if open { "allow" } else { "deny" })),
        ("eventHandlers", Value::List(handlers.collect())),
    ]);
    let inputs = vec![
        ("resourceName", given(whole, "serviceName")),
        ("hubName", given(whole, "hubName")),
        ("properties", properties),
    ];
    vec![of(whole, WEB_PUB_SUB_HUB, "", inputs)]
}

/// A site is files that anybody may read, an entrance, and a route to each API behind it.
fn static_site(whole: &Registered) -> Vec<Registered> {
    let storage = match given(whole, "storageName").as_text() {
        Some(name) => ResourceId { name: name.to_owned(), ..companion(&whole.id, STORAGE, "") },
        None => companion(&whole.id, STORAGE, ""),
    };
    let keys = vec![("allowBlobPublicAccess", Value::Boolean(false)), ("allowSharedKeyAccess", Value::Boolean(true))];
    let mut made = vec![
        Registered { id: storage, ..of(whole, STORAGE, "", keys) },
        of(whole, PROFILE, "", Vec::new()),
        of(whole, ENDPOINT, "", Vec::new()),
    ];
    if given(whole, "domain") != Value::Absent {
        made.push(of(whole, CUSTOM_DOMAIN, "", [("hostName", given(whole, "domain"))]));
    }
    let apis = given(whole, "apis");
    for api in apis.items() {
        let part = |name: &str| api.get(name).cloned().unwrap_or(Value::Unknown);
        let suffix = format!("-{}", part("name").readable());
        // The paths say whose they are: the flow that the API comes from.
        let paths = Value::From(api.origins().to_vec(), Box::new(part("paths")));
        made.push(of(whole, ROUTE, &suffix, [("patternsToMatch", paths)]));
    }
    made
}

/// A database is a server with one content, and what watches the server.
fn database(whole: &Registered) -> Vec<Registered> {
    let server = companion(&whole.id, SERVER, "");
    let inputs = [("version", given(whole, "version")), ("subnetId", given(whole, "subnetId"))];
    let content = [("serverName", Value::Output(server.clone(), "name".to_owned()))];
    let mut made = vec![of(whole, SERVER, "", inputs), of(whole, CONTENT, "", content)];
    let alarms = [
        ("-processor", "has no processor to spare", "cpu_percent", "Average", 80),
        ("-storage", "has hardly any room left", "storage_percent", "Maximum", 85),
        ("-connections", "turns connections away", "connections_failed", "Total", 10),
    ];
    made.extend(alarms.into_iter().map(|(suffix, told, metric, aggregation, threshold)| {
        let watched = Watched {
            suffix,
            told: format!("{} {told}", whole.id.name),
            scope: Value::Output(server.clone(), "id".to_owned()),
            namespace: "Microsoft.DBforPostgreSQL/flexibleServers",
            metric,
            dimension: None,
            aggregation,
            threshold,
        };
        alarm::of_component(whole, watched)
    }));
    made
}

/// Mail is sent by a service, from a domain.
fn email(whole: &Registered) -> Vec<Registered> {
    vec![
        of(whole, DOMAIN, "", Vec::new()),
        of(whole, COMMUNICATION, "", [("dataLocation", given(whole, "dataLocation"))]),
    ]
}

/// A network has a part for functions and one for databases.
fn network(whole: &Registered) -> Vec<Registered> {
    let part = |suffix: &str, addresses: &str| of(whole, SUBNET, suffix, [("addressPrefix", given(whole, addresses))]);
    vec![
        of(whole, NETWORK, "", Vec::new()),
        part("-functions", "functionAddresses"),
        part("-databases", "databaseAddresses"),
    ]
}

fn platform(whole: &Registered) -> Vec<Registered> {
    vec![
        of(whole, GROUP, "", Vec::new()),
        of(whole, INSIGHTS, "-insights", Vec::new()),
        of(whole, RECEIVERS, "-alarms", Vec::new()),
    ]
}
