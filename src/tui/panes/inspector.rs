//! The inspector: every property of what is in focus, to be read and edited, for all environments or for one.

mod draw;
mod edit;
mod rows;
mod system;
mod text;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use ratatui::layout::Rect;

use crate::catalog::{Property, PropertyType};
use crate::design::Edit;
use crate::render::Focus;
use crate::tui::effect::Effect;
use crate::tui::input::{Mouse, MouseKind};
use crate::tui::panes::{naming, provider};
use crate::tui::session::{Panel, Session};
use crate::tui::state::State;
use crate::value::Value;

pub(crate) use draw::draw;
pub(crate) use rows::{Origin, Row, Target};

/// Where the cursor stands, and which objects are unfolded.
#[derive(Debug, Clone, Default)]
pub(crate) struct Inspector {
    at: usize,
    /// The property that was asked for and is to be found once the rows are known.
    wanted: Option<Vec<String>>,
    /// Objects that are unfolded though nothing is written in them, or folded though something is.
    turned: BTreeSet<Vec<String>>,
}

impl Inspector {
    /// Back to the first row.
    pub(crate) fn reset(&mut self) {
        *self = Self::default();
    }

    /// To the row of that property.
    pub(crate) fn go_to(&mut self, path: Vec<String>) {
        self.wanted = Some(path);
    }

    /// The position of the cursor among the rows.
    pub(crate) fn position(&self, rows: &[Row]) -> usize {
        if let Some(wanted) = self.wanted.as_ref().filter(|wanted| !wanted.is_empty()) {
            // The row of the property itself, or of the nearest object around it.
            for length in (1..=wanted.len()).rev() {
                let found = rows.iter().position(
                    |row| matches!(&row.target, Target::Property { path, .. } if Some(path.as_slice()) == wanted.get(..length)),
                );
                if let Some(found) = found {
                    return found;
                }
            }
        }
        let at = self.at.min(rows.len().saturating_sub(1));
        if rows.get(at).is_some_and(Row::is_heading) { next(rows, at, 1).unwrap_or(at) } else { at }
    }
}

/// The next row in a direction that is no heading.
fn next(rows: &[Row], from: usize, by: isize) -> Option<usize> {
    let mut at = from;
    loop {
        at = at.checked_add_signed(by)?;
        if !rows.get(at)?.is_heading() {
            return Some(at);
        }
    }
}

/// The rows for what is in focus.
pub(crate) fn rows(session: &Session) -> Vec<Row> {
    match session.focus() {
        Some(Focus::Node(id)) => rows::node(session, id),
        Some(Focus::Flow(id)) => rows::flow(session, *id),
        Some(Focus::Service(name)) => system::service(session, name),
        None => system::design(session),
    }
}

fn current(state: &State) -> Option<Row> {
    let session = state.session.as_ref()?;
    let rows = rows(session);
    rows.get(session.inspector.position(&rows)).cloned()
}

/// Goes so many rows on.
pub(crate) fn go(state: &mut State, by: isize) -> Vec<Effect> {
    if let Some(session) = &mut state.session {
        let rows = rows(session);
        let mut at = session.inspector.position(&rows);
        for _ in 0..by.unsigned_abs() {
            at = next(&rows, at, by.signum()).unwrap_or(at);
        }
        session.inspector.at = at;
        session.inspector.wanted = None;
    }
    Vec::new()
}

/// Edits the property under the cursor in the way that fits it.
pub(crate) fn edit(state: &mut State) -> Vec<Effect> {
    let Some(row) = current(state) else { return Vec::new() };
    if let Target::Grant(index) = row.target {
        let Some(session) = &mut state.session else { return Vec::new() };
        let granted = session.focused_node().and_then(|id| session.granted(id).get(index));
        match granted.and_then(|granted| granted.flow) {
            Some(flow) => session.jump_to(Focus::Flow(flow)),
            None => state.complain("This follows from the node itself; there is no flow to go to"),
        }
        return Vec::new();
    }
    if let Target::Go(focus) = row.target {
        if let Some(session) = &mut state.session {
            session.jump_to(focus);
        }
        return Vec::new();
    }
    if state.readonly {
        state.complain("This session is for reading only");
        return Vec::new();
    }
    match &row.target {
        Target::Property { path, property } => match property.kind {
            PropertyType::Boolean => toggle(state),
            _ if !property.one_of.is_empty() && property.kind != PropertyType::List => {
                edit::pick(state, path, property);
                Vec::new()
            }
            PropertyType::Node => {
                edit::pick_node(state, path, property);
                Vec::new()
            }
            PropertyType::Object => {
                fold(state, path);
                Vec::new()
            }
            _ => {
                edit::write(state, path, property);
                Vec::new()
            }
        },
        Target::Name => {
            naming::rename(state);
            Vec::new()
        }
        Target::Cloud => provider::open(state),
        other => system::edit(state, other),
    }
}

/// Turns a truth value, takes the next listed value, folds or unfolds an object.
pub(crate) fn toggle(state: &mut State) -> Vec<Effect> {
    let Some(Row { target: Target::Property { path, property }, .. }) = current(state) else { return edit(state) };
    let shown = state.session.as_ref().and_then(|session| rows::effective(session, &path));
    let next = match property.kind {
        PropertyType::Boolean => Value::Boolean(!shown.and_then(|value| value.as_bool()).unwrap_or(false)),
        PropertyType::Object => {
            fold(state, &path);
            return Vec::new();
        }
        _ if !property.one_of.is_empty() => {
            let at = shown.and_then(|value| property.one_of.iter().position(|known| *known == value));
            let next = at.map_or(0, |at| (at + 1) % property.one_of.len());
            property.one_of.get(next).cloned().unwrap_or_default()
        }
        _ => return edit(state),
    };
    set(state, &path, Some(next))
}

fn fold(state: &mut State, path: &[String]) {
    if let Some(session) = &mut state.session
        && !session.inspector.turned.remove(path)
    {
        session.inspector.turned.insert(path.to_vec());
    }
}

/// Edits the value as text, whatever its type.
pub(crate) fn as_text(state: &mut State) -> Vec<Effect> {
    if let Some(Row { target: Target::Property { path, property }, .. }) = current(state) {
        edit::write(state, &path, property);
        return Vec::new();
    }
    edit(state)
}

/// Takes the value away.
pub(crate) fn reset(state: &mut State) -> Vec<Effect> {
    let Some(row) = current(state) else { return Vec::new() };
    match (&row.target, row.origin) {
        (Target::Property { .. }, Origin::Default | Origin::Absent) => {
            state.complain("Nothing is written here; this is the default");
            Vec::new()
        }
        (Target::Property { path, .. }, _) => set(state, path, None),
        (target, _) => system::remove(state, target),
    }
}

/// Adds an entry to the list or map under the cursor.
pub(crate) fn add(state: &mut State) -> Vec<Effect> {
    match current(state) {
        Some(Row { target: Target::Property { path, property }, .. })
            if matches!(property.kind, PropertyType::List | PropertyType::Map | PropertyType::Object) =>
        {
            edit::write(state, &path, property);
            Vec::new()
        }
        _ => edit(state),
    }
}

/// Writes a value for what is in focus: in the chosen environment, or for all.
pub(crate) fn set(state: &mut State, path: &[String], value: Option<Value>) -> Vec<Effect> {
    let Some(session) = &state.session else { return Vec::new() };
    let name = path.join(".");
    let words = match &value {
        Some(value) => format!("Set {name} to {}", crate::tui::panes::cut(&value.to_string(), 40)),
        None => format!("Take {name} back to its default"),
    };
    let (edit, label) = match session.focus() {
        Some(Focus::Node(id)) => match &session.environment {
            Some(environment) => {
                let Some(edit) = rows::override_edit(session, environment, id, path, value) else { return Vec::new() };
                (edit, format!("{words} in {environment} for {id}"))
            }
            None => (Edit::SetProperty { id: id.clone(), path: path.to_vec(), value }, format!("{words} for {id}")),
        },
        Some(Focus::Flow(id)) => (Edit::SetFlowProperty { id: *id, path: path.to_vec(), value }, words),
        _ => return Vec::new(),
    };
    let effects = state.edit(edit, &label).1;
    // What is written stands elsewhere than what holds by default; the cursor goes with it.
    if let Some(session) = &mut state.session {
        session.inspector.go_to(path.to_vec());
    }
    effects
}

/// Takes what the mouse did over the inspector.
pub(crate) fn mouse(state: &mut State, mouse: Mouse, area: Rect) -> Vec<Effect> {
    match mouse.kind {
        MouseKind::WheelDown => return go(state, 1),
        MouseKind::WheelUp => return go(state, -1),
        MouseKind::Press => {
            let Some(session) = &mut state.session else { return Vec::new() };
            session.panel = Panel::Inspector;
            let rows = rows(session);
            if let Some(row) = draw::row_at(session, &rows, area, mouse.row) {
                let again = session.inspector.position(&rows) == row;
                session.inspector.at = row;
                session.inspector.wanted = None;
                if again {
                    return edit(state);
                }
            }
        }
        _ => {}
    }
    Vec::new()
}

/// A property with nothing known of it, for what a person wrote that the catalogue does not have.
static UNKNOWN: LazyLock<Property> = LazyLock::new(|| Property {
    kind: PropertyType::Value,
    help: "The catalogue does not know this property.".to_owned(),
    default: None,
    default_in_production: None,
    required: false,
    min: None,
    max: None,
    unit: None,
    one_of: Vec::new(),
    of: None,
    fields: crate::catalog::Properties::default(),
    kinds: Vec::new(),
    short: Vec::new(),
    alone: None,
    distinct: None,
    declared: false,
    only: crate::catalog::Ends::default(),
    clouds: indexmap::IndexMap::new(),
    lacking: None,
});

fn unknown() -> &'static Property {
    &UNKNOWN
}
