//! email: a domain of Communication Services, and a service of its own that sends from it. The role to send covers that
//! service alone.

use crate::design::{Environment, NodeId, Place};
use crate::program::{Expression, Literal, Name, Origin, Part, SettingKind};
use crate::value::Value;

use super::super::draft::{New, Stage, of, whole};
use super::super::settings::Derived;
use super::super::values::expression;
use super::access::{Access, Grant, Request};
use super::platform::PLATFORM;
use super::{Azure, support};

pub(super) const CLASS: &str = "components/email:Email";

/// Where mail is kept, by what the names of regions begin or end with; else in Europe.
/// Source: Communication Services, region availability and data residency, 2026-11.
const PLACES: &[(&str, &str)] = &[
    ("australia", "Australia"),
    ("brazil", "Brazil"),
    ("canada", "Canada"),
    ("centralindia", "India"),
    ("eastasia", "Asia Pacific"),
    ("france", "France"),
    ("germany", "Germany"),
    ("japan", "Japan"),
    ("korea", "Korea"),
    ("norway", "Norway"),
    ("southafrica", "Africa"),
    ("southeastasia", "Asia Pacific"),
    ("southindia", "India"),
    ("switzerland", "Switzerland"),
    ("uae", "UAE"),
    ("uk", "UK"),
    ("westindia", "India"),
];

fn place(region: &str) -> &'static str {
    let states = ["centralus", "eastus", "westus"];
    if states.iter().any(|known| region.contains(known)) {
        return "United States";
    }
    PLACES.iter().find(|(known, _)| region.starts_with(known)).map_or("Europe", |(_, place)| place)
}

fn attributes(email: Expression, attribute: &str) -> Expression {
    let part = |name: &str| Expression::Field(Box::new(email.clone()), Name::known(name));
    match attribute {
        "id" | "hostName" => part("service").property(attribute),
        "verificationRecords" => part("domain").property(attribute),
        _ => email,
    }
}

pub(super) fn lower(cx: &mut Azure, id: &NodeId) {
    if cx.refuse_existing(id) {
        return;
    }
    let Some(from) = cx.text(id, &["from"]) else {
        cx.refuse(
            Place::property(id, "from"),
            format!("{id} does not say who sends"),
            "set from to an address or a domain",
        );
        return;
    };
    cx.facts.support.insert(support::EMAIL);
    let key = id.to_string();
    let place = kept_in(cx);
    let verified = verified(cx);
    let tags = cx.tags(&id.service);
    let extra = cx.extra_of(id, true);
    let item = New::component(CLASS, &key, id.node.clone(), Origin::Node(key.clone()))
        .variable(id.node.clone(), "email")
        .attributes(attributes)
        .argument("platform", whole(PLATFORM))
        .argument("sentFrom", from)
        .argument("dataLocation", place)
        .argument("verified", verified)
        .argument("tags", tags)
        .extra(&extra)
        .comment(
            "Azure sends once the records of the domain stand in its DNS: the first deployment gives them as an output, \
             and the setting says when Azure has seen them.",
        )
        .aliases(cx.former(id, &id.node))
        .at(cx.position(id, Stage::Main));
    cx.push(&id.service, item);
    cx.output(&id.service, &format!("{}-verification-records", id.node), of(&key, "verificationRecords"));
}

/// Where mail is kept: near where the program runs.
fn kept_in(cx: &mut Azure) -> Expression {
    let design = cx.design;
    let of = |environment: Option<&Environment>| {
        Literal::Text(place(&design.region(environment).unwrap_or_default().replace(' ', "").to_lowercase()).to_owned())
    };
    let default = of(None);
    let values: Vec<(String, Literal)> =
        design.environments.iter().map(|(name, environment)| (name.clone(), of(Some(environment)))).collect();
    let settled = cx.settings.settle(Derived {
        wish: "email-data-location".to_owned(),
        default: Some(default.clone()),
        values,
        documentation: "Where mail is kept while it is on its way.".to_owned(),
        ..Derived::default()
    });
    settled.unwrap_or_else(|| expression(default))
}

/// Whether domains may send already: the design's own setting of that name, or one of the program.
fn verified(cx: &mut Azure) -> Expression {
    Expression::Setting(cx.settings.own_or_derived(Derived {
        wish: "email-verified".to_owned(),
        kind: SettingKind::Boolean,
        default: Some(Literal::Boolean(false)),
        documentation: "Whether the records of the domains that mail is sent from stand in their DNS.".to_owned(),
        ..Derived::default()
    }))
}

/// Whether mail is sent from a domain and not from an address of it; refused where environments differ in that.
fn is_domain(cx: &mut Azure, id: &NodeId) -> bool {
    let known = cx.known(id, &["from"]);
    let domains = known.iter().filter_map(Value::as_str).filter(|from| !from.contains('@')).count();
    if domains > 0 && domains < known.len() {
        cx.refuse(
            Place::property(id, "from"),
            format!("{id} is an address in one environment and a domain in another"),
            "give every environment an address, or every one a domain",
        );
    }
    domains > 0
}

pub(super) fn grant(cx: &mut Azure, request: &Request) -> Grant {
    let Some(from) = cx.text(request.node, &["from"]).filter(|_| request.access == Access::Call) else {
        return Grant::default();
    };
    let sender = match from {
        from if !is_domain(cx, request.node) => from,
        Expression::Text(domain) => Expression::text(format!("DoNotReply@{domain}")),
        other => Expression::Format(vec![Part::Text("DoNotReply@".to_owned()), Part::Value(other)]),
    };
    let key = request.node.to_string();
    let endpoint = Expression::Interpolate(vec![Part::Text("https://".to_owned()), Part::Value(of(&key, "hostName"))]);
    // There is no role that sends and cannot change the service, which is therefore the sender's own.
    Grant::allow("Communication and Email Service Owner", of(&key, "id"))
        .variable("sender", sender)
        .variable("endpoint", endpoint)
}

#[cfg(test)]
mod tests {
    use super::place;

    #[test]
    fn mail_is_kept_near_the_program() {
        let near =
            [("westeurope", "Europe"), ("eastus2", "United States"), ("ukwest", "UK"), ("westus", "United States")];
        for (region, wanted) in
            near.into_iter().chain([("southeastasia", "Asia Pacific"), ("eastasia", "Asia Pacific")])
        {
            assert_eq!(place(region), wanted, "{region}");
        }
    }
}
