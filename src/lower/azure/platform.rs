//! What programs have without anyone drawing it: the resource group with logs and alarms, the account of packages, the
//! namespaces of messages and records, and the vaults, databases and stores that hold what services have drawn.

use crate::design::Environment;
use crate::design::model::SHARED;
use crate::program::{Expression, Literal, Name, Origin, SettingKind};
use crate::text::duration::Duration;
use crate::text::words;

use super::super::draft::{Item, New, Position, Stage, of, whole};
use super::super::settings::Derived;
use super::{Azure, support};

/// The key of the resource group, logs, traces and alarms.
pub(super) const PLATFORM: &str = "shared/platform";
/// The key of the account that holds the packages of functions.
pub(super) const PACKAGES: &str = "shared/packages";
/// The key of the namespace of queues and topics.
pub(super) const MESSAGES: &str = "shared/messages";
/// The key of the namespace of streams.
pub(super) const RECORDS: &str = "shared/records";

/// The key of where containers run.
pub(super) const CONTAINERS: &str = "shared/containers";
/// The key of the zone that holds the names of databases.
pub(super) const NAMES: &str = "shared/names";

const FIRST: Position = (0, Stage::Before);
/// Log Analytics keeps logs at least so many days at no further cost.
const FREE_DAYS: i64 = 30;

/// What is made without anyone drawing it, where something needs it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Undrawn {
    /// The account that holds the packages of functions.
    Packages,
    /// The namespace of queues and topics.
    Messages,
    /// The namespace of streams.
    Records,
    /// Where containers run.
    Containers,
    /// The zone that holds the names of databases.
    Names,
    /// The vault of a service's secrets.
    Vault(String),
    /// The account and the database of a service's tables.
    Database(String),
    /// The store of a service's parameters.
    Configuration(String),
}

impl Azure<'_> {
    /// The tags of a service's resources.
    pub(super) fn tags(&mut self, service: &str) -> Expression {
        self.facts.tagged.insert(service.to_owned());
        whole(&format!("{service}/tags"))
    }

    /// The name of the resource group.
    pub(super) fn group() -> Expression {
        of(PLATFORM, "resourceGroupName")
    }

    /// Whatever nobody has drawn and something needs.
    pub(super) fn need(&mut self, undrawn: Undrawn) {
        self.facts.undrawn.insert(undrawn);
    }

    /// The provider properties that a node passes through; its own tags stand beside those of all.
    pub(super) fn extra_of(&mut self, id: &crate::design::NodeId, tagged: bool) -> Vec<(String, Expression)> {
        let extra = self.extra(id);
        let mut found = Vec::new();
        for (name, value) in extra {
            match value {
                Expression::Object(entries) if name == "tags" && tagged => {
                    let mut all = common_tags();
                    all.retain(|entry| entries.iter().all(|own| own.key != entry.key));
                    all.extend(entries);
                    found.push((name, Expression::Object(all)));
                }
                // What takes no tags is described by what holds it.
                _ if name == "tags" => {}
                value => found.push((name, value)),
            }
        }
        found
    }
}

fn common_tags() -> Vec<crate::program::Entry> {
    let setting = |name: &str| Expression::Setting(Name::known(name));
    let Expression::Object(entries) = Expression::data([
        ("project", setting("project")),
        ("environment", setting("environment")),
        ("managed-by", Expression::text("pulumi")),
    ]) else {
        return Vec::new();
    };
    entries
}

/// How the parts of the platform are reached.
fn attributes(platform: Expression, attribute: &str) -> Expression {
    let part = |name: &str| Expression::Field(Box::new(platform.clone()), Name::known(name));
    match attribute {
        "resourceGroupName" => part("resource-group").property("name"),
        "subscriptionId" => part("subscription-id"),
        "tenantId" => part("tenant-id"),
        "logsId" => part("logs").property("id"),
        "insightsId" => part("insights").property("id"),
        _ => platform,
    }
}

/// Makes the frame's part of the components.
pub(super) fn lower(cx: &mut Azure) {
    cx.facts.support.insert(support::PLATFORM);
    let days = log_retention(cx);
    let email = alarm_email(cx);
    let tags = cx.tags(SHARED);
    let name = words::kebab(&cx.design.name);
    let item = New::component("components/platform:Platform", PLATFORM, name, Origin::Frame)
        .variable("platform".to_owned(), "shared")
        .attributes(attributes)
        .argument("logRetentionDays", days)
        .argument("alarmEmail", Expression::Setting(email))
        .argument("tags", tags)
        .at(FIRST);
    cx.push(SHARED, item);
    for undrawn in cx.facts.undrawn.clone() {
        make(cx, &undrawn);
    }
    for service in cx.facts.tagged.clone() {
        let key = format!("{service}/tags");
        cx.push(&service, Item::value(&key, "tags", Expression::Object(common_tags()), FIRST));
    }
}

fn make(cx: &mut Azure, undrawn: &Undrawn) {
    let text = |text: &str| Expression::text(text);
    match undrawn {
        Undrawn::Packages => {
            // The provider uploads packages with the account's key; functions read them by their identities.
            account(cx, SHARED, PACKAGES, "packages", true);
        }
        Undrawn::Messages => {
            let sku = Expression::properties([
                ("name", enumeration(&["servicebus", "SkuName"], "Standard", "STANDARD")),
                ("tier", enumeration(&["servicebus", "SkuTier"], "Standard", "STANDARD")),
            ]);
            let item = undrawn_resource(cx, SHARED, "azure-native.servicebus.Namespace", MESSAGES, "messages")
                .argument("sku", sku)
                .argument("disableLocalAuth", Expression::Boolean(true))
                .argument("minimumTlsVersion", text("1.2"));
            finish(cx, SHARED, item);
        }
        Undrawn::Records => {
            let sku = Expression::properties([
                ("name", text("Standard")),
                ("tier", text("Standard")),
                ("capacity", Expression::Integer(1)),
            ]);
            let item = undrawn_resource(cx, SHARED, "azure-native.eventhub.Namespace", RECORDS, "records")
                .argument("sku", sku)
                .argument("isAutoInflateEnabled", Expression::Boolean(true))
                .argument("maximumThroughputUnits", Expression::Integer(10))
                .argument("disableLocalAuth", Expression::Boolean(true))
                .argument("minimumTlsVersion", text("1.2"));
            finish(cx, SHARED, item);
        }
        Undrawn::Containers => containers(cx),
        Undrawn::Names => {
            let zone = format!("{}.private.postgres.database.azure.com", words::kebab(&cx.design.name));
            let item = undrawn_resource(cx, SHARED, "azure-native.privatedns.PrivateZone", NAMES, "database-names")
                .argument("location", text("global"))
                .argument("privateZoneName", text(&zone));
            finish(cx, SHARED, item);
        }
        Undrawn::Vault(service) => vault(cx, service),
        Undrawn::Database(service) => database(cx, service),
        Undrawn::Configuration(service) => {
            let key = format!("{service}/configuration");
            let class = "azure-native.appconfiguration.ConfigurationStore";
            let item = undrawn_resource(cx, service, class, &key, &format!("{service}-configuration"))
                .variable("configuration".to_owned(), "store")
                .argument("sku", Expression::properties([("name", text("standard"))]))
                .argument("disableLocalAuth", Expression::Boolean(true));
            finish(cx, service, item);
        }
    }
}

/// Where containers run, paid by use, and what they write down.
fn containers(cx: &mut Azure) {
    let text = |text: &str| Expression::text(text);
    let profile = Expression::properties([("name", text("Consumption")), ("workloadProfileType", text("Consumption"))]);
    let item = undrawn_resource(cx, SHARED, "azure-native.app.ManagedEnvironment", CONTAINERS, "containers")
        .argument("workloadProfiles", Expression::List(vec![profile]))
        .argument("appLogsConfiguration", Expression::properties([("destination", text("azure-monitor"))]));
    finish(cx, SHARED, item);
    let class = "azure-native.monitor.DiagnosticSetting";
    let log =
        |category: &str| Expression::properties([("category", text(category)), ("enabled", Expression::Boolean(true))]);
    let name = cx.names.take(SHARED, class, "containers", "shared");
    let item = New::sdk(class, "", name, Origin::Frame)
        .argument("resourceUri", of(CONTAINERS, "id"))
        .argument("workspaceId", of(PLATFORM, "logsId"))
        .argument("logs", Expression::List(vec![log("ContainerAppConsoleLogs"), log("ContainerAppSystemLogs")]))
        .at(FIRST);
    cx.push(SHARED, item);
}

/// A member of an enumeration of the SDK, where text would not do in Python.
pub(super) fn enumeration(path: &[&str], typescript: &str, python: &str) -> Expression {
    let steps = std::iter::once("azure-native").chain(path.iter().copied());
    Expression::Enumeration {
        path: steps.map(str::to_owned).collect(),
        typescript: typescript.to_owned(),
        python: python.to_owned(),
    }
}

/// A resource that nobody has drawn, in a service's component.
fn undrawn_resource(cx: &mut Azure, service: &str, class: &str, key: &str, wish: &str) -> New {
    let name = cx.names.take(service, class, wish, "shared");
    New::sdk(class, key, name, Origin::Frame)
        .variable(wish.to_owned(), "shared")
        .argument("resourceGroupName", Azure::group())
}

fn finish(cx: &mut Azure, service: &str, item: New) {
    let tags = cx.tags(service);
    cx.push(service, item.argument("tags", tags).at(FIRST));
}

/// A storage account; `keys` says whether its keys may be used besides identities.
fn account(cx: &mut Azure, service: &str, key: &str, wish: &str, keys: bool) {
    let item = undrawn_resource(cx, service, "azure-native.storage.StorageAccount", key, wish);
    let mut item = secure_account(item, keys);
    if keys {
        item = item.comment("Pulumi uploads packages with the account's key; functions read them by their identities.");
    }
    finish(cx, service, item);
}

/// What every storage account says of its safety.
pub(super) fn secure_account(item: New, keys: bool) -> New {
    item.argument("kind", Expression::text("StorageV2"))
        .argument("sku", Expression::properties([("name", Expression::text("Standard_LRS"))]))
        .argument("allowBlobPublicAccess", Expression::Boolean(false))
        .argument("allowSharedKeyAccess", Expression::Boolean(keys))
        .argument("enableHttpsTrafficOnly", Expression::Boolean(true))
        .argument("minimumTlsVersion", Expression::text("TLS1_2"))
}

fn vault(cx: &mut Azure, service: &str) {
    let key = format!("{service}/vault");
    let protect = Expression::Setting(cx.settings.protect_data());
    let kept = |then: Expression, otherwise: Option<Expression>| Expression::Conditional {
        condition: Box::new(protect.clone()),
        then: Box::new(then),
        otherwise: otherwise.map(Box::new),
    };
    let sku = Expression::properties([
        ("family", Expression::text("A")),
        ("name", enumeration(&["keyvault", "SkuName"], "Standard", "STANDARD")),
    ]);
    let properties = Expression::properties([
        ("tenantId", of(PLATFORM, "tenantId")),
        ("sku", sku),
        ("enabledForDeployment", Expression::Boolean(false)),
        ("enabledForDiskEncryption", Expression::Boolean(false)),
        ("enabledForTemplateDeployment", Expression::Boolean(false)),
        ("publicNetworkAccess", Expression::text("enabled")),
        ("enableRbacAuthorization", Expression::Boolean(true)),
        ("enableSoftDelete", Expression::Boolean(true)),
        ("softDeleteRetentionInDays", kept(Expression::Integer(90), Some(Expression::Integer(7)))),
        // A switch that goes one way: Azure takes true or nothing.
        ("enablePurgeProtection", kept(Expression::Boolean(true), None)),
    ]);
    let item = undrawn_resource(cx, service, "azure-native.keyvault.Vault", &key, &words::kebab(service))
        .variable("vault".to_owned(), "secrets")
        .argument("properties", properties)
        .protected(&protect);
    finish(cx, service, item);
}

fn database(cx: &mut Azure, service: &str) {
    let protect = Expression::Setting(cx.settings.protect_data());
    let tier = Expression::Conditional {
        condition: Box::new(protect.clone()),
        then: Box::new(enumeration(&["cosmosdb", "ContinuousTier"], "Continuous30Days", "CONTINUOUS30_DAYS")),
        otherwise: Some(Box::new(enumeration(&["cosmosdb", "ContinuousTier"], "Continuous7Days", "CONTINUOUS7_DAYS"))),
    };
    let backup = Expression::properties([
        ("type", Expression::text("Continuous")),
        ("continuousModeProperties", Expression::properties([("tier", tier)])),
    ]);
    let location = Expression::properties([
        ("locationName", Expression::Setting(Name::known("region"))),
        ("failoverPriority", Expression::Integer(0)),
    ]);
    let consistency = Expression::properties([(
        "defaultConsistencyLevel",
        enumeration(&["cosmosdb", "DefaultConsistencyLevel"], "Session", "SESSION"),
    )]);
    let serverless = Expression::properties([("name", Expression::text("EnableServerless"))]);
    let account = format!("{service}/account");
    let item = undrawn_resource(cx, service, "azure-native.cosmosdb.DatabaseAccount", &account, &words::kebab(service))
        .variable("database-account".to_owned(), "tables")
        .argument(
            "databaseAccountOfferType",
            enumeration(&["cosmosdb", "DatabaseAccountOfferType"], "Standard", "STANDARD"),
        )
        .argument("kind", Expression::text("GlobalDocumentDB"))
        .argument("capabilities", Expression::List(vec![serverless]))
        .argument("locations", Expression::List(vec![location]))
        .argument("consistencyPolicy", consistency)
        .argument("backupPolicy", backup)
        .argument("disableLocalAuth", Expression::Boolean(true))
        .argument("disableKeyBasedMetadataWriteAccess", Expression::Boolean(true))
        .argument("minimalTlsVersion", Expression::text("Tls12"))
        .protected(&protect);
    finish(cx, service, item);
    let key = format!("{service}/database");
    let item =
        undrawn_resource(cx, service, "azure-native.cosmosdb.SqlResourceSqlDatabase", &key, &words::kebab(service))
            .variable("database".to_owned(), "tables")
            .argument("accountName", of(&account, "name"))
            .argument("databaseName", Expression::text("main"))
            .argument("resource", Expression::properties([("id", Expression::text("main"))]))
            .protected(&protect)
            .at(FIRST);
    cx.push(service, item);
}

/// One workspace keeps the logs of all: as long as whoever wants them longest, in each environment.
fn log_retention(cx: &mut Azure) -> Expression {
    let design = cx.design;
    let longest = |environment: Option<&str>| {
        let days = design.nodes().filter_map(|(id, node)| {
            crate::catalog::catalog().property(&node.kind, "log_retention")?;
            let value = design.effective(&id, &["log_retention"], environment)?;
            Some(Duration::parse(value.as_str()?)?.days().min(730) as i64)
        });
        days.fold(FREE_DAYS, i64::max)
    };
    let environments: Vec<(&String, &Environment)> = design.environments.iter().collect();
    let default = longest(None);
    let values: Vec<(String, Literal)> =
        environments.iter().map(|(name, _)| ((*name).clone(), Literal::Integer(longest(Some(name))))).collect();
    let settled = cx.settings.settle(Derived {
        wish: "log-retention-days".to_owned(),
        kind: SettingKind::Integer,
        default: Some(Literal::Integer(default)),
        values,
        documentation: "How long logs and traces are kept, in days.".to_owned(),
        ..Derived::default()
    });
    settled.unwrap_or(Expression::Integer(default))
}

/// The address that alarms are sent to: the design's own setting of that name, or one of the program.
pub(super) fn alarm_email(cx: &mut Azure) -> Name {
    cx.settings.own_or_derived(Derived {
        wish: "alarm-email".to_owned(),
        optional: true,
        documentation: "Where alarms are sent; to nobody when absent.".to_owned(),
        ..Derived::default()
    })
}
