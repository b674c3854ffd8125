//! What the support modules of Azure programs make and give back: as much as tells who may do what, and what is wired to
//! what. The proof compares it with what the modules register.

mod roles;

use super::Registered;
use super::evaluate::companion;
use super::parts::{given, object, of, text};
use super::value::{ResourceId, Value};

const ALERT: &str = "azure-native:monitor:MetricAlert";
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
const TABLE_ASSIGNMENT: &str = "azure-native:cosmosdb:SqlResourceSqlRoleAssignment";
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
        "ContainerApp" => container(&registered),
        "Database" => database(&registered),
        "Email" => email(&registered),
        "EventDelivery" => delivery(&registered),
        "EventSource" => source(&registered),
        "FunctionApp" => function(&registered),
        "HttpApi" => api(&registered),
        "HttpRoute" => route(&registered),
        "Network" => network(&registered),
        "Platform" => platform(&registered),
        "StaticSite" => static_site(&registered),
        "WebSocketApi" => websocket_api(&registered),
        "WebSocketHub" => websocket_hub(&registered),
        "Workflow" => workflow(&registered),
        "createAlarm" => vec![alarm(&registered)],
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

fn function(whole: &Registered) -> Vec<Registered> {
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
    if given(whole, "alarms").holds() != Some(false) || given(whole, "alarms") == Value::Absent {
        let app = companion(&whole.id, APP, "");
        made.push(watched(
            whole,
            "-failures",
            format!("The {} function fails", whole.id.name),
            Watched {
                scope: of_platform(whole, "insights"),
                namespace: "microsoft.insights/components",
                metric: "requests/failed",
                dimension: ("cloud/roleName", Value::Output(app, "name".to_owned())),
                aggregation: "Count",
            },
        ));
    }
    made
}

/// A container has an identity, its roles and an app.
fn container(whole: &Registered) -> Vec<Registered> {
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
    if given(whole, "alarms") == Value::Absent || given(whole, "alarms").holds() != Some(false) {
        let arguments = [
            ("platform", given(whole, "platform")),
            ("description", Value::Text(format!("{} keeps starting again", whole.id.name))),
            ("scope", Value::Output(companion(&whole.id, CONTAINER_APP, ""), "id".to_owned())),
            ("namespace", text("Microsoft.App/containerApps")),
            ("metric", text("RestartCount")),
            ("aggregation", text("Maximum")),
            ("threshold", Value::Integer(2)),
        ];
        made.push(alarm(&of(whole, "createAlarm", "-restarts", arguments.to_vec())));
    }
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
fn workflow(whole: &Registered) -> Vec<Registered> {
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
    if given(whole, "alarms") == Value::Absent || given(whole, "alarms").holds() != Some(false) {
        let arguments = [
            ("platform", given(whole, "platform")),
            ("description", Value::Text(format!("Runs of {} fail", whole.id.name))),
            ("scope", Value::Output(companion(&whole.id, WORKFLOW, ""), "id".to_owned())),
            ("namespace", text("Microsoft.Logic/workflows")),
            ("metric", text("RunsFailed")),
            ("threshold", Value::Integer(0)),
        ];
        made.push(alarm(&of(whole, "createAlarm", "-failures", arguments.to_vec())));
    }
    made
}

/// What an alarm of a support component watches.
struct Watched {
    scope: Value,
    namespace: &'static str,
    metric: &'static str,
    dimension: (&'static str, Value),
    aggregation: &'static str,
}

/// An alarm of a support component, above nothing.
fn watched(whole: &Registered, suffix: &str, told: String, watched: Watched) -> Registered {
    let dimension = object([("name", text(watched.dimension.0)), ("value", watched.dimension.1)]);
    let arguments = [
        ("platform", given(whole, "platform")),
        ("description", Value::Text(told)),
        ("scope", watched.scope),
        ("namespace", text(watched.namespace)),
        ("metric", text(watched.metric)),
        ("dimension", dimension),
        ("aggregation", text(watched.aggregation)),
        ("threshold", Value::Integer(0)),
    ];
    alarm(&of(whole, "createAlarm", suffix, arguments.to_vec()))
}

fn alarm(whole: &Registered) -> Registered {
    let dimension = given(whole, "dimension");
    let part = |name: &str| dimension.get(name).cloned().unwrap_or(Value::Unknown);
    let dimensions = if dimension == Value::Absent {
        Vec::new()
    } else {
        vec![object([
            ("name", part("name")),
            ("operator", text("Include")),
            ("values", Value::List(vec![part("value")])),
        ])]
    };
    let aggregation = whole.input("aggregation").cloned().unwrap_or_else(|| text("Total"));
    let criterion = object([
        ("criterionType", text("StaticThresholdCriterion")),
        ("name", text("above")),
        ("metricNamespace", given(whole, "namespace")),
        ("metricName", given(whole, "metric")),
        ("dimensions", Value::List(dimensions)),
        ("timeAggregation", aggregation),
        ("operator", text("GreaterThan")),
        ("threshold", given(whole, "threshold")),
    ]);
    let criteria = object([
        ("odataType", text("Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria")),
        ("allOf", Value::List(vec![criterion])),
    ]);
    let receivers = object([("actionGroupId", of_platform(whole, "alarms"))]);
    of(
        whole,
        ALERT,
        "",
        vec![
            ("description", given(whole, "description")),
            ("scopes", Value::List(vec![given(whole, "scope")])),
            ("criteria", criteria),
            ("actions", Value::List(vec![receivers])),
        ],
    )
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
    if given(whole, "alarms") == Value::Absent || given(whole, "alarms").holds() != Some(false) {
        made.push(watched(
            whole,
            "-server-errors",
            format!("{} answers with server errors", whole.id.name),
            Watched {
                scope: Value::Output(service, "id".to_owned()),
                namespace: "Microsoft.ApiManagement/service",
                metric: "Requests",
                dimension: ("BackendResponseCodeCategory", text("5xx")),
                aggregation: "Total",
            },
        ));
    }
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
    if given(whole, "alarms") == Value::Absent || given(whole, "alarms").holds() != Some(false) {
        let arguments = [
            ("platform", given(whole, "platform")),
            ("description", Value::Text(format!("{} carries nearly as much as it can", whole.id.name))),
            ("scope", Value::Output(companion(&whole.id, WEB_PUB_SUB, ""), "id".to_owned())),
            ("namespace", text("Microsoft.SignalRService/WebPubSub")),
            ("metric", text("ServerLoad")),
            ("aggregation", text("Average")),
            ("threshold", Value::Integer(70)),
        ];
        made.push(alarm(&of(whole, "createAlarm", "-load", arguments.to_vec())));
    }
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
        let arguments = [
            ("platform", given(whole, "platform")),
            ("description", Value::Text(format!("{} {told}", whole.id.name))),
            ("scope", Value::Output(server.clone(), "id".to_owned())),
            ("namespace", text("Microsoft.DBforPostgreSQL/flexibleServers")),
            ("metric", text(metric)),
            ("aggregation", text(aggregation)),
            ("threshold", Value::Integer(threshold)),
        ];
        alarm(&of(whole, "createAlarm", suffix, arguments.to_vec()))
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
