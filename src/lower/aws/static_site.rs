//! static-site: a private bucket behind `CloudFront`, with the APIs and buckets that stand behind the same address.

use crate::design::{Flow, NodeId, Place};
use crate::program::{Expression, Literal, Name, Origin, SettingKind};

use super::super::draft::{New, Stage, of, properties};
use super::super::site;
use super::{Aws, http_domain, iam, support};

pub(super) const CLASS: &str = "components/static-site:StaticSite";
const EXISTING: &str = "aws.cloudfront.Distribution";
const SERVICE: &str = "cloudfront.amazonaws.com";

/// How others reach a site: its distribution.
fn attributes(site: Expression, attribute: &str) -> Expression {
    let part = |name: &str| Expression::Field(Box::new(site.clone()), Name::known(name));
    match attribute {
        "arn" | "id" => part("distribution").property(attribute),
        "bucket" => part("bucket").property(attribute),
        "url" => part("url"),
        _ => site,
    }
}

pub(super) fn lower(cx: &mut Aws, id: &NodeId) {
    let key = id.to_string();
    let origin = Origin::Node(key.clone());
    if let Some(existing) = cx.existing(id) {
        let item = New::sdk(EXISTING, &key, id.node.clone(), origin)
            .variable(id.node.clone(), "distribution")
            .attributes(properties)
            .existing(existing)
            .at(cx.position(id, Stage::Main));
        cx.push(&id.service, item);
        return;
    }
    cx.facts.support.insert(support::STATIC_SITE);
    let directory = site::directory(cx, id);
    let description = cx.description(id, &format!("The {} site", id.node));
    let apis = apis(cx, id);
    let buckets = buckets(cx, id);
    let list = |items: Vec<Expression>| (!items.is_empty()).then_some(Expression::List(items));
    let firewall = cx.boolean(id, &["waf"]).filter(|firewall| *firewall != Expression::Boolean(false));
    let single = cx.boolean(id, &["spa"]).filter(|single| *single != Expression::Boolean(false));
    let logs = if cx.flag(id, &["access_logs"]) { cx.retention(id) } else { None };
    let mut item = New::component(CLASS, &key, id.node.clone(), origin)
        .variable(id.node.clone(), "site")
        .attributes(attributes)
        .argument("description", Expression::text(description))
        .argument("directory", Expression::text(directory))
        .argument("singlePage", single)
        .argument("apis", list(apis))
        .argument("buckets", list(buckets));
    for (name, value) in domain(cx, id) {
        item = item.argument(name, value);
    }
    let extra = cx.extra(id);
    let item = item
        .argument("priceClass", price_class(cx, id))
        .argument("firewall", firewall)
        .argument("logRetentionDays", logs)
        .extra(&extra)
        .aliases(cx.former(id, &id.node))
        .at(cx.position(id, Stage::Main));
    cx.push(&id.service, item);
    cx.output(&id.service, &format!("{}-url", id.node), of(&key, "url"));
    cx.output(&id.service, &format!("{}-distribution-id", id.node), of(&key, "id"));
}

/// How far from its files a site is served fast.
fn price_class(cx: &mut Aws, id: &NodeId) -> Option<Expression> {
    let classes = ["PriceClass_100", "PriceClass_200", "PriceClass_All"].map(str::to_owned).to_vec();
    cx.vary(id, &["served_from"], &SettingKind::OneOf(classes), "", |value| {
        let class = match value.as_str()? {
            "europe-america" => "PriceClass_100",
            "most" => "PriceClass_200",
            "all" => "PriceClass_All",
            _ => return None,
        };
        Some(Literal::Text(class.to_owned()))
    })
}

/// A domain with its certificate: one that is given, or one that is made and proven in the domain's zone.
fn domain(cx: &mut Aws, id: &NodeId) -> Vec<(&'static str, Expression)> {
    let oldest = cx.fixed(id, &["min_tls"]).and_then(|value| value.as_number()).unwrap_or(1.2);
    let Some(domain) = cx.text(id, &["domain"]) else {
        for property in ["certificate", "zone", "min_tls"] {
            let written = cx.design.node(id).and_then(|node| node.get(property));
            if written.is_some_and(|value| value.as_number() != Some(1.2)) {
                cx.refuse(
                    Place::property(id, property),
                    format!("{id} has no domain of its own, so CloudFront's own certificate decides, not {property}"),
                    format!("set domain, or leave {property} out"),
                );
            }
        }
        return Vec::new();
    };
    let mut found = vec![("domain", domain)];
    let certificate = cx.text(id, &["certificate"]);
    let zone = cx.text(id, &["zone"]).or_else(|| certificate.is_none().then(|| http_domain::zone(cx, id)));
    found.extend(certificate.map(|certificate| ("certificateArn", certificate)));
    found.extend(zone.map(|zone| ("hostedZoneId", zone)));
    let policy = match oldest {
        oldest if oldest < 1.1 => "TLSv1_2016",
        oldest if oldest < 1.2 => "TLSv1.1_2016",
        oldest if oldest > 1.2 => "TLSv1.3_2025",
        _ => return found,
    };
    found.push(("securityPolicy", Expression::text(policy)));
    found
}

/// The APIs behind the site's address, each with the paths that go on to it.
fn apis(cx: &mut Aws, id: &NodeId) -> Vec<Expression> {
    let found = site::apis(cx, id).into_iter().map(|(flow, patterns)| {
        Expression::properties([
            ("endpoint", of(&flow.to.to_string(), "apiEndpoint")),
            ("paths", Expression::texts(patterns.iter().map(String::as_str))),
        ])
    });
    found.collect()
}

/// The buckets whose files the site serves as well.
fn buckets(cx: &mut Aws, id: &NodeId) -> Vec<Expression> {
    let reads: Vec<Flow> = cx.design.flows_from(id).filter(|flow| flow.kind == "read").cloned().collect();
    let mut found = Vec::new();
    for flow in &reads {
        let bucket = flow.to.to_string();
        found.push(Expression::properties([
            ("folder", Expression::text(&flow.to.node)),
            ("domainName", of(&bucket, "bucketRegionalDomainName")),
        ]));
    }
    found
}

pub(super) fn flow(cx: &mut Aws, flow: &Flow) {
    if cx.is_existing(&flow.from) {
        cx.refuse(
            Place::flow(flow.id),
            format!("{flow}: what stands behind {} was said by whoever made it", flow.from),
            "remove the flow, or leave existing out",
        );
    } else if matches!(flow.kind.as_str(), "write" | "read-write") {
        cx.refuse(
            Place::flow(flow.id),
            format!("{flow}: a site shows files and never writes them"),
            "use a flow of kind read",
        );
    } else if flow.kind == "read" && (cx.is_existing(&flow.to) || cx.key_of(&flow.to).is_some()) {
        cx.refuse(
            Place::flow(flow.id),
            format!("{flow}: CloudFront reads buckets of this program alone, without a key of their own"),
            "leave existing and encryption_key of the bucket out",
        );
    } else if flow.kind == "read" {
        let sid = format!("ServeBy{}", crate::text::words::pascal(&flow.from.node));
        let source = of(&flow.from.to_string(), "arn");
        cx.permit(&flow.to.to_string(), iam::Statement { sid, service: SERVICE, action: "s3:GetObject", source });
    }
}

/// Whether a site shows the files of a bucket.
pub(super) fn shows(cx: &Aws, bucket: &NodeId) -> bool {
    cx.design.flows_to(bucket).any(|flow| cx.design.kind_of(&flow.from) == Some("static-site"))
}
