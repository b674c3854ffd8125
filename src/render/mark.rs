//! What stands on a flow: the route, the event, or a word for what it does; less where nodes show less.

use crate::design::Flow;

use super::cells::{fit, width};
use super::detail::Detail;

/// The widest that a label may be, in cells.
const WIDEST: usize = 18;

/// How the label of a flow kind is made.
enum Mark {
    /// A fixed word.
    Word(&'static str),
    /// The first of these properties that is written; the word when none is.
    Property(&'static [&'static str], &'static str),
    /// The method and the path.
    Route,
}

/// The label of each flow kind; a kind that is not here has none.
const MARKS: &[(&str, Mark)] = &[
    ("route", Mark::Route),
    ("authorize", Mark::Word("auth")),
    ("trigger", Mark::Property(&["on"], "")),
    ("publish", Mark::Property(&["event"], "")),
    ("subscribe", Mark::Property(&["event"], "")),
    ("read", Mark::Word("r")),
    ("write", Mark::Word("w")),
    ("read-write", Mark::Word("rw")),
    ("invoke", Mark::Property(&[], "run")),
    ("call", Mark::Word("call")),
    ("use", Mark::Word("use")),
];

/// The label of a flow at a level of detail; empty for none. Beside boxes a route is its method alone; chips stand too close
/// for labels.
pub(super) fn label(flow: &Flow, detail: Detail) -> String {
    if matches!(detail, Detail::Chip | Detail::Overview) {
        return String::new();
    }
    let Some((_, mark)) = MARKS.iter().find(|(kind, _)| *kind == flow.kind) else { return String::new() };
    let text = match mark {
        Mark::Word(word) => (*word).to_owned(),
        Mark::Property(names, otherwise) => {
            names.iter().find_map(|name| flow.text(name)).unwrap_or(otherwise).to_owned()
        }
        Mark::Route if detail == Detail::Box => match (flow.text("method"), flow.text("key")) {
            (_, Some(key)) => key.to_owned(),
            (Some(method), None) => method.to_owned(),
            (None, None) => String::new(),
        },
        Mark::Route => match (flow.text("method"), flow.text("path"), flow.text("key")) {
            (_, _, Some(key)) => key.to_owned(),
            (Some(method), Some(path), None) => format!("{method} {path}"),
            (None, Some(path), None) => path.to_owned(),
            (Some(method), None, None) => method.to_owned(),
            (None, None, None) => String::new(),
        },
    };
    fit(&text, WIDEST)
}

/// One label for flows that run together: the first ones, and how many more.
pub(super) fn joined(labels: &[String]) -> String {
    let mut distinct: Vec<&str> = Vec::new();
    for label in labels {
        if !label.is_empty() && !distinct.contains(&label.as_str()) {
            distinct.push(label);
        }
    }
    match distinct.as_slice() {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first, second] if width(first) + width(second) + 2 <= WIDEST => format!("{first}, {second}"),
        [first, rest @ ..] => {
            let more = format!(" +{}", rest.len());
            format!("{}{more}", fit(first, WIDEST.saturating_sub(more.len())))
        }
    }
}
