//! What is stored or sent without encryption, or with one that is broken.

use crate::catalog::Provider::{Aws, Azure, Gcp};
use crate::check::prelude::*;

use super::provider_properties::{Bad, Row, look};
use super::switches::{is_false, is_old_tls, is_true, switched};

pub(in crate::check) const AT_REST: Rule =
    Rule::warning("SEC018", "security/no-encryption-at-rest", at_rest).in_production(Severity::Error).says(
        "Data that is stored without encryption, or without the key of your own that its tags ask for.",
        "A copy of the disk, or a backup in the wrong hands, is the data itself.",
        "Take the setting away: everything is encrypted by itself. Where tags ask for a key of your own, give encryption_key.",
    );

pub(in crate::check) const IN_TRANSIT: Rule =
    Rule::warning("SEC019", "security/no-encryption-in-transit", in_transit).in_production(Severity::Error).says(
        "A store, channel or server that accepts connections without encryption, or with a broken one.",
        "Everybody on the way can read and change what is sent, passwords included.",
        "Leave require_tls and min_tls at their defaults.",
    );

pub(in crate::check) const OLD_TLS: Rule = Rule::error("SEC040", "security/tls-too-old", old_tls).says(
    "A public address that accepts versions of TLS older than 1.2.",
    "TLS 1.0 and 1.1 are broken and given up (RFC 8996); browsers refuse them, attackers ask for them.",
    "Set min_tls: 1.2 or newer.",
);

pub(in crate::check) const PLAIN_INGRESS: Rule =
    Rule::error("SEC041", "security/container-plain-ingress", plain_ingress).says(
        "A container of Azure that answers the internet without encryption.",
        "What people send, and the cookies that prove who they are, can be read on the way.",
        "Leave require_tls at its default: who comes by http is sent to https.",
    );

const PLAIN: &str = "what it stores is not encrypted";

pub(super) static AT_REST_ROWS: &[Row] = &[
    // A queue of the design has a key of its own beside this switch; without both, SQS encrypts by itself.
    Row::new(Aws, &[], &["aws:sqs:Queue"], "sqsManagedSseEnabled", Bad::False, PLAIN, "CKV_AWS_27")
        .unless("kmsMasterKeyId"),
    Row::new(Aws, &["topic"], &["aws:sns:Topic"], "kmsMasterKeyId", Bad::Is(&[""]), PLAIN, "CKV_AWS_26")
        .better("alias/aws/sns"),
    Row::new(Aws, &["stream"], &["aws:kinesis:Stream"], "encryptionType", Bad::Is(&["NONE"]), PLAIN, "CKV_AWS_43")
        .or_absent()
        .better("KMS"),
    Row::new(
        Aws,
        &["delivery-stream"],
        &["aws:kinesis:FirehoseDeliveryStream"],
        "serverSideEncryption.enabled",
        Bad::False,
        PLAIN,
        "CKV_AWS_240",
    ),
    Row::new(
        Aws,
        &["sql"],
        &["aws:rds:Cluster", "aws:rds:Instance", "aws:docdb:Cluster", "aws:neptune:Cluster"],
        "storageEncrypted",
        Bad::False,
        PLAIN,
        "CKV_AWS_16",
    )
    .or_absent(),
    Row::new(
        Aws,
        &["cache"],
        &["aws:elasticache:ReplicationGroup"],
        "atRestEncryptionEnabled",
        Bad::False,
        PLAIN,
        "CKV_AWS_29",
    ),
    Row::new(Aws, &[], &["aws:opensearch:Domain"], "encryptAtRest.enabled", Bad::False, PLAIN, "CKV_AWS_5").or_absent(),
    Row::new(Aws, &[], &["aws:efs:FileSystem", "aws:ebs:Volume"], "encrypted", Bad::False, PLAIN, "CKV_AWS_42")
        .or_absent(),
    Row::new(
        Azure,
        &[],
        &["azure-native:sql:TransparentDataEncryption"],
        "state",
        Bad::Is(&["Disabled"]),
        PLAIN,
        "Azure.SQL.TDE",
    )
    .better("Enabled"),
];

const EXPOSED: &str = "connections without encryption are accepted";
const OLD: &str = "broken versions of TLS are accepted";
const OLD_VERSIONS: &[&str] = &["1.0", "1.1", "TLS1_0", "TLS1_1", "Tls", "Tls11", "TLSv1", "TLSv1.1"];

pub(super) static IN_TRANSIT_ROWS: &[Row] = &[
    Row::new(
        Aws,
        &["cache"],
        &["aws:elasticache:ReplicationGroup"],
        "transitEncryptionEnabled",
        Bad::False,
        EXPOSED,
        "CKV_AWS_30",
    ),
    Row::new(
        Aws,
        &[],
        &["aws:opensearch:Domain"],
        "domainEndpointOptions.enforceHttps",
        Bad::False,
        EXPOSED,
        "CKV_AWS_83",
    ),
    Row::new(
        Aws,
        &[],
        &["aws:msk:Cluster"],
        "encryptionInfo.encryptionInTransit.clientBroker",
        Bad::Is(&["PLAINTEXT", "TLS_PLAINTEXT"]),
        EXPOSED,
        "CKV_AWS_81",
    )
    .better("TLS"),
    Row::new(
        Azure,
        &["bucket"],
        &["azure-native:storage:StorageAccount"],
        "enableHttpsTrafficOnly",
        Bad::False,
        EXPOSED,
        "Azure.Storage.SecureTransfer",
    ),
    Row::new(
        Azure,
        &["bucket", "queue", "topic", "stream"],
        &[
            "azure-native:servicebus:Namespace",
            "azure-native:eventhub:Namespace",
            "azure-native:redis:Redis",
            "azure-native:redisenterprise:RedisEnterprise",
        ],
        "minimumTlsVersion",
        Bad::Is(OLD_VERSIONS),
        OLD,
        "Azure.ServiceBus.MinTLS",
    )
    .better("1.2"),
    Row::new(
        Azure,
        &[],
        &["azure-native:storage:StorageAccount"],
        "minimumTlsVersion",
        Bad::Is(OLD_VERSIONS),
        OLD,
        "Azure.Storage.MinTLS",
    )
    .better("TLS1_2"),
    Row::new(
        Azure,
        &["event-bus"],
        &["azure-native:eventgrid:Topic", "azure-native:eventgrid:Domain"],
        "minimumTlsVersionAllowed",
        Bad::Is(OLD_VERSIONS),
        OLD,
        "Azure.EventGrid.TopicTLS",
    )
    .better("1.2"),
    Row::new(
        Azure,
        &["sql", "table"],
        &["azure-native:sql:Server", "azure-native:cosmosdb:DatabaseAccount"],
        "minimalTlsVersion",
        Bad::Is(OLD_VERSIONS),
        OLD,
        "Azure.SQL.MinTLS",
    ),
    Row::new(
        Azure,
        &["cache"],
        &["azure-native:redis:Redis"],
        "enableNonSslPort",
        Bad::True,
        EXPOSED,
        "Azure.Redis.NonSslPort",
    ),
    Row::new(
        Azure,
        &["cache"],
        &["azure-native:redisenterprise:Database"],
        "clientProtocol",
        Bad::Is(&["Plaintext"]),
        EXPOSED,
        "Azure.RedisEnterprise.MinTLS",
    )
    .better("Encrypted"),
    Row::new(
        Azure,
        &["function"],
        &["azure-native:web:WebApp"],
        "httpsOnly",
        Bad::False,
        EXPOSED,
        "Azure.AppService.UseHTTPS",
    )
    .or_absent(),
    Row::new(
        Azure,
        &["function"],
        &["azure-native:web:WebApp"],
        "siteConfig.minTlsVersion",
        Bad::Is(OLD_VERSIONS),
        OLD,
        "Azure.AppService.MinTLS",
    )
    .better("1.2"),
    Row::new(
        Gcp,
        &["sql"],
        &["gcp:sql:DatabaseInstance"],
        "settings.ipConfiguration.sslMode",
        Bad::Is(&["ALLOW_UNENCRYPTED_AND_ENCRYPTED"]),
        EXPOSED,
        "trivy google/sql/encrypt_in_transit_data",
    )
    .better("ENCRYPTED_ONLY"),
    Row::new(
        Gcp,
        &["cache"],
        &["gcp:redis:Instance"],
        "transitEncryptionMode",
        Bad::Is(&["DISABLED"]),
        EXPOSED,
        "CKV_GCP_97",
    )
    .or_absent()
    .better("SERVER_AUTHENTICATION"),
    Row::new(
        Gcp,
        &["cache"],
        &["gcp:memorystore:Instance"],
        "transitEncryptionMode",
        Bad::Is(&["TRANSIT_ENCRYPTION_DISABLED"]),
        EXPOSED,
        "CKV_GCP_97",
    )
    .better("SERVER_AUTHENTICATION"),
];

pub(super) static OLD_TLS_ROWS: &[Row] = &[
    Row::new(
        Aws,
        &["static-site"],
        &["aws:cloudfront:Distribution"],
        "viewerCertificate.minimumProtocolVersion",
        Bad::Is(&["SSLv3", "TLSv1", "TLSv1_2016", "TLSv1.1_2016"]),
        OLD,
        "CKV_AWS_174",
    )
    .better("TLSv1.2_2021"),
    Row::new(
        Aws,
        &[],
        &["aws:apigatewayv2:DomainName"],
        "domainNameConfiguration.securityPolicy",
        Bad::Is(&["TLS_1_0"]),
        OLD,
        "CKV_AWS_206",
    )
    .better("TLS_1_2"),
    Row::new(Aws, &[], &["aws:apigateway:DomainName"], "securityPolicy", Bad::Is(&["TLS_1_0"]), OLD, "CKV_AWS_206")
        .better("TLS_1_2"),
    Row::new(
        Aws,
        &[],
        &["aws:lb:Listener", "aws:alb:Listener"],
        "sslPolicy",
        Bad::Is(OLD_POLICIES),
        OLD,
        "CKV_AWS_103",
    )
    .better("ELBSecurityPolicy-TLS13-1-2-2021-06"),
    Row::new(
        Azure,
        &[],
        &["azure-native:cdn:CustomDomain", "azure-native:cdn:AFDCustomDomain"],
        "tlsSettings.minimumTlsVersion",
        Bad::Is(&["TLS10", "TLS11"]),
        OLD,
        "Azure.CDN.MinTLS",
    )
    .better("TLS12"),
    Row::new(Gcp, &[], &["gcp:compute:SSLPolicy"], "minTlsVersion", Bad::Is(&["TLS_1_0", "TLS_1_1"]), OLD, "CKV_GCP_4")
        .or_absent()
        .better("TLS_1_2"),
];

/// Policies of load balancers that accept TLS 1.0 or 1.1.
const OLD_POLICIES: &[&str] = &[
    "ELBSecurityPolicy-2015-05",
    "ELBSecurityPolicy-2016-08",
    "ELBSecurityPolicy-FS-2018-06",
    "ELBSecurityPolicy-FS-1-1-2019-08",
    "ELBSecurityPolicy-TLS-1-0-2015-04",
    "ELBSecurityPolicy-TLS-1-1-2017-01",
    "ELBSecurityPolicy-TLS13-1-0-2021-06",
    "ELBSecurityPolicy-TLS13-1-1-2021-06",
];

pub(super) static PLAIN_INGRESS_ROWS: &[Row] = &[Row::new(
    Azure,
    &["container"],
    &["azure-native:app:ContainerApp"],
    "configuration.ingress.allowInsecure",
    Bad::True,
    EXPOSED,
    "Azure.ContainerApp.Insecure",
)];

/// Whether the tags of a node ask for a key of one's own: `encryption: customer-key`, or `customer-key: true`.
fn asks_for_own_key(tags: &Value) -> bool {
    let says = |text: &str| crate::text::words::kebab(text) == "customer-key";
    let off = |value: &Value| value.as_bool() == Some(false) || matches!(value.as_str(), Some("false" | "no"));
    tags.as_map()
        .into_iter()
        .flatten()
        .any(|(key, value)| (says(key) && !off(value)) || value.as_str().is_some_and(says))
}

fn at_rest(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let keeps = |node: &&NodeView<'_>| node.is_store() || node.is_channel() || node.is("secret");
    for node in context.nodes.iter().filter(keeps).filter(|node| !node.existing()) {
        report.each_stage(|stage| {
            let tags = context.value(node, &["tags"], stage)?;
            if !asks_for_own_key(tags) || context.value(node, &["encryption_key"], stage).is_some() {
                return None;
            }
            let message = format!(
                "The tags of {} ask for a key of your own, and it has none: give encryption_key the key's id.",
                node.id
            );
            Some(Outcome::new(context.place_of(node, &["tags"], stage), message))
        });
    }
    look(context, report, AT_REST_ROWS, "let it be encrypted", |_| true);
}

fn in_transit(context: &Context<'_>, report: &mut Report<'_, '_>) {
    // On Azure a container without encryption has a rule of its own; public addresses have one for old versions.
    for node in &context.nodes {
        if node.is_any(&["http-api", "static-site"]) || (node.is("container") && context.provider == Azure) {
            continue;
        }
        if node.kind.is_some_and(|kind| kind.properties.contains_key("require_tls")) {
            switched(context, report, node, (&["require_tls"], &Value::Boolean(true)), is_false, |_| {
                format!("{} accepts connections without encryption: take require_tls: false away.", node.id)
            });
        }
        if node.kind.is_some_and(|kind| kind.properties.contains_key("min_tls")) {
            switched(context, report, node, (&["min_tls"], &Value::Float(1.2)), is_old_tls, |version| {
                format!("{} accepts TLS {}, which is broken: set min_tls: 1.2.", node.id, tls(version))
            });
        }
    }
    look(context, report, IN_TRANSIT_ROWS, "accept TLS 1.2 and newer, and nothing else", |_| true);
}

/// A version of TLS as it is called: `1.0`, where YAML reads a number.
fn tls(version: &Value) -> String {
    version.as_number().map_or_else(|| version.to_string(), |version| format!("{version:.1}"))
}

fn old_tls(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for node in context.nodes.iter().filter(|node| node.is_any(&["http-api", "static-site"])) {
        switched(context, report, node, (&["min_tls"], &Value::Float(1.2)), is_old_tls, |version| {
            format!("{} accepts TLS {}, which is broken: set min_tls: 1.2.", node.id, tls(version))
        });
    }
    look(context, report, OLD_TLS_ROWS, "accept TLS 1.2 and newer, and nothing else", |_| true);
}

fn plain_ingress(context: &Context<'_>, report: &mut Report<'_, '_>) {
    if context.provider != Azure {
        return;
    }
    for container in context.nodes_of("container") {
        report.each_stage(|stage| {
            let public = context.value(container, &["public_access"], stage).is_some_and(is_true);
            let plain = context.value(container, &["require_tls"], stage).is_some_and(is_false);
            let message =
                || format!("{} answers the internet without encryption: take require_tls: false away.", container.id);
            let place = context.place_of(container, &["require_tls"], stage);
            let overridden = matches!(place, Place::Environment { .. });
            let edit = context.mend(container, &["require_tls"], overridden.then_some(Value::Boolean(true)), stage);
            (public && plain).then(|| Outcome::new(place, message()).mend("Set require_tls: true", edit))
        });
    }
    let mend = "send who comes by http to https";
    look(context, report, PLAIN_INGRESS_ROWS, mend, |_| true);
}
