//! Where things are: accounts and regions in names of resources, flows across regions, certificates.

use crate::catalog::Provider;
use crate::check::prelude::*;

use super::arn;

pub(in crate::check) const ACCOUNT: Rule = Rule::warning("OPS012", "operations/hard-coded-account", account).says(
    "A name of an AWS resource with the number of an account or a region written out.",
    "The program works in one account and one region, and reaches into them from every other.",
    "Draw the resource as a node, or take its name from a setting.",
);

pub(in crate::check) const REGIONS: Rule = Rule::error("OPS019", "operations/cross-region-flow", regions).says(
    "A function that works off a queue, stream or table of another region.",
    "Lambda reads from its own region alone, and the deployment fails.",
    "Use a resource of the region that the environment is in.",
);

pub(in crate::check) const CERTIFICATE: Rule =
    Rule::error("OPS020", "operations/custom-domain-certificate", certificate).says(
        "A static site whose certificate is not in us-east-1.",
        "CloudFront takes certificates of that region alone.",
        "Have the certificate issued in us-east-1, and name that one.",
    );

/// Properties whose names of resources belong to other accounts, or are told elsewhere.
const EXPECTED: [&str; 4] = ["existing", "layers", "image", "certificate"];

fn account(context: &Context<'_>, report: &mut Report<'_, '_>) {
    if context.provider != Provider::Aws {
        return;
    }
    for node in &context.nodes {
        for (name, value) in node.node.properties.iter().filter(|(name, _)| !EXPECTED.contains(&name.as_str())) {
            look(value, &mut vec![name.clone()], &mut |path, what| {
                let place = Place::Node { id: node.id.clone(), path: path.to_vec() };
                report.add(
                    place,
                    format!(
                        "{}: {} names {what}: take it from a setting, or draw what it means.",
                        node.id,
                        path.join(".")
                    ),
                );
            });
        }
    }
    for view in &context.flows {
        for (name, value) in &view.flow.properties {
            look(value, &mut vec![name.clone()], &mut |path, what| {
                let place = Place::Flow { id: view.flow.id, path: path.to_vec() };
                report.add(
                    place,
                    format!("The flow {}: {} names {what}: take it from a setting.", view.flow, path.join(".")),
                );
            });
        }
    }
}

/// Every text below the value that names a resource of one account or region.
fn look(value: &Value, path: &mut Vec<String>, found: &mut impl FnMut(&[String], String)) {
    match value {
        Value::String(text) => {
            let Some(arn) = arn::find(text) else { return };
            let what = match (arn.account, arn.region) {
                ("", "") => return,
                ("", region) => format!("the region {region}"),
                (account, "") => format!("the account {account}"),
                (account, region) => format!("the account {account} and the region {region}"),
            };
            found(path, what);
        }
        Value::List(items) => {
            for (index, item) in items.iter().enumerate() {
                path.push(index.to_string());
                look(item, path, found);
                path.pop();
            }
        }
        Value::Map(map) => {
            for (key, item) in map {
                path.push(key.clone());
                look(item, path, found);
                path.pop();
            }
        }
        _ => {}
    }
}

fn regions(context: &Context<'_>, report: &mut Report<'_, '_>) {
    if context.provider != Provider::Aws {
        return;
    }
    for joined in context.of_kind("subscribe") {
        if !joined.from.is_any(&["queue", "stream", "table"]) || !joined.to.is("function") {
            continue;
        }
        report.each_stage(|stage| {
            let environment = stage.name.and_then(|name| context.design.environments.get(name));
            let own = context.design.region(environment);
            let region = |node: &NodeView<'_>| -> Option<String> {
                match context.value(node, &["existing"], stage) {
                    Some(existing) => existing.as_str().and_then(arn::region).map(str::to_owned),
                    None => own.map(str::to_owned),
                }
            };
            let (source, target) = (region(joined.from)?, region(joined.to)?);
            let message = || {
                format!(
                    "{} is in {source} and {} in {target}: a function works off what is in its own region.",
                    joined.from.id, joined.to.id
                )
            };
            (source != target).then(|| Outcome::new(joined.view.place(), message()))
        });
    }
}

fn certificate(context: &Context<'_>, report: &mut Report<'_, '_>) {
    const REGION: &str = "us-east-1";
    if context.provider != Provider::Aws {
        return;
    }
    for site in context.nodes_of("static-site") {
        report.each_stage(|stage| {
            let written = context.value(site, &["certificate"], stage).and_then(Value::as_str)?;
            let region = arn::region(written).filter(|region| *region != REGION)?;
            let message =
                format!("The certificate of {} is in {region}, and CloudFront takes those of {REGION} alone.", site.id);
            Some(Outcome::new(context.place_of(site, &["certificate"], stage), message))
        });
    }
}
