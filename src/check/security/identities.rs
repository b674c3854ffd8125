//! Who things are to each other: keys that are shared, identities that are missing, borrowed or not asked for.

use crate::catalog::Provider::{Azure, Gcp};
use crate::check::prelude::*;

use super::provider_properties::{Bad, Row, look};
use super::public_data::EVERYBODY;
use super::switches::{is_false, is_true, switched};

pub(in crate::check) const LOCAL_AUTH: Rule = Rule::warning("SEC026", "security/local-auth-enabled", local_auth).says(
    "A queue, topic, stream, bus or table of Azure that accepts shared keys besides identities.",
    "A key says nothing of who holds it, gives everything, and is good until somebody changes it.",
    "Leave local_auth out: functions come with their own identities.",
);

pub(in crate::check) const NO_IDENTITY: Rule = Rule::error("SEC027", "security/no-managed-identity", no_identity).says(
    "A function, container or API of Azure without an identity, although it must prove who it is.",
    "Without one it cannot be given any role, and every access is refused.",
    "Take the setting away: each gets an identity of its own.",
);

pub(in crate::check) const DEFAULT_ACCOUNT: Rule =
    Rule::error("SEC028", "security/default-service-account", default_account).says(
        "A function or container that runs as the project's default account.",
        "That account is shared by everything in the project, and in many projects it may change everything.",
        "Take the setting away: each gets an account of its own.",
    );

pub(in crate::check) const INVOKER: Rule = Rule::warning("SEC029", "security/unauthenticated-invoker", invoker)
    .in_production(Severity::Error)
    .allowable()
    .says(
        "A function or container of Google Cloud that everybody may call.",
        "Anybody on the internet can start it, past the API that asks who is calling.",
        "Let only the API, the schedule or the subscription in front of it call it.",
    );

pub(in crate::check) const VAULT: Rule =
    Rule::warning("SEC033", "security/key-vault-protection", vault).in_production(Severity::Error).says(
        "A key vault whose secrets can be destroyed at once, or that decides by policies instead of roles.",
        "One mistake, or one stolen login, and the secrets are gone for good.",
        "Leave purge_protection and access at their defaults.",
    );

const KEYS: &str = "shared keys are accepted besides identities";

pub(super) static LOCAL_AUTH_ROWS: &[Row] = &[
    Row::new(
        Azure,
        &["queue", "topic", "stream", "event-bus", "table", "parameter"],
        &[
            "azure-native:servicebus:Namespace",
            "azure-native:eventhub:Namespace",
            "azure-native:eventgrid:Topic",
            "azure-native:eventgrid:Domain",
            "azure-native:cosmosdb:DatabaseAccount",
            "azure-native:appconfiguration:ConfigurationStore",
            "azure-native:webpubsub:WebPubSub",
        ],
        "disableLocalAuth",
        Bad::False,
        KEYS,
        "Azure.ServiceBus.DisableLocalAuth",
    )
    .or_absent(),
    Row::new(
        Azure,
        &["table"],
        &["azure-native:cosmosdb:DatabaseAccount"],
        "disableKeyBasedMetadataWriteAccess",
        Bad::False,
        "a key is enough to change how it is built",
        "Azure.Cosmos.DisableMetadataWrite",
    ),
];

pub(super) static IDENTITY_ROWS: &[Row] = &[Row::new(
    Azure,
    &["function", "container", "http-api"],
    &[],
    "identity.type",
    Bad::Is(&["None"]),
    "it cannot prove who it is",
    "Azure.AppService.ManagedIdentity",
)];

/// Whether an account is the default one of a project.
fn is_default_account(value: &Value) -> bool {
    let account = value.as_str().unwrap_or_default();
    account == "default"
        || account.ends_with("-compute@developer.gserviceaccount.com")
        || account.ends_with("@appspot.gserviceaccount.com")
}

const BORROWED: &str = "it runs as the project's default account, which everything shares";

pub(super) static ACCOUNT_ROWS: &[Row] = &[
    Row::new(
        Gcp,
        &["function"],
        &["gcp:cloudfunctionsv2:Function"],
        "serviceConfig.serviceAccountEmail",
        Bad::Like(is_default_account),
        BORROWED,
        "trivy google/compute/no_default_service_account",
    )
    .or_absent(),
    Row::new(
        Gcp,
        &["container"],
        &["gcp:cloudrunv2:Service"],
        "template.serviceAccount",
        Bad::Like(is_default_account),
        BORROWED,
        "trivy google/compute/no_default_service_account",
    )
    .or_absent(),
    Row::new(
        Gcp,
        &[],
        &["gcp:compute:Instance"],
        "serviceAccount.email",
        Bad::Like(is_default_account),
        BORROWED,
        "trivy google/compute/no_default_service_account",
    ),
];

pub(super) static INVOKER_ROWS: &[Row] = &[
    Row::new(
        Gcp,
        &[],
        &[
            "gcp:cloudrunv2:ServiceIamMember",
            "gcp:cloudrun:IamMember",
            "gcp:cloudfunctionsv2:FunctionIamMember",
            "gcp:cloudfunctions:FunctionIamMember",
        ],
        "member",
        Bad::Is(EVERYBODY),
        "everybody may call it",
        "CKV_GCP_102",
    ),
    Row::new(
        Gcp,
        &[],
        &["gcp:cloudrunv2:ServiceIamBinding", "gcp:cloudrun:IamBinding", "gcp:cloudfunctionsv2:FunctionIamBinding"],
        "members.*",
        Bad::Is(EVERYBODY),
        "everybody may call it",
        "CKV_GCP_102",
    ),
    Row::new(
        Gcp,
        &["container"],
        &["gcp:cloudrunv2:Service"],
        "invokerIamDisabled",
        Bad::True,
        "nobody is asked who is calling",
        "Cloud Run: allowing public access",
    ),
];

pub(super) static VAULT_ROWS: &[Row] = &[
    Row::new(
        Azure,
        &["secret"],
        &["azure-native:keyvault:Vault"],
        "properties.enablePurgeProtection",
        Bad::False,
        "its secrets can be destroyed for good at once",
        "Azure.KeyVault.PurgeProtect",
    )
    .or_absent(),
    Row::new(
        Azure,
        &["secret"],
        &["azure-native:keyvault:Vault"],
        "properties.enableSoftDelete",
        Bad::False,
        "what is deleted cannot be taken back",
        "Azure.KeyVault.SoftDelete",
    ),
    Row::new(
        Azure,
        &["secret"],
        &["azure-native:keyvault:Vault"],
        "properties.enableRbacAuthorization",
        Bad::False,
        "policies of its own decide who may read it, not roles",
        "Azure.KeyVault.RBAC",
    )
    .or_absent(),
];

fn local_auth(context: &Context<'_>, report: &mut Report<'_, '_>) {
    if context.provider != Azure {
        return;
    }
    for node in context.nodes.iter().filter(|node| node.is_any(&["queue", "topic", "stream", "event-bus", "table"])) {
        switched(context, report, node, (&["local_auth"], &Value::Boolean(false)), is_true, |_| {
            format!("{} accepts shared keys besides identities: take local_auth away.", node.id)
        });
    }
    look(context, report, LOCAL_AUTH_ROWS, "accept identities alone", |_| true);
}

fn no_identity(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let proves = |node: &NodeView<'_>| {
        context.outgoing(node).any(|joined| {
            ["read", "write", "read-write", "publish", "use", "route"].contains(&joined.flow().kind.as_str())
        }) || context.incoming(node).any(|joined| joined.is("subscribe"))
    };
    look(context, report, IDENTITY_ROWS, "leave it its own identity", proves);
}

fn default_account(context: &Context<'_>, report: &mut Report<'_, '_>) {
    look(context, report, ACCOUNT_ROWS, "give it an account of its own", |_| true);
}

fn invoker(context: &Context<'_>, report: &mut Report<'_, '_>) {
    if context.provider != Gcp {
        return;
    }
    for function in context.nodes_of("function") {
        let open = |value: &Value| value.as_str() == Some("none");
        switched(context, report, function, (&["url", "auth"], &Value::from("iam")), open, |_| {
            format!("Everybody may call {}: set auth: iam, or put an HTTP API in front.", function.id)
        });
    }
    for container in context.nodes_of("container") {
        switched(context, report, container, (&["public_access"], &Value::Boolean(false)), is_true, |_| {
            format!("Everybody may call {}: take public_access away, and put an HTTP API in front.", container.id)
        });
    }
    look(context, report, INVOKER_ROWS, "name who may call it", |_| true);
}

fn vault(context: &Context<'_>, report: &mut Report<'_, '_>) {
    if context.provider != Azure {
        return;
    }
    for secret in context.nodes_of("secret") {
        switched(context, report, secret, (&["purge_protection"], &Value::Boolean(true)), is_false, |_| {
            format!("Who may delete {} can destroy it for good at once: leave purge_protection on.", secret.id)
        });
        let policies = |value: &Value| value.as_str() == Some("policies");
        switched(context, report, secret, (&["access"], &Value::from("roles")), policies, |_| {
            format!("Policies of its vault decide who may read {}: leave access to roles.", secret.id)
        });
    }
    let mend = "protect the vault, and let roles decide";
    look(context, report, VAULT_ROWS, mend, |_| true);
}
