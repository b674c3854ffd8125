//! The rows of nodes and flows: their properties from the catalogue, with what holds and where it comes from.

use indexmap::IndexMap;

use crate::catalog::{Property, PropertyType, catalog, catalog_on};
use crate::design::{Edit, FlowId, NodeId};
use crate::render::Focus;
use crate::tui::session::Session;
use crate::value::{Map, Value};

/// A row of the inspector.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) depth: usize,
    pub(crate) label: String,
    pub(crate) value: String,
    pub(crate) origin: Origin,
    pub(crate) target: Target,
}

/// Where a value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// The design gives it.
    Written,
    /// The chosen environment gives it.
    Overridden,
    /// Nobody gives it, and the default holds.
    Default,
    /// Nobody gives it, and there is no default.
    Absent,
    /// It must be given and is not.
    Missing,
}

/// What a row is about.
#[derive(Debug, Clone)]
pub(crate) enum Target {
    /// A heading.
    Heading,
    /// A property of what is in focus.
    Property { path: Vec<String>, property: &'static Property },
    /// The name of the node or service.
    Name,
    /// The kind of the flow.
    FlowKind(FlowId),
    /// Something else to go to.
    Go(Focus),
    /// A right of the node, by its position among them.
    Grant(usize),
    /// The cloud of the design.
    Cloud,
    /// A text of the design as a whole, of a service or of an environment.
    Field(super::system::Field),
}

impl Row {
    pub(crate) fn is_heading(&self) -> bool {
        matches!(self.target, Target::Heading)
    }

    pub(super) fn heading(title: &str) -> Self {
        Self {
            depth: 0,
            label: title.to_owned(),
            value: String::new(),
            origin: Origin::Default,
            target: Target::Heading,
        }
    }

    pub(super) fn of(label: &str, value: impl Into<String>, target: Target) -> Self {
        Self { depth: 0, label: label.to_owned(), value: value.into(), origin: Origin::Written, target }
    }
}

/// The rows of a node.
pub(super) fn node(session: &Session, id: &NodeId) -> Vec<Row> {
    let design = session.design();
    let Some(node) = design.node(id) else { return Vec::new() };
    let mut rows = vec![Row::of("name", id.node.clone(), Target::Name)];
    let known = catalog_on(design.provider()).kind(&node.kind).map(|kind| &kind.properties);
    let mut shown: IndexMap<&String, &'static Property> = IndexMap::new();
    for (name, property) in known.into_iter().flatten() {
        if property.lacking.is_none() || node.get(name).is_some() {
            shown.insert(name, property);
        }
    }
    for name in node.properties.keys().filter(|name| !catalog().common.contains_key(*name)) {
        shown.entry(name).or_insert_with(super::unknown);
    }
    if let Some((name, description)) = catalog().common.get_key_value("description") {
        shown.shift_insert(0, name, description);
    }
    for (name, property) in catalog().common.iter().filter(|(name, _)| *name != "description") {
        shown.insert(name, property);
    }
    // What is said of the node comes before what follows for it, and what holds anyway comes last.
    let mut rest = Vec::new();
    for (name, property) in shown {
        let path = std::slice::from_ref(name);
        let said = !matches!(state_of(session, path, property).1, Origin::Default | Origin::Absent);
        let said = said || name == "description" || !overridden_in(session, id, path).is_empty();
        property_rows(session, path, property, 0, if said { &mut rows } else { &mut rest });
    }
    section("called by", design.flows_to(id).map(|flow| end(flow, &flow.from)), &mut rows);
    section("may", grants(session, id).into_iter(), &mut rows);
    section("leads to", design.flows_from(id).map(|flow| end(flow, &flow.to)), &mut rows);
    if !rest.is_empty() {
        rows.push(Row::heading("as usual"));
    }
    rows.extend(rest);
    rows
}

/// The most rows of what leads to a node, of what it may do and of where it leads: an API of a large system has thousands.
const MOST: usize = 80;

/// What a node may do: each set of actions once, below it all on which it holds.
fn grants(session: &Session, id: &NodeId) -> Vec<Row> {
    let row = |depth, text: &str, index| Row { depth, ..Row::of(text, "", Target::Grant(index)) };
    let mut sets: IndexMap<&str, IndexMap<&str, usize>> = IndexMap::new();
    for (index, granted) in session.granted(id).iter().enumerate() {
        sets.entry(&granted.actions).or_default().entry(&granted.object).or_insert(index);
    }
    let mut rows = Vec::new();
    for (actions, objects) in sets {
        let first = objects.values().next().copied().unwrap_or_default();
        rows.push(row(0, actions, first));
        rows.extend(objects.into_iter().map(|(object, index)| row(1, &format!("on {object}"), index)));
    }
    rows
}

fn section(title: &str, found: impl Iterator<Item = Row>, rows: &mut Vec<Row>) {
    let mut found = found.peekable();
    if found.peek().is_some() {
        rows.push(Row::heading(title));
    }
    rows.extend(found.by_ref().take(MOST));
    let more = found.count();
    if more > 0 {
        rows.push(Row::heading(&format!("and {more} more; / finds them")));
    }
}

/// The row of a flow: its kind, its other end, and what tells it from others.
fn end(flow: &crate::design::Flow, other: &NodeId) -> Row {
    let route = match (flow.text("method"), flow.text("path")) {
        (Some(method), Some(path)) => Some(format!("{method} {path}")),
        (None, Some(path)) => Some(path.to_owned()),
        _ => None,
    };
    let lock = flow.text("auth").map(|auth| format!(" ({auth})")).unwrap_or_default();
    let text = match (route, flow.event()) {
        (Some(route), _) => format!("{route}{lock} {other}"),
        (None, Some(event)) => format!("{other} {event}"),
        (None, None) => other.to_string(),
    };
    Row::of(&flow.kind, text, Target::Go(Focus::Flow(flow.id)))
}

/// The rows of a flow.
pub(super) fn flow(session: &Session, id: FlowId) -> Vec<Row> {
    let design = session.design();
    let Some(flow) = design.flow(id) else { return Vec::new() };
    let mut rows = vec![
        Row::of("kind", flow.kind.clone(), Target::FlowKind(id)),
        Row::of("from", flow.from.to_string(), Target::Go(Focus::Node(flow.from.clone()))),
        Row::of("to", flow.to.to_string(), Target::Go(Focus::Node(flow.to.clone()))),
    ];
    let ends = design.kind_of(&flow.from).zip(design.kind_of(&flow.to));
    let known = catalog_on(design.provider()).flow(&flow.kind).map(|kind| &kind.properties);
    let mut shown: IndexMap<&String, &'static Property> = known.into_iter().flatten().collect();
    shown.retain(|name, property| {
        let meant = ends.is_none_or(|(from, to)| property.only.admit(from, to));
        flow.get(name).is_some() || (meant && property.lacking.is_none())
    });
    for name in flow.properties.keys() {
        shown.entry(name).or_insert_with(super::unknown);
    }
    for (name, property) in shown {
        property_rows(session, std::slice::from_ref(name), property, 0, &mut rows);
    }
    let others: Vec<FlowId> = session.scene.flows_with(id).iter().copied().filter(|other| *other != id).collect();
    if !others.is_empty() {
        rows.push(Row::heading("on the same line"));
    }
    for other in others.iter().filter_map(|other| design.flow(*other)) {
        let what = other.event().or(other.text("path")).unwrap_or_default();
        rows.push(Row::of(&other.kind, what, Target::Go(Focus::Flow(other.id))));
    }
    rows
}

fn property_rows(session: &Session, path: &[String], property: &'static Property, depth: usize, rows: &mut Vec<Row>) {
    let (value, origin) = state_of(session, path, property);
    let unit = property.unit.as_deref().map(|unit| format!(" {unit}")).unwrap_or_default();
    let text = match &value {
        Some(value) if property.kind == PropertyType::Boolean && value.as_bool().is_some() => {
            if value.as_bool() == Some(true) { "on".to_owned() } else { "off".to_owned() }
        }
        Some(value @ (Value::Integer(_) | Value::Float(_))) => format!("{value}{unit}"),
        Some(value) => value.to_string(),
        None => String::new(),
    };
    let unfolded = property.kind == PropertyType::Object && unfolded(session, path, origin);
    rows.push(Row {
        depth,
        label: path.last().cloned().unwrap_or_default(),
        value: if unfolded { String::new() } else { text },
        origin,
        target: Target::Property { path: path.to_vec(), property },
    });
    if unfolded {
        for (name, field) in &property.fields {
            let deeper: Vec<String> = path.iter().cloned().chain([name.clone()]).collect();
            property_rows(session, &deeper, field, depth + 1, rows);
        }
    }
}

/// Objects are unfolded when something is written in them, unless they were turned.
pub(super) fn unfolded(session: &Session, path: &[String], origin: Origin) -> bool {
    let written = matches!(origin, Origin::Written | Origin::Overridden | Origin::Missing);
    written != session.inspector.turned.contains(path)
}

fn part<'a>(map: &'a Map, path: &[String]) -> Option<&'a Value> {
    let (first, rest) = path.split_first()?;
    rest.iter().try_fold(map.get(first)?, |value, step| value.get(step))
}

/// The value that holds in the chosen environment, and where it comes from.
fn state_of(session: &Session, path: &[String], property: &Property) -> (Option<Value>, Origin) {
    let value = effective(session, path);
    let design = session.design();
    let (written, overridden) = match session.focus() {
        Some(Focus::Node(id)) => {
            let overridden = session
                .environment
                .as_ref()
                .and_then(|name| design.environments.get(name))
                .and_then(|environment| environment.set.get(&id.to_string()))
                .is_some_and(|set| part(set, path).is_some());
            (design.node(id).is_some_and(|node| part(&node.properties, path).is_some()), overridden)
        }
        Some(Focus::Flow(id)) => (design.flow(*id).is_some_and(|flow| part(&flow.properties, path).is_some()), false),
        _ => (false, false),
    };
    let origin = if overridden {
        Origin::Overridden
    } else if written {
        Origin::Written
    } else if value.is_some() {
        Origin::Default
    } else if property.required && path.len() == 1 {
        Origin::Missing
    } else {
        Origin::Absent
    };
    (value, origin)
}

/// The value that holds for what is in focus, in the chosen environment.
pub(super) fn effective(session: &Session, path: &[String]) -> Option<Value> {
    let steps: Vec<&str> = path.iter().map(String::as_str).collect();
    match session.focus() {
        Some(Focus::Node(id)) => session.design().effective(id, &steps, session.environment.as_deref()),
        Some(Focus::Flow(id)) => session.design().flow(*id).and_then(|flow| flow.effective(&steps)),
        _ => None,
    }
}

/// In which environments a property has a value of its own: their names.
pub(super) fn overridden_in(session: &Session, id: &NodeId, path: &[String]) -> Vec<String> {
    let id = id.to_string();
    session
        .design()
        .environments
        .iter()
        .filter(|(_, environment)| environment.set.get(&id).is_some_and(|set| part(set, path).is_some()))
        .map(|(name, _)| name.clone())
        .collect()
}

/// The edit that gives (or takes away) a value in one environment.
pub(super) fn override_edit(
    session: &Session,
    environment: &str,
    id: &NodeId,
    path: &[String],
    value: Option<Value>,
) -> Option<Edit> {
    let mut changed = session.design().environments.get(environment)?.clone();
    let key = id.to_string();
    let mut set = changed.set.get(&key).cloned().unwrap_or_default();
    set_part(&mut set, path, value);
    if set.is_empty() {
        changed.set.shift_remove(&key);
    } else {
        changed.set.insert(key, set);
    }
    Some(Edit::SetEnvironment { name: environment.to_owned(), environment: Some(changed), index: None })
}

fn set_part(map: &mut Map, path: &[String], value: Option<Value>) {
    let Some((first, rest)) = path.split_first() else { return };
    if rest.is_empty() {
        match value {
            Some(value) => drop(map.insert(first.clone(), value)),
            None => drop(map.shift_remove(first)),
        }
        return;
    }
    if !matches!(map.get(first), Some(Value::Map(_))) {
        if value.is_none() {
            return;
        }
        map.insert(first.clone(), Value::Map(Map::new()));
    }
    let mut emptied = false;
    if let Some(Value::Map(inner)) = map.get_mut(first) {
        set_part(inner, rest, value);
        emptied = inner.is_empty();
    }
    if emptied {
        map.shift_remove(first);
    }
}
