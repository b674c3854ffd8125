//! The system as a Mermaid diagram, as GitHub and GitLab draw it in a README.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::catalog::catalog;
use crate::design::{Design, Flow};

/// More flows than this are drawn between services only: no picture of so many is read, and GitHub draws none.
const MOST: usize = 120;

/// The diagram in its fence; empty for a design without nodes.
pub(super) fn diagram(design: &Design) -> String {
    if design.node_count() == 0 {
        return String::new();
    }
    let lines = if design.flows.len() > MOST { services(design) } else { nodes(design) };
    format!("```mermaid\nflowchart LR\n{lines}```\n")
}

/// Every node in its service.
fn nodes(design: &Design) -> String {
    let mut text = String::new();
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    for (number, (service, content)) in design.services.iter().enumerate() {
        if content.nodes.is_empty() {
            continue;
        }
        let _ = writeln!(text, "  subgraph s{number} [{}]", quoted(service));
        for (node, item) in &content.nodes {
            let name = format!("n{}", names.len());
            let (open, close) = brackets(&item.kind);
            let _ = writeln!(text, "    {name}{open}{}{close}", quoted(node));
            names.insert(format!("{service}.{node}"), name);
        }
        text.push_str("  end\n");
    }
    for flow in &design.flows {
        if let (Some(from), Some(to)) = (names.get(&flow.from.to_string()), names.get(&flow.to.to_string())) {
            let _ = writeln!(text, "  {from} -->|{}| {to}", quoted(&label(flow)));
        }
    }
    text
}

/// The services, with the number of flows between them.
fn services(design: &Design) -> String {
    let mut text = String::new();
    let place = |service: &str| design.services.get_index_of(service);
    for (number, service) in design.services.keys().enumerate() {
        let _ = writeln!(text, "  s{number}[{}]", quoted(service));
    }
    let mut between: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for flow in design.flows.iter().filter(|flow| flow.from.service != flow.to.service) {
        if let (Some(from), Some(to)) = (place(&flow.from.service), place(&flow.to.service)) {
            *between.entry((from, to)).or_default() += 1;
        }
    }
    for ((from, to), count) in between {
        let word = if count == 1 { "flow" } else { "flows" };
        let _ = writeln!(text, "  s{from} -->|\"{count} {word}\"| s{to}");
    }
    text
}

/// Stores are cylinders, channels are hexagons, what is outside is a flag.
fn brackets(kind: &str) -> (&'static str, &'static str) {
    let store = catalog().kind(kind).is_some_and(crate::catalog::Kind::is_store);
    match kind {
        _ if store => ("[(", ")]"),
        "queue" | "topic" | "event-bus" | "stream" | "delivery-stream" => ("{{", "}}"),
        "external" => (">", "]"),
        _ => ("[", "]"),
    }
}

fn label(flow: &Flow) -> String {
    let text = |property: &str| flow.text(property).map(|text| format!(" {text}")).unwrap_or_default();
    match flow.kind.as_str() {
        "route" => format!("{}{}", text("method"), text("path")).trim().to_owned(),
        kind => match flow.event() {
            Some(event) => format!("{kind} {event}"),
            None => kind.to_owned(),
        },
    }
}

/// Text in quotes, in which nothing is markup: what is no letter, digit or plain mark is written as its code.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars().filter(|character| !character.is_control()) {
        if character.is_alphanumeric() || " -_./:{}".contains(character) {
            quoted.push(character);
        } else {
            let _ = write!(quoted, "#{};", character as u32);
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_label_is_markup() {
        assert_eq!(quoted("a \"b\" <c>|#;`\n"), "\"a #34;b#34; #60;c#62;#124;#35;#59;#96;\"");
        assert_eq!(quoted("/orders/{orderId}"), "\"/orders/{orderId}\"");
    }
}
