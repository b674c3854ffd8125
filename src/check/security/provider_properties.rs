//! Provider properties of a node, and tables of values in them that undo what programs do by themselves.
//!
//! What designs derive is safe: private, encrypted, with an identity of its own. It can be undone through `extra`, or a
//! `resource` can be written that never was. A rule about such a thing is a table of [`Row`]s: cloud, property, bad value,
//! what it means. Knows nothing of single rules.

use std::fmt::Write as _;

use crate::catalog::Provider;
use crate::check::prelude::*;

/// A property with values that a reviewer would refuse.
#[derive(Debug)]
pub(super) struct Row {
    /// The cloud.
    pub(super) provider: Provider,
    /// The kinds whose `extra` may hold the property.
    pub(super) kinds: &'static [&'static str],
    /// The types of `resource` whose inputs may hold it, without the file in the token: `aws:rds:Cluster`.
    pub(super) types: &'static [&'static str],
    /// The way to it, with dots; `*` is each item of a list.
    pub(super) path: &'static str,
    /// The values that are refused.
    pub(super) bad: Bad,
    /// What they mean, as the end of a sentence.
    pub(super) effect: &'static str,
    /// The rule of a public tool or the page that says so.
    #[cfg_attr(
        not(test),
        expect(dead_code, reason = "for readers of the tables, and for the test that each row has one")
    )]
    pub(super) source: &'static str,
    /// Whether a `resource` without the property is refused too, because the provider's own default is bad.
    absent: bool,
    /// A property that makes this one harmless where it is written.
    unless: Option<&'static str>,
    /// The value that mends it on a `resource`.
    better: Option<&'static str>,
    /// Says of a value what it means, where that takes a closer look.
    telling: Option<fn(&Value) -> Option<String>>,
}

/// Values that are refused.
#[derive(Debug, Clone, Copy)]
pub(super) enum Bad {
    /// `false`.
    False,
    /// `true`.
    True,
    /// One of these texts, in any case.
    Is(&'static [&'static str]),
    /// A number below this one.
    Below(f64),
    /// What the function says of the value.
    Like(fn(&Value) -> bool),
}

impl Bad {
    fn holds(self, value: &Value) -> bool {
        match self {
            Self::False => value.as_bool() == Some(false) || is_text(value, "false"),
            Self::True => value.as_bool() == Some(true) || is_text(value, "true"),
            Self::Is(texts) => texts.iter().any(|text| is_text(value, text)),
            Self::Below(bound) => {
                let number = value.as_number().or_else(|| value.as_str().and_then(|text| text.parse().ok()));
                number.is_some_and(|number| number < bound)
            }
            Self::Like(test) => test(value),
        }
    }
}

/// Whether the value is that text, in any case; a bare number such as 1.0 counts as the text it was written as.
fn is_text(value: &Value, text: &str) -> bool {
    match value {
        Value::String(found) => found.eq_ignore_ascii_case(text),
        Value::Integer(_) | Value::Float(_) => value.as_number() == text.parse().ok(),
        _ => false,
    }
}

impl Row {
    /// A property and its bad values.
    pub(super) const fn new(
        provider: Provider,
        kinds: &'static [&'static str],
        types: &'static [&'static str],
        path: &'static str,
        bad: Bad,
        effect: &'static str,
        source: &'static str,
    ) -> Self {
        Self {
            provider,
            kinds,
            types,
            path,
            bad,
            effect,
            source,
            absent: false,
            unless: None,
            better: None,
            telling: None,
        }
    }

    /// A `resource` without it is refused too.
    pub(super) const fn or_absent(mut self) -> Self {
        self.absent = true;
        self
    }

    /// Another property makes it harmless.
    pub(super) const fn unless(mut self, path: &'static str) -> Self {
        self.unless = Some(path);
        self
    }

    /// The text that mends it on a `resource`; truth values mend themselves.
    pub(super) const fn better(mut self, value: &'static str) -> Self {
        self.better = Some(value);
        self
    }

    /// What a value means takes a closer look.
    pub(super) const fn telling(mut self, tell: fn(&Value) -> Option<String>) -> Self {
        self.telling = Some(tell);
        self
    }

    /// The value that mends it on a `resource`, where it is known.
    fn good(&self) -> Option<Value> {
        match self.bad {
            Bad::False => Some(Value::Boolean(true)),
            Bad::True => Some(Value::Boolean(false)),
            _ => self.better.map(Value::from),
        }
    }
}

/// The type of a `resource` without the file and the version in its token: `aws:s3:Bucket` of `aws:s3/bucket:Bucket`.
pub(super) fn resource_type(node: &NodeView<'_>) -> Option<String> {
    let token = node.node.get("type").and_then(Value::as_str).filter(|_| node.is("resource"))?;
    let mut parts = token.split(':');
    let (package, module, name) = (parts.next()?, parts.next()?, parts.next()?);
    let module = module.split('/').next().unwrap_or_default();
    Some(format!("{package}:{module}:{name}"))
}

/// A bad value that was found, or the absence of a good one.
struct Sign<'r, 'd> {
    row: &'r Row,
    /// The way to it from the node.
    path: Vec<&'r str>,
    value: Option<&'d Value>,
}

/// Letters of a value that a message still shows.
const SHOWN: usize = 80;

impl Sign<'_, '_> {
    /// What the node has, and what that means: `has extra.acl: public-read, so everybody may read what it holds`.
    fn clause(&self) -> String {
        let name = self.path.join(".");
        let told = self.value.zip(self.row.telling).and_then(|(value, tell)| tell(value));
        let effect = told.unwrap_or_else(|| self.row.effect.to_owned());
        let shown = self.value.map(ToString::to_string).filter(|text| text.len() <= SHOWN);
        match (self.value, shown) {
            (None, _) => format!("has no {name}, so {effect}"),
            (Some(Value::Map(_) | Value::List(_)), _) | (_, None) => format!("has a {name} by which {effect}"),
            (_, Some(shown)) if self.row.path.contains('*') => format!("has {shown} in {name}, so {effect}"),
            (_, Some(shown)) => format!("has {name}: {shown}, so {effect}"),
        }
    }
}

/// The values at the end of a way through maps and, at `*`, lists.
fn at_end<'v>(value: &'v Value, steps: &[&str], found: &mut Vec<&'v Value>) {
    match steps.split_first() {
        None => found.push(value),
        Some((&"*", rest)) => value.as_list().unwrap_or_default().iter().for_each(|item| at_end(item, rest, found)),
        Some((step, rest)) => {
            if let Some(deeper) = value.get(step) {
                at_end(deeper, rest, found);
            }
        }
    }
}

/// The values of a provider property of a node: in its `extra`, or among the inputs of a `resource`.
pub(super) fn values<'d>(context: &Context<'d>, node: &NodeView<'d>, path: &str, stage: Stage<'d>) -> Vec<&'d Value> {
    let (plain, steps) = way_to(node, path);
    let mut found = Vec::new();
    if let Some(value) = context.value(node, &plain, stage) {
        at_end(value, &steps, &mut found);
    }
    found
}

/// The way to a provider property: as far as maps lead, and the rest.
fn way_to<'p>(node: &NodeView<'_>, path: &'p str) -> (Vec<&'p str>, Vec<&'p str>) {
    let root = if node.is("resource") { "properties" } else { "extra" };
    let mut plain = vec![root];
    let mut steps = path.split('.');
    plain.extend(steps.by_ref().take_while(|step| *step != "*"));
    let mut rest: Vec<&str> = steps.collect();
    if path.contains('*') {
        rest.insert(0, "*");
    }
    (plain, rest)
}

fn signs<'r, 'd>(context: &Context<'d>, node: &NodeView<'d>, rows: &'r [Row], stage: Stage<'d>) -> Vec<Sign<'r, 'd>> {
    let resource = resource_type(node);
    let mut signs: Vec<Sign<'r, 'd>> = Vec::new();
    for row in rows.iter().filter(|row| row.provider == context.provider) {
        let fits = match &resource {
            Some(resource) => row.types.contains(&resource.as_str()),
            None => row.kinds.contains(&node.node.kind.as_str()),
        };
        let off = |value: &Value| is_text(value, "") || Bad::False.holds(value);
        let harmless = |path: &str| values(context, node, path, stage).iter().any(|value| !off(value));
        if !fits || row.unless.is_some_and(harmless) {
            continue;
        }
        let found = values(context, node, row.path, stage);
        let value = found.iter().copied().find(|value| row.bad.holds(value));
        let missing = row.absent && resource.is_some() && found.is_empty();
        if value.is_some() || missing {
            signs.push(Sign { row, path: way_to(node, row.path).0, value });
        }
    }
    signs
}

/// Reports what the rows find on nodes that `concerns` admits: one finding a node, at the first bad value. `mend` says
/// what to do, as the end of a sentence.
pub(super) fn look(
    context: &Context<'_>,
    report: &mut Report<'_, '_>,
    rows: &'static [Row],
    mend: &str,
    concerns: impl Fn(&NodeView<'_>) -> bool,
) {
    for node in context.with_provider_properties().filter(|node| concerns(node)) {
        report.each_stage(|stage| outcome(context, node, rows, mend, stage));
    }
}

fn outcome(context: &Context<'_>, node: &NodeView<'_>, rows: &[Row], mend: &str, stage: Stage<'_>) -> Option<Outcome> {
    let signs = signs(context, node, rows, stage);
    let first = signs.first()?;
    let mut message = String::new();
    for (index, sign) in signs.iter().enumerate() {
        let _ = match index {
            0 => write!(message, "{} ", node.id),
            _ => write!(message, ", and it "),
        };
        let _ = write!(message, "{}", sign.clause());
    }
    let _ = write!(message, ": {mend}.");
    let outcome = Outcome::new(context.place_of(node, &first.path, stage), message);
    Some(match repair(context, node, &signs, stage) {
        Some((title, edit)) => outcome.mend(title, edit),
        None => outcome,
    })
}

/// The edit that takes bad values away from `extra`, or gives a `resource` good ones, where they are known.
fn repair(
    context: &Context<'_>,
    node: &NodeView<'_>,
    signs: &[Sign<'_, '_>],
    stage: Stage<'_>,
) -> Option<(String, Edit)> {
    let mut edits = Vec::new();
    let mut changes = Vec::new();
    for sign in signs {
        let name = sign.path.join(".");
        let value = if node.is("resource") { Some(sign.row.good()?) } else { None };
        if sign.row.path.contains('*') {
            return None;
        }
        changes.push(match &value {
            Some(value) => format!("set {name}: {value}"),
            None => format!("take {name} away"),
        });
        edits.push(context.mend(node, &sign.path, value, stage));
    }
    // An edit of an environment brings its whole content: two of them would undo each other.
    let several = edits.len() > 1;
    if several && edits.iter().any(|edit| matches!(edit, Edit::SetEnvironment { .. })) {
        return None;
    }
    let title = list(&changes);
    let title = title
        .strip_prefix("set ")
        .map(|rest| format!("Set {rest}"))
        .or_else(|| title.strip_prefix("take ").map(|rest| format!("Take {rest}")))?;
    Some((title, if several { Edit::Batch(edits) } else { edits.pop()? }))
}
