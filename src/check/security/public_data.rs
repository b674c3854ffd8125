//! Data that everybody can reach: buckets, sites and databases.

use crate::catalog::Provider::{Aws, Azure, Gcp};
use crate::check::prelude::*;

use super::policy_document::is_open;
use super::provider_properties::{Bad, Row, look};
use super::switches::{is_true, switched};

pub(in crate::check) const BUCKET: Rule = Rule::error("SEC016", "security/public-bucket", bucket).allowable().says(
    "A bucket whose files everybody may read.",
    "Whatever is put there, by whomever, is published; search engines for open buckets find it within hours.",
    "Keep it private, and serve what is public through a static site; or accept the finding with the reason.",
);

pub(in crate::check) const SITE: Rule = Rule::warning("SEC017", "security/static-site-public-bucket", site).says(
    "A site whose bucket can be read past its content network.",
    "Headers, logs, limits and the firewall of the network do not count for who goes to the bucket directly.",
    "Leave public_access out: only the site's network then reads the bucket.",
);

pub(in crate::check) const DATABASE: Rule =
    Rule::error("SEC020", "security/database-public", database).allowable().says(
        "A database or cache that the whole internet can reach.",
        "Only a password stands between everybody and the data, and it is tried all day.",
        "Leave public_access out, and place the database and those who use it in one network.",
    );

const READ: &str = "everybody may read what it holds";
const ACL: &[&str] = &["public-read", "public-read-write", "authenticated-read"];

pub(super) static BUCKETS: &[Row] = &[
    Row::new(Aws, &["bucket"], &["aws:s3:Bucket", "aws:s3:BucketV2"], "acl", Bad::Is(ACL), READ, "CKV_AWS_20")
        .better("private"),
    Row::new(Aws, &[], &["aws:s3:BucketAcl", "aws:s3:BucketAclV2"], "acl", Bad::Is(ACL), READ, "CKV_AWS_20")
        .better("private"),
    Row::new(
        Aws,
        &[],
        &["aws:s3:BucketPublicAccessBlock"],
        "blockPublicAcls",
        Bad::False,
        "files can be made public one by one",
        "CKV_AWS_53",
    )
    .or_absent(),
    Row::new(
        Aws,
        &[],
        &["aws:s3:BucketPublicAccessBlock"],
        "blockPublicPolicy",
        Bad::False,
        "a policy can open it to everybody",
        "CKV_AWS_54",
    )
    .or_absent(),
    Row::new(
        Aws,
        &[],
        &["aws:s3:BucketPublicAccessBlock"],
        "ignorePublicAcls",
        Bad::False,
        "files that were made public stay so",
        "CKV_AWS_55",
    )
    .or_absent(),
    Row::new(
        Aws,
        &[],
        &["aws:s3:BucketPublicAccessBlock"],
        "restrictPublicBuckets",
        Bad::False,
        "a policy that opens it counts for everybody",
        "CKV_AWS_56",
    )
    .or_absent(),
    Row::new(Aws, &["bucket"], &["aws:s3:BucketPolicy"], "policy", Bad::Like(is_open), READ, "CKV_AWS_70"),
    Row::new(
        Azure,
        &["bucket"],
        &["azure-native:storage:StorageAccount"],
        "allowBlobPublicAccess",
        Bad::True,
        "its containers may be opened to everybody",
        "Azure.Storage.BlobPublicAccess",
    ),
    Row::new(
        Azure,
        &["bucket"],
        &["azure-native:storage:BlobContainer"],
        "publicAccess",
        Bad::Is(&["Blob", "Container"]),
        READ,
        "Azure.Storage.BlobAccessType",
    )
    .better("None"),
    Row::new(
        Gcp,
        &["bucket"],
        &["gcp:storage:Bucket"],
        "publicAccessPrevention",
        Bad::Is(&["inherited", "unspecified"]),
        "it can be opened to everybody",
        "trivy google/storage/no_public_access",
    )
    .better("enforced"),
    Row::new(
        Gcp,
        &[],
        &["gcp:storage:BucketIAMMember"],
        "member",
        Bad::Is(EVERYBODY),
        READ,
        "trivy google/storage/no_public_access",
    ),
    Row::new(
        Gcp,
        &[],
        &["gcp:storage:BucketIAMBinding"],
        "members.*",
        Bad::Is(EVERYBODY),
        READ,
        "trivy google/storage/no_public_access",
    ),
    Row::new(
        Gcp,
        &[],
        &["gcp:storage:BucketAccessControl", "gcp:storage:DefaultObjectAccessControl"],
        "entity",
        Bad::Is(EVERYBODY),
        READ,
        "trivy google/storage/no_public_access",
    ),
    Row::new(
        Gcp,
        &[],
        &["gcp:storage:BucketACL", "gcp:storage:DefaultObjectACL"],
        "predefinedAcl",
        Bad::Is(&["publicRead", "publicReadWrite", "authenticatedRead"]),
        READ,
        "trivy google/storage/no_public_access",
    )
    .better("private"),
];

/// Principals of Google Cloud that are everybody, or everybody with any account at all.
pub(super) const EVERYBODY: &[&str] = &["allUsers", "allAuthenticatedUsers"];

pub(super) static SITES: &[Row] = &[Row::new(
    Aws,
    &["static-site"],
    &["aws:cloudfront:Distribution"],
    "origins.*.domainName",
    Bad::Like(|value| value.as_str().is_some_and(|name| name.contains("s3-website"))),
    "files come from the public website of a bucket",
    "AwsSolutions-CFR7",
)];

const INTERNET: &str = "the whole internet can reach it";

pub(super) static DATABASES: &[Row] = &[
    Row::new(
        Aws,
        &["sql"],
        &["aws:rds:Instance", "aws:rds:ClusterInstance", "aws:redshift:Cluster", "aws:dms:ReplicationInstance"],
        "publiclyAccessible",
        Bad::True,
        INTERNET,
        "CKV_AWS_17",
    ),
    Row::new(
        Aws,
        &[],
        &["aws:ec2:SecurityGroup"],
        "ingress.*",
        Bad::Like(opens_database),
        "the whole internet can reach a database's port",
        "CKV_AWS_24",
    ),
    Row::new(
        Azure,
        &["sql", "cache"],
        &[
            "azure-native:sql:Server",
            "azure-native:redis:Redis",
            "azure-native:redisenterprise:RedisEnterprise",
            "azure-native:cosmosdb:DatabaseAccount",
        ],
        "publicNetworkAccess",
        Bad::Is(&["Enabled"]),
        INTERNET,
        "Azure.Redis.PublicNetworkAccess",
    )
    .better("Disabled"),
    Row::new(
        Azure,
        &["sql"],
        &["azure-native:dbforpostgresql:Server", "azure-native:dbformysql:Server"],
        "network.publicNetworkAccess",
        Bad::Is(&["Enabled"]),
        INTERNET,
        "Azure.PostgreSQL.FirewallIPRange",
    )
    .better("Disabled"),
    Row::new(
        Azure,
        &[],
        &[
            "azure-native:sql:FirewallRule",
            "azure-native:redis:FirewallRule",
            "azure-native:dbforpostgresql:FirewallRule",
            "azure-native:dbformysql:FirewallRule",
        ],
        "startIpAddress",
        Bad::Is(&["0.0.0.0"]),
        "systems of every other customer, or the whole internet, can reach it",
        "Azure.SQL.AllowAzureAccess",
    ),
    Row::new(
        Gcp,
        &["sql"],
        &["gcp:sql:DatabaseInstance"],
        "settings.ipConfiguration.ipv4Enabled",
        Bad::True,
        "it has an address on the internet",
        "trivy google/sql/no_public_access",
    )
    .or_absent(),
    Row::new(
        Gcp,
        &["sql"],
        &["gcp:sql:DatabaseInstance"],
        "settings.ipConfiguration.authorizedNetworks.*.value",
        Bad::Is(EVERY_ADDRESS),
        INTERNET,
        "trivy google/sql/no_public_access",
    ),
];

/// Ranges that hold every address.
const EVERY_ADDRESS: &[&str] = &["0.0.0.0/0", "::/0"];

/// Ports that databases and caches listen on.
const PORTS: [f64; 7] = [1433.0, 3306.0, 5432.0, 6379.0, 9200.0, 11211.0, 27017.0];

/// Whether a rule of a security group lets every address reach the port of a database.
fn opens_database(rule: &Value) -> bool {
    let everybody = ["cidrBlocks", "ipv6CidrBlocks"].iter().any(|key| {
        let ranges = rule.get(key).and_then(Value::as_list).unwrap_or_default();
        ranges.iter().filter_map(Value::as_str).any(|range| EVERY_ADDRESS.contains(&range))
    });
    let port = |key: &str| rule.get(key).and_then(Value::as_number);
    let (Some(from), Some(to)) = (port("fromPort"), port("toPort")) else { return false };
    let all = rule.get("protocol").and_then(Value::as_str) == Some("-1");
    everybody && (all || PORTS.iter().any(|port| (from..=to).contains(port)))
}

/// Whether a site serves the files of the bucket.
fn feeds_a_site(context: &Context<'_>, bucket: &NodeView<'_>) -> bool {
    context.incoming(bucket).any(|joined| joined.from.is("static-site") && joined.is("read"))
}

fn bucket(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for bucket in context.nodes_of("bucket").filter(|bucket| !feeds_a_site(context, bucket)) {
        switched(context, report, bucket, (&["public_access"], &Value::Boolean(false)), is_true, |_| {
            format!("Everybody may read what is in {}: keep it private, and serve it through a static site.", bucket.id)
        });
    }
    let mend = "keep it private, and serve what is public through a static site";
    look(context, report, BUCKETS, mend, |node| !feeds_a_site(context, node));
}

fn site(context: &Context<'_>, report: &mut Report<'_, '_>) {
    if context.provider != Aws {
        return;
    }
    for site in context.nodes_of("static-site") {
        switched(context, report, site, (&["public_access"], &Value::Boolean(false)), is_true, |_| {
            format!("Everybody may read the bucket of {} past its content network: take public_access away.", site.id)
        });
    }
    for bucket in context.nodes_of("bucket").filter(|bucket| feeds_a_site(context, bucket)) {
        switched(context, report, bucket, (&["public_access"], &Value::Boolean(false)), is_true, |_| {
            format!("Everybody may read {} past the content network of its site: take public_access away.", bucket.id)
        });
    }
    let mend = "name the bucket itself, with an origin access control";
    look(context, report, SITES, mend, |_| true);
    look(context, report, BUCKETS, "let only the content network of the site read it", |node| {
        feeds_a_site(context, node)
    });
}

fn database(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for store in context.nodes.iter().filter(|node| node.is_any(&["sql", "cache"])) {
        switched(context, report, store, (&["public_access"], &Value::Boolean(false)), is_true, |_| {
            format!(
                "The whole internet can reach {}: place it in a network instead of giving it public access.",
                store.id
            )
        });
        report.each_stage(|stage| {
            let ranges = context.value(store, &["allow_from"], stage)?.as_list()?;
            let open = |range: &Value| range.as_str().is_some_and(|range| EVERY_ADDRESS.contains(&range));
            let range = ranges.iter().find(|range| open(range))?;
            let kept: Vec<Value> = ranges.iter().filter(|range| !open(range)).cloned().collect();
            let kept = (!kept.is_empty()).then_some(Value::List(kept));
            let message = format!(
                "{} lets {range} connect, which is every address there is: name the ranges that need it.",
                store.id
            );
            let edit = context.mend(store, &["allow_from"], kept, stage);
            let place = context.place_of(store, &["allow_from"], stage);
            Some(Outcome::new(place, message).mend(format!("Take {range} away"), edit))
        });
    }
    look(context, report, DATABASES, "let it be reached from its network alone", |_| true);
}
