//! email: an identity of SES, an address or a domain that mail is sent from.

use crate::design::{NodeId, Place};
use crate::program::{Expression, Origin, Part};
use crate::value::Value;

use super::super::draft::{New, Stage, of};
use super::access::{Access, Allow, Grant, Request};
use super::{Aws, iam};

pub(super) const CLASS: &str = "aws.sesv2.EmailIdentity";

pub(super) fn lower(cx: &mut Aws, id: &NodeId) {
    let key = id.to_string();
    let main = New::sdk(CLASS, &key, id.node.clone(), Origin::Node(key.clone())).variable(id.node.clone(), "identity");
    if let Some(existing) = cx.existing(id) {
        let item = main.existing(existing).at(cx.position(id, Stage::Main));
        cx.push(&id.service, item);
        return;
    }
    let domain = is_domain(cx, id);
    let extra = cx.extra(id);
    let item = main
        .argument("emailIdentity", sender(cx, id))
        .overriding(extra)
        .comment(if domain {
            "SES sends once the records of its DKIM tokens stand in the domain's DNS."
        } else {
            "SES sends once whoever reads this address has confirmed it."
        })
        .aliases(cx.former(id, &id.node))
        .at(cx.position(id, Stage::Main));
    cx.push(&id.service, item);
    if domain {
        let tokens = of(&key, "dkimSigningAttributes").property("tokens");
        cx.output(&id.service, &format!("{}-dkim-tokens", id.node), tokens);
    }
}

/// Whether mail is sent from any address of a domain; refused where environments differ in that.
pub(super) fn is_domain(cx: &mut Aws, id: &NodeId) -> bool {
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

/// The address or the domain.
pub(super) fn sender(cx: &mut Aws, id: &NodeId) -> Option<Expression> {
    let sender = cx.text(id, &["from"]);
    if sender.is_none() {
        cx.refuse(
            Place::property(id, "from"),
            format!("{id} does not say who sends"),
            "set from to an address or a domain",
        );
    }
    sender
}

/// What it takes to send from the identity, and from no other address.
pub(super) fn grant(cx: &mut Aws, request: &Request) -> Grant {
    let Some(sender) = sender(cx, request.node).filter(|_| request.access == Access::Call) else {
        return Grant::default();
    };
    cx.uses_iam();
    let domain = is_domain(cx, request.node);
    let condition = if domain {
        let any = match &sender {
            Expression::Text(domain) => Expression::text(format!("*@{domain}")),
            other => Expression::Format(vec![Part::Text("*@".to_owned()), Part::Value(other.clone())]),
        };
        iam::condition("StringLike", "ses:FromAddress", any)
    } else {
        iam::condition("StringEquals", "ses:FromAddress", sender.clone())
    };
    let allow = Allow {
        verb: "SendFrom",
        object: request.node.node.clone(),
        service: request.node.service.clone(),
        actions: vec!["ses:SendEmail"],
        resources: vec![of(&request.node.to_string(), "arn")],
        condition: Some(condition),
    };
    let mut grant = Grant { allows: vec![allow], ..Grant::default() };
    grant.variant = domain.then_some("domain");
    grant.variable(if domain { "domain" } else { "sender" }, sender)
}
