//! A domain name of an HTTP API's own: with a certificate that is there already, or with one that is proved and pointed
//! to by records in a DNS zone, whose id is a setting.

use crate::design::{NodeId, Place};
use crate::program::{Expression, Origin, Part};

use super::super::draft::{New, Stage, of};
use super::super::settings::Derived;
use super::Aws;

/// Makes the domain of an API, and what proves and leads to it; `stage` is the key of the API's stage.
pub(super) fn lower(cx: &mut Aws, id: &NodeId, stage: &str) {
    let Some(domain) = cx.text(id, &["domain"]) else {
        if cx.design.node(id).is_some_and(|node| node.get("certificate").is_some()) {
            cx.refuse(
                Place::property(id, "certificate"),
                format!("{id} has no domain of its own that the certificate could be for"),
                "set domain, or leave certificate out",
            );
        }
        return;
    };
    if cx.known(id, &["domain"]).len() < cx.design.environments.len() {
        cx.refuse(
            Place::property(id, "domain"),
            format!("{id} has a domain in some environments alone, and the program's shape depends on it"),
            "give every environment a domain, or none",
        );
        return;
    }
    let given = cx.text(id, &["certificate"]);
    let zone = given.is_none().then(|| zone(cx, id));
    let certificate = match (given, &zone) {
        (Some(certificate), _) => certificate,
        (None, Some(zone)) => proved(cx, id, &domain, zone),
        (None, None) => return,
    };
    let key = format!("{id}/domain");
    let configuration = Expression::properties([
        ("certificateArn", certificate),
        ("endpointType", Expression::text("REGIONAL")),
        ("securityPolicy", Expression::text("TLS_1_2")),
    ]);
    let item = part(cx, id, "aws.apigatewayv2.DomainName", &key, "domain")
        .argument("domainName", domain.clone())
        .argument("domainNameConfiguration", configuration);
    push(cx, id, item);
    let mapping = part(cx, id, "aws.apigatewayv2.ApiMapping", "", "mapping")
        .argument("apiId", of(&id.to_string(), "id"))
        .argument("domainName", of(&key, "id"))
        .argument("stage", of(stage, "id"));
    push(cx, id, mapping);
    let target = |name: &str| of(&key, "domainNameConfiguration").property(name);
    if let Some(zone) = zone {
        let alias = Expression::properties([
            ("name", target("targetDomainName")),
            ("zoneId", target("hostedZoneId")),
            ("evaluateTargetHealth", Expression::Boolean(false)),
        ]);
        let record = part(cx, id, "aws.route53.Record", "", "record")
            .argument("name", domain.clone())
            .argument("type", Expression::text("A"))
            .argument("zoneId", zone)
            .argument("aliases", Expression::List(vec![alias]));
        push(cx, id, record);
    } else {
        // Whoever keeps the certificate keeps the zone as well, and must be told where the domain leads.
        cx.output(&id.service, &format!("{}-domain-target", id.node), of(&key, "domainNameConfiguration"));
    }
    let address = match domain {
        Expression::Text(domain) => Expression::text(format!("https://{domain}")),
        other => Expression::Format(vec![Part::Text("https://".to_owned()), Part::Value(other)]),
    };
    cx.output(&id.service, &format!("{}-domain-url", id.node), address);
}

/// The id of the zone that holds the domain's records: a setting, which only stacks without a domain may leave out.
pub(super) fn zone(cx: &mut Aws, id: &NodeId) -> Expression {
    let optional = cx.known(id, &["domain"]).len() < cx.design.environments.len();
    Expression::Setting(cx.settings.derive(Derived {
        wish: format!("{}-{}-zone-id", id.service, id.node),
        optional,
        documentation: format!("The id of the Route 53 zone that holds the domain of {id}."),
        origin: Origin::Node(id.to_string()),
        ..Derived::default()
    }))
}

/// A certificate for the domain, proved by a record in the zone; gives its ARN once it is issued.
fn proved(cx: &mut Aws, id: &NodeId, domain: &Expression, zone: &Expression) -> Expression {
    let certificate = format!("{id}/certificate");
    let record = format!("{id}/certificate-record");
    let validation = format!("{id}/certificate-validation");
    let item = part(cx, id, "aws.acm.Certificate", &certificate, "certificate")
        .argument("domainName", domain.clone())
        .argument("validationMethod", Expression::text("DNS"));
    push(cx, id, item);
    let option = Expression::Index(Box::new(of(&certificate, "domainValidationOptions")), 0);
    let item = part(cx, id, "aws.route53.Record", &record, "certificate-record")
        .argument("name", option.clone().property("resourceRecordName"))
        .argument("type", option.clone().property("resourceRecordType"))
        .argument("zoneId", zone.clone())
        .argument("ttl", Expression::Integer(300))
        .argument("records", Expression::List(vec![option.property("resourceRecordValue")]));
    push(cx, id, item);
    let item = part(cx, id, "aws.acm.CertificateValidation", &validation, "certificate-validation")
        .argument("certificateArn", of(&certificate, "arn"))
        .argument("validationRecordFqdns", Expression::List(vec![of(&record, "fqdn")]));
    push(cx, id, item);
    of(&validation, "certificateArn")
}

fn part(cx: &mut Aws, id: &NodeId, class: &str, key: &str, suffix: &str) -> New {
    let name = cx.companion(id, class, &format!("{}-{suffix}", id.node));
    let aliases = cx.former(id, &name);
    New::sdk(class, key, name.clone(), Origin::Node(id.to_string())).variable(name, "part").aliases(aliases)
}

fn push(cx: &mut Aws, id: &NodeId, item: New) {
    let position = cx.position(id, Stage::After);
    cx.push(&id.service, item.at(position));
}
