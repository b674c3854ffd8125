//! Names that clouds refuse: too long or too short, of other characters, or kept for the cloud's own use. Names that
//! come from ids are made to fit; these rules look at the names that a design gives itself.

use super::explicit::Explicit;
use crate::catalog::names::{Letters, shorten};
use crate::catalog::{NameLimit, Provider};
use crate::check::prelude::*;

pub(in crate::check) const LENGTH: Rule = Rule::error("NAM011", "naming/name-too-long", length).says(
    "A name given to a resource that is longer or shorter than the cloud allows.",
    "The cloud refuses it when it is deployed.",
    "Shorten it, or leave it out: names that are made from ids always fit.",
);

pub(in crate::check) const CHARSET: Rule = Rule::error("NAM012", "naming/name-charset", charset).says(
    "A name given to a resource with characters that the cloud does not allow there.",
    "The cloud refuses it when it is deployed.",
    "Use the characters that the message names, or leave the name out.",
);

pub(in crate::check) const FIFO: Rule = Rule::error("NAM015", "naming/fifo-suffix", fifo).says(
    "A name given to a queue or topic whose ending does not fit its order.",
    "AWS asks for .fifo at the end of names of what keeps the order, and refuses it elsewhere.",
    "Add the ending or take it away, or leave the name out.",
);

pub(in crate::check) const RESERVED: Rule = Rule::error("NAM016", "naming/reserved-prefix", reserved).says(
    "A name given to a resource that the cloud keeps for its own use.",
    "The cloud refuses it when it is deployed.",
    "Use another name, or leave it out.",
);

pub(in crate::check) const HYPHENS: Rule = Rule::error("NAM017", "naming/consecutive-hyphens", hyphens).says(
    "Two hyphens after one another in a name where the cloud allows only one.",
    "The cloud refuses it when it is deployed.",
    "Use one hyphen, or leave the name out.",
);

pub(in crate::check) const ACCOUNT: Rule = Rule::error("NAM018", "naming/service-account-id", account).says(
    "The id of a service account that Google Cloud does not allow.",
    "It has 6 to 30 lower-case letters, digits and hyphens, beginning with a letter.",
    "Use such an id, or leave it out: ids that are made from nodes always fit.",
);

/// The Pulumi type of what functions and containers of Google Cloud run as.
const SERVICE_ACCOUNT: &str = "gcp:serviceaccount/account:Account";

fn is_service_account(row: &NameLimit) -> bool {
    row.types.iter().any(|token| token == SERVICE_ACCOUNT)
}

/// Looks at every name that the design gives, in each environment.
fn each(
    context: &Context<'_>,
    report: &mut Report<'_, '_>,
    existing: bool,
    fault: impl Fn(&NodeView<'_>, &Explicit<'_>, bool) -> Option<(String, Option<String>)>,
) {
    for node in &context.nodes {
        report.each_stage(|stage| {
            let found = if existing {
                Explicit::or_existing(context, node, stage)?
            } else {
                Explicit::of(context, node, stage)?
            };
            let (message, better) = fault(node, &found, keeps_order(context, node, stage))?;
            let outcome = Outcome::new(found.place(context, node, stage), message);
            // What is there already cannot be called otherwise.
            Some(match better.filter(|_| !found.is_existing()) {
                Some(better) => {
                    let edit = found.mend(context, node, stage, Some(better.clone()));
                    outcome.mend(format!("Call it {better}"), edit)
                }
                None if found.is_existing() => outcome,
                None => {
                    let edit = found.mend(context, node, stage, None);
                    outcome.mend("Leave the name to Pulumi", edit)
                }
            })
        });
    }
}

/// Whether a queue or topic keeps the order.
fn keeps_order<'d>(context: &Context<'d>, node: &NodeView<'d>, stage: Stage<'d>) -> bool {
    let paths: &[&[&str]] =
        if node.is("resource") { &[&["properties", "fifoQueue"], &["properties", "fifoTopic"]] } else { &[&["fifo"]] };
    paths.iter().any(|path| context.value(node, path, stage).and_then(Value::as_bool) == Some(true))
}

/// The name, when the cloud would take it.
fn legal(row: &NameLimit, name: String) -> Option<String> {
    let length = name.chars().count();
    let fits = (row.min..=row.max).contains(&length)
        && row.charset_fault(&name).is_none()
        && row.kept(&name).is_none()
        && (row.doubled || !name.contains("--"));
    fits.then_some(name)
}

fn length_fault(row: &NameLimit, name: &str) -> Option<String> {
    let length = name.chars().count();
    if length > row.max {
        Some(format!("has {length} characters, and at most {} are allowed", row.max))
    } else if length < row.min {
        let unit = if length == 1 { "character" } else { "characters" };
        Some(format!("has {length} {unit}, and at least {} are needed", row.min))
    } else {
        None
    }
}

fn length(context: &Context<'_>, report: &mut Report<'_, '_>) {
    each(context, report, true, |node, found, _| {
        let row = found.row;
        let fault = length_fault(row, found.name).filter(|_| !is_service_account(row))?;
        let ending = row.fifo.as_deref().filter(|ending| found.name.ends_with(ending)).unwrap_or_default();
        let stem = found.name.strip_suffix(ending).unwrap_or(found.name);
        let better = format!("{}{ending}", shorten(stem, row.max.saturating_sub(ending.len())));
        let name = short(found.name);
        let fault = if found.is_existing() { format!("{fault}, so that none is called so") } else { fault };
        Some((
            format!("{}: the name {name} of {} {fault}.", node.id, found.resource()),
            legal(row, better).filter(|better| better != found.name),
        ))
    });
}

fn charset(context: &Context<'_>, report: &mut Report<'_, '_>) {
    each(context, report, true, |node, found, _| {
        let row = found.row;
        let fault = row.charset_fault(found.name).filter(|_| !is_service_account(row))?;
        let name = short(found.name);
        let message = format!("{}: the name {name} of {} {fault}.", node.id, found.resource());
        Some((message, legal(row, normalised(row, found.name))))
    });
}

fn account(context: &Context<'_>, report: &mut Report<'_, '_>) {
    each(context, report, false, |node, found, _| {
        let row = found.row;
        if !is_service_account(row) {
            return None;
        }
        let fault = length_fault(row, found.name).or_else(|| row.charset_fault(found.name))?;
        let name = short(found.name);
        let message = format!("{}: the id {name} of a service account {fault}.", node.id);
        Some((message, legal(row, shorten(&normalised(row, found.name), row.max))))
    });
}

/// The name with other characters as hyphens, or without them.
fn normalised(row: &NameLimit, name: &str) -> String {
    let symbols = row.symbols.as_deref().unwrap_or_default();
    let mut plain = String::new();
    for character in name.chars() {
        let character = if row.letters == Letters::Lower { character.to_ascii_lowercase() } else { character };
        if character.is_ascii_alphanumeric() || symbols.contains(character) {
            plain.push(character);
        } else if symbols.contains('-') && !plain.ends_with('-') {
            plain.push('-');
        }
    }
    let edge = |character: char| !character.is_ascii_alphanumeric();
    plain.trim_matches(edge).to_owned()
}

fn fifo(context: &Context<'_>, report: &mut Report<'_, '_>) {
    if context.provider != Provider::Aws {
        return;
    }
    each(context, report, false, |node, found, ordered| {
        let ending = found.row.fifo.as_deref()?;
        let name = found.name;
        match (ordered, name.strip_suffix(ending)) {
            (true, None) => Some((
                format!("{}: it keeps the order, and its name {name} must end with {ending}.", node.id),
                legal(found.row, format!("{}{ending}", name.replace('.', "-"))),
            )),
            (false, Some(stem)) => Some((
                format!("{}: it does not keep the order, and its name {name} must not end with {ending}.", node.id),
                legal(found.row, stem.to_owned()),
            )),
            _ => None,
        }
    });
}

fn reserved(context: &Context<'_>, report: &mut Report<'_, '_>) {
    each(context, report, false, |node, found, _| {
        let kept = found.row.kept(found.name)?;
        let lower = found.name.to_ascii_lowercase();
        let part = kept.to_ascii_lowercase();
        let (how, better) = if lower == part {
            ("names that are", None)
        } else if lower.starts_with(&part) {
            ("names that begin with", Some(without_first_word(found.name, part.len())))
        } else if lower.ends_with(&part) {
            ("names that end with", found.name.get(..found.name.len() - part.len()).map(str::to_owned))
        } else {
            ("names that hold", None)
        };
        let cloud = context.provider.title();
        let name = short(found.name);
        let message = format!("{}: {name} cannot be its name, since {cloud} keeps {how} {kept} for itself.", node.id);
        Some((message, better.and_then(|better| legal(found.row, better))))
    });
}

/// The name without the word that its first so many bytes belong to; a slash before it stays.
fn without_first_word(name: &str, bytes: usize) -> String {
    let rest = name.get(bytes..).unwrap_or_default();
    let rest = rest.trim_start_matches(|character: char| character.is_ascii_alphanumeric());
    let slash = if name.starts_with('/') { "/" } else { "" };
    format!("{slash}{}", rest.trim_start_matches(['-', '_', '.', '/']))
}

fn hyphens(context: &Context<'_>, report: &mut Report<'_, '_>) {
    each(context, report, false, |node, found, _| {
        if found.row.doubled || !found.name.contains("--") {
            return None;
        }
        let mut better = found.name.to_owned();
        while better.contains("--") {
            better = better.replace("--", "-");
        }
        let name = short(found.name);
        let message =
            format!("{}: the name {name} of {} may not hold two hyphens in a row.", node.id, found.resource());
        Some((message, legal(found.row, better)))
    });
}

/// The name as it is told: of a long one the beginning and the end.
pub(super) fn short(name: &str) -> String {
    let count = name.chars().count();
    if count <= 48 {
        return name.to_owned();
    }
    let begin: String = name.chars().take(24).collect();
    let end: String = name.chars().skip(count - 16).collect();
    format!("{begin}…{end}")
}
