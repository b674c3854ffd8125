//! static-site: files in a bucket behind Cloud CDN, with the APIs that stand behind the same address.

use crate::design::{NodeId, Place};
use crate::program::{Expression, Literal, Name, Origin, SettingKind};

use super::super::draft::{New, Stage, of};
use super::super::site;
use super::{Gcp, logs, region, support};

pub(super) const CLASS: &str = "components/static-site:StaticSite";

/// How others reach a site.
fn attributes(site: Expression, attribute: &str) -> Expression {
    let part = |name: &str| Expression::Field(Box::new(site.clone()), Name::known(name));
    match attribute {
        "name" => part("urlMap").property(attribute),
        "address" => part("address").property(attribute),
        "url" => part("url"),
        _ => site,
    }
}

pub(super) fn lower(cx: &mut Gcp, id: &NodeId) {
    let key = id.to_string();
    if cx.is_existing(id) {
        cx.refuse(
            Place::property(id, "existing"),
            format!("{id}: what stands behind a site that is there already was said by whoever made it"),
            "leave existing out, or draw it as an external system",
        );
        return;
    }
    cx.facts.support.insert(support::STATIC_SITE);
    let directory = site::directory(cx, id);
    let domain = cx.text(id, &["domain"]);
    if domain.is_none() {
        cx.refuse(
            Place::property(id, "domain"),
            format!("{id} has no domain, and Google Cloud makes certificates for names of your own alone"),
            "set domain, such as www.example.com; the stack tells the address to enter for it",
        );
    }
    let description = cx.description(id, &format!("The {} site", id.node));
    let apis: Vec<Expression> = site::apis(cx, id)
        .into_iter()
        .map(|(flow, patterns)| {
            let api = Expression::properties([
                ("name", Expression::text(&flow.to.node)),
                ("url", of(&flow.to.to_string(), "url")),
                ("paths", Expression::texts(patterns.iter().map(String::as_str))),
            ]);
            Expression::From { origins: vec![Origin::Flow(flow.id.0)], remark: None, value: Box::new(api) }
        })
        .collect();
    let firewall = cx.boolean(id, &["waf"]).filter(|firewall| *firewall != Expression::Boolean(false));
    if firewall.is_some() && apis.is_empty() {
        cx.refuse(
            Place::property(id, "waf"),
            format!("{id} shows files alone, which Cloud Armor has nothing to guard of"),
            "leave waf out, or draw the API that stands behind the site",
        );
    }
    let single = cx.boolean(id, &["spa"]).filter(|single| *single != Expression::Boolean(false));
    let certificate = cx.text(id, &["certificate"]);
    let zone = cx.text(id, &["zone"]);
    if zone.is_some() {
        cx.facts.apis.insert("dns");
    }
    let tls = oldest(cx, id);
    let logged = cx.boolean(id, &["access_logs"]);
    let item = New::component(CLASS, &key, id.node.clone(), Origin::Node(key.clone()))
        .variable(id.node.clone(), "site")
        .attributes(attributes)
        .argument("description", Expression::text(description))
        .argument("region", region())
        .argument("directory", Expression::text(directory))
        .argument("singlePage", single)
        .argument("apis", (!apis.is_empty()).then_some(Expression::List(apis)))
        .argument("domain", domain)
        .argument("certificate", certificate)
        .argument("zone", zone)
        .argument("minTls", tls)
        .argument("firewall", firewall)
        .argument("logs", logged)
        .aliases(cx.former(id, &id.node))
        .at(cx.position(id, Stage::Main));
    cx.push(&id.service, item);
    cx.output(&id.service, &format!("{}-url", id.node), of(&key, "url"));
    cx.output(&id.service, &format!("{}-address", id.node), of(&key, "address"));
    if cx.flag(id, &["access_logs"]) {
        let filter = "resource.type = \"http_load_balancer\" AND resource.labels.url_map_name";
        logs::keep(cx, id, filter, of(&key, "name"));
    }
}

/// The oldest TLS that browsers may speak.
fn oldest(cx: &mut Gcp, id: &NodeId) -> Option<Expression> {
    let versions = ["TLS_1_0", "TLS_1_1", "TLS_1_2", "TLS_1_3"].map(str::to_owned).to_vec();
    cx.vary(id, &["min_tls"], &SettingKind::OneOf(versions), "", |value| {
        let oldest = value.as_number()?;
        let version = match oldest {
            oldest if oldest < 1.1 => "TLS_1_0",
            oldest if oldest < 1.2 => "TLS_1_1",
            oldest if oldest > 1.2 => "TLS_1_3",
            _ => "TLS_1_2",
        };
        Some(Literal::Text(version.to_owned()))
    })
}
