//! A design on another cloud: what stays, what changes and why, what has no honest equivalent there; and the edit that
//! takes the design over. All of it follows from the catalogue.
//!
//! Knows designs, the catalogue and which programs can be made; no file, no screen.

mod fit;

use crate::catalog::{Catalog, Provider, Support, catalog, catalog_on};
use crate::design::edit::Edit;
use crate::design::{Design, Environment, Flow, Node, NodeId, Place};
use crate::lower::lower;
use crate::text::list::and;
use crate::text::words::capitalised;

/// What becomes of a node or a flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// It is said in the same words.
    Same,
    /// Something that is written about it changes, or means something else.
    Changed,
    /// There is nothing like it, or no program is made of it yet.
    Refused,
}

/// One line of the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Where it stands in the design.
    pub place: Place,
    /// The node's id, the flow in words, or `region`.
    pub what: String,
    /// What it is before and after: `SQS → Service Bus queue`; empty for flows.
    pub becomes: String,
    /// What becomes of it.
    pub verdict: Verdict,
    /// What changes, or is in the way, and why: a sentence each.
    pub notes: Vec<String>,
}

/// A design on another cloud.
#[derive(Debug, Clone, PartialEq)]
pub struct Translation {
    /// What becomes of the region, then of each node, then of each flow, in the order of the design.
    pub rows: Vec<Row>,
    /// Takes the design over, as one step.
    pub edit: Edit,
}

impl Translation {
    /// How many rows have a verdict.
    pub fn count(&self, verdict: Verdict) -> usize {
        self.rows.iter().filter(|row| row.verdict == verdict).count()
    }
}

impl Translation {
    /// The characters of the longest name that something stands behind.
    pub fn longest_name(&self) -> usize {
        let named = self.rows.iter().filter(|row| !row.becomes.is_empty());
        named.map(|row| row.what.chars().count()).max().unwrap_or(0)
    }
}

impl Row {
    /// A row about something that stays as it is.
    fn at(place: Place, what: impl Into<String>) -> Self {
        Self { place, what: what.into(), becomes: String::new(), verdict: Verdict::Same, notes: Vec::new() }
    }
}

/// What becomes of a design on a cloud. What is refused stays in the design as it is, and no program can be made of it
/// there until a person changes it or takes it out.
pub fn translate(design: &Design, to: Provider) -> Translation {
    let region = to.default_region();
    let mut edits = vec![Edit::SetProvider(Some(to)), Edit::SetRegion(Some(region.to_owned()))];
    let mut environments = design.environments.clone();
    let mut rows = vec![region_row(design, region)];
    rows.extend(design.nodes().map(|(id, node)| node_row(design, to, (&id, node), &mut environments, &mut edits)));
    rows.extend(design.flows.iter().map(|flow| flow_row(design, to, flow, &mut edits)));
    for (name, environment) in environments {
        let environment = Environment { region: None, ..environment };
        if design.environments.get(&name) != Some(&environment) {
            edits.push(Edit::SetEnvironment { name, environment: Some(environment), index: None });
        }
    }
    let edit = Edit::Batch(edits);
    not_written(design, &edit, &mut rows);
    Translation { rows, edit }
}

/// The region, of which each cloud has its own.
fn region_row(design: &Design, region: &str) -> Row {
    let place = Place::Design { path: vec!["region".to_owned()] };
    let becomes = design.region.as_ref().map_or_else(|| region.to_owned(), |before| format!("{before} → {region}"));
    let mut row = Row { becomes, verdict: Verdict::Changed, ..Row::at(place, "region") };
    for (name, environment) in &design.environments {
        if let Some(own) = &environment.region {
            row.notes.push(format!("{name} loses its own region, {own}; choose one for it."));
        }
    }
    row
}

/// Marks what no program is made of on that cloud.
fn not_written(design: &Design, edit: &Edit, rows: &mut [Row]) {
    let mut there = design.clone();
    if there.apply(edit.clone()).is_err() {
        return;
    }
    for error in lower(&there).err().unwrap_or_default() {
        let Some(row) = rows.iter_mut().find(|row| is_at(&row.place, &error.place)) else { continue };
        if row.verdict != Verdict::Refused {
            row.verdict = Verdict::Refused;
            let flow = design.flows.iter().find(|flow| row.place == Place::flow(flow.id)).map(ToString::to_string);
            let subject = flow.unwrap_or_else(|| row.what.clone());
            row.notes.insert(0, format!("{}; {}.", without(&error.message, &subject), error.help));
        }
    }
}

/// A message without the subject that stands before it.
fn without(message: &str, subject: &str) -> String {
    let Some(rest) = message.strip_prefix(subject).and_then(|rest| rest.strip_prefix(": ")) else {
        return message.to_owned();
    };
    capitalised(rest)
}

/// Whether an error is about the node or the flow of a row.
fn is_at(row: &Place, error: &Place) -> bool {
    match (row, error) {
        (Place::Node { id, .. }, Place::Node { id: at, .. }) => id == at,
        (Place::Node { id, .. }, Place::Environment { path, .. }) => path.iter().any(|step| *step == id.to_string()),
        (Place::Flow { id, .. }, Place::Flow { id: at, .. }) => id == at,
        _ => false,
    }
}

fn node_row(
    design: &Design,
    to: Provider,
    (id, node): (&NodeId, &Node),
    environments: &mut indexmap::IndexMap<String, Environment>,
    edits: &mut Vec<Edit>,
) -> Row {
    let mut row = Row::at(Place::node(id), id.to_string());
    let Some(kind) = catalog().kind(&node.kind) else {
        return Row { verdict: Verdict::Refused, notes: vec![format!("Nobody knows the kind {}.", node.kind)], ..row };
    };
    let before = kind.cloud_name(design.provider()).unwrap_or(&kind.title);
    let Some(after) = kind.cloud_name(to) else {
        let instead = kind.alternative(to).unwrap_or("a resource of the provider");
        before.clone_into(&mut row.becomes);
        row.notes.push(format!("{} has no honest equivalent; the nearest is {instead}.", to.title()));
        return Row { verdict: Verdict::Refused, ..row };
    };
    row.becomes = if before == after { after.to_owned() } else { format!("{before} → {after}") };
    for (name, value) in &node.properties {
        if matches!(name.as_str(), "extra" | "existing") || (node.kind == "resource" && name == "type") {
            row.notes.push(format!("{name} is in the words of {}; write it anew.", design.provider().title()));
            continue;
        }
        let Some(property) = on(to, &node.kind, name) else { continue };
        for change in fit::changes(name, property, to, value) {
            row.notes.push(change.note);
            if let Some((path, value)) = change.edit {
                edits.push(Edit::SetProperty { id: id.clone(), path, value });
            }
        }
    }
    let mut varied: Vec<(String, Vec<&str>)> = Vec::new();
    for (environment, content) in environments.iter_mut() {
        let Some(set) = content.set.get_mut(&id.to_string()) else { continue };
        for (name, value) in set.clone() {
            let Some(property) = on(to, &node.kind, &name) else { continue };
            for change in fit::changes(&name, property, to, &value) {
                match varied.iter_mut().find(|(note, _)| *note == change.note) {
                    Some((_, names)) => names.push(environment),
                    None => varied.push((change.note, vec![environment])),
                }
                if let Some((path, value)) = change.edit {
                    fit::write(set, &path, value);
                }
            }
        }
        if set.is_empty() {
            content.set.shift_remove(&id.to_string());
        }
    }
    for (note, names) in varied {
        // What is so in every environment is not said anew for one.
        if !row.notes.contains(&note) {
            row.notes.push(format!("In {}: {note}", and(&names)));
        }
    }
    if !row.notes.is_empty() {
        row.verdict = Verdict::Changed;
    }
    row
}

/// A property of a kind as a cloud knows it.
fn on(to: Provider, kind: &str, name: &str) -> Option<&'static crate::catalog::Property> {
    let known: &Catalog = catalog_on(to);
    known.kind(kind).and_then(|kind| kind.properties.get(name)).or_else(|| known.common.get(name))
}

fn flow_row(design: &Design, to: Provider, flow: &Flow, edits: &mut Vec<Edit>) -> Row {
    let mut row = Row::at(Place::flow(flow.id), in_full(flow));
    let (Some(from), Some(target)) = (design.kind_of(&flow.from), design.kind_of(&flow.to)) else { return row };
    let pair = catalog().flow(&flow.kind).and_then(|kind| kind.pair(from, target));
    match pair.map(|pair| (pair.support(to), pair.through(to))) {
        Some((Support::Direct, _)) => {}
        Some((Support::Adapter, through)) => {
            row.notes.push(format!("{} has no direct way; put a {through} between them.", to.title()));
            return Row { verdict: Verdict::Refused, ..row };
        }
        _ => {
            let lacks = |id: &&NodeId| {
                let kind = design.kind_of(id).and_then(|kind| catalog().kind(kind));
                kind.is_some_and(|kind| kind.cloud_name(to).is_none())
            };
            if let Some(end) = [&flow.from, &flow.to].into_iter().find(lacks) {
                row.notes.push(format!("{end} is refused, and what is joined with it."));
                return Row { verdict: Verdict::Refused, ..row };
            }
            row.notes.push(format!("On {} no {from} can {} a {target}.", to.title(), flow.kind));
            return Row { verdict: Verdict::Refused, ..row };
        }
    }
    let known = catalog_on(to).flow(&flow.kind);
    for (name, value) in &flow.properties {
        let Some(property) = known.and_then(|kind| kind.properties.get(name)) else { continue };
        for change in fit::changes(name, property, to, value) {
            row.notes.push(change.note);
            if let Some((path, value)) = change.edit {
                edits.push(Edit::SetFlowProperty { id: flow.id, path, value });
            }
        }
    }
    if !row.notes.is_empty() {
        row.verdict = Verdict::Changed;
    }
    row
}

/// A flow with what tells it apart from others between the same nodes: `route shared.api → auth.profile, GET /profile`.
fn in_full(flow: &Flow) -> String {
    let marks: Vec<&str> = ["method", "path", "key", "event"].into_iter().filter_map(|name| flow.text(name)).collect();
    if marks.is_empty() { flow.to_string() } else { format!("{flow}, {}", marks.join(" ")) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::design::file::Document;

    const SHOP: &str = "\
version: 1
name: shop
provider: aws
region: eu-west-1

environments:
  dev: {}
  prod:
    set:
      orders.place: { architecture: arm64, memory: 1024 }   # More in production.

services:
  shared:
    nodes:
      api: { kind: http-api, throttle: { rate: 10, burst: 20 } }
      graph: { kind: graphql-api, schema: schema.graphql }
  orders:
    nodes:
      # Takes orders.
      place:
        kind: function
        memory: 256
        architecture: arm64     # The cheaper one.
      orders: { kind: table, key: { partition: orderId } }
      jobs: { kind: queue, delay: 5s }

flows:
  - { kind: route, from: shared.api, to: orders.place, method: POST, path: /orders }
  - { kind: write, from: orders.place, to: orders.orders }
  - { kind: subscribe, from: orders.jobs, to: orders.place }
";

    #[test]
    fn a_design_is_taken_over_with_reasons_and_without_touching_other_lines() {
        let mut document = Document::open(None, SHOP);
        let translation = translate(document.design(), Provider::Azure);
        let told = |what: &str| translation.rows.iter().find(|row| row.what == what).cloned().unwrap();
        assert_eq!(told("orders.orders").verdict, Verdict::Same);
        assert_eq!(told("orders.orders").becomes, "DynamoDB → Cosmos DB serverless");
        assert_eq!(told("shared.graph").verdict, Verdict::Refused);
        assert!(told("shared.graph").notes.concat().contains("GraphQL server"));
        let place = told("orders.place");
        assert_eq!(place.verdict, Verdict::Changed, "{place:?}");
        assert!(
            place.notes.contains(&"memory is 512 instead of 256, which Azure does not have.".to_owned()),
            "{place:?}"
        );
        document.apply(translation.edit, "Translate").unwrap();
        let text = document.text_to_save().text;
        assert!(text.contains("provider: azure") && text.contains("region: westeurope"), "{text}");
        assert!(
            text.contains("# Takes orders.") && text.contains("memory: 512") && text.contains("memory: 2048"),
            "{text}"
        );
        assert!(!text.contains("architecture") && !text.contains("throttle") && !text.contains("delay"), "{text}");
        document.undo().unwrap();
        assert_eq!(document.text_to_save().text, SHOP);
    }
}
