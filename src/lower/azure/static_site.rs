//! static-site: files in a website of Blob Storage behind Front Door, with the APIs that stand behind the same address.

use crate::design::NodeId;
use crate::program::{Expression, Name, Origin};

use super::super::draft::{New, Stage, of, whole};
use super::super::site;
use super::platform::PLATFORM;
use super::{Azure, bucket, support};

pub(super) const CLASS: &str = "components/static-site:StaticSite";

/// How others reach a site.
fn attributes(site: Expression, attribute: &str) -> Expression {
    let part = |name: &str| Expression::Field(Box::new(site.clone()), Name::known(name));
    match attribute {
        "address" => part("endpoint").property("hostName"),
        "url" => part("url"),
        _ => site,
    }
}

pub(super) fn lower(cx: &mut Azure, id: &NodeId) {
    let key = id.to_string();
    if cx.refuse_existing(id) {
        return;
    }
    cx.facts.support.insert(support::STATIC_SITE);
    let directory = site::directory(cx, id);
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
    let domain = cx.text(id, &["domain"]);
    let single = cx.boolean(id, &["spa"]).filter(|single| *single != Expression::Boolean(false));
    let firewall = cx.boolean(id, &["waf"]).filter(|firewall| *firewall != Expression::Boolean(false));
    let logged = cx.boolean(id, &["access_logs"]).unwrap_or(Expression::Boolean(true));
    let tags = cx.tags(&id.service);
    let extra = cx.extra_of(id, true);
    let item = New::component(CLASS, &key, id.node.clone(), Origin::Node(key.clone()))
        .variable(id.node.clone(), "site")
        .attributes(attributes)
        .argument("platform", whole(PLATFORM))
        .argument("storageName", Expression::text(bucket::account_name(&format!("{}files", id.node))))
        .argument("directory", Expression::text(directory))
        .argument("singlePage", single)
        .argument("apis", (!apis.is_empty()).then_some(Expression::List(apis)))
        .argument("domain", domain)
        .argument("firewall", firewall)
        .argument("logs", logged)
        .argument("tags", tags)
        .extra(&extra)
        .aliases(cx.former(id, &id.node))
        .at(cx.position(id, Stage::Main));
    cx.push(&id.service, item);
    cx.output(&id.service, &format!("{}-url", id.node), of(&key, "url"));
    cx.output(&id.service, &format!("{}-address", id.node), of(&key, "address"));
}
