//! The keys of connect mode, and the choice among flow kinds.

use ratatui::text::Line;

use crate::catalog::catalog;
use crate::design::NodeId;
use crate::render::Focus;
use crate::tui::effect::Effect;
use crate::tui::input::{Key, KeyPress};
use crate::tui::panes::picker::{Choice, Picker, Row};
use crate::tui::session::{Connect, Mode};
use crate::tui::state::State;
use crate::tui::theme::Sign;
use crate::tui::update::direction;

/// Takes a key while a flow is being drawn.
pub(crate) fn key(state: &mut State, press: KeyPress) -> Vec<Effect> {
    let Some(session) = &mut state.session else { return Vec::new() };
    if let Some(way) = direction(press.key).filter(|_| !press.ctrl) {
        session.connect_step(way);
        return Vec::new();
    }
    let Mode::Connect(connect) = &session.mode else { return Vec::new() };
    let lettered = press.character().and_then(|letter| {
        connect.targets.iter().find(|(_, target)| target.letter == letter && letter != ' ').map(|(id, _)| id.clone())
    });
    match press.key {
        Key::Escape => session.mode = Mode::Normal,
        Key::Tab => session.connect_cycle(true),
        Key::BackTab => session.connect_cycle(false),
        Key::Enter => return finish(state),
        Key::Char(' ') => choose_kind(state),
        _ => match lettered {
            Some(id) => {
                if let Err(reason) = session.connect_to(&id) {
                    state.complain(reason);
                }
            }
            None => state.complain("Only what is lit can be reached; Esc gives up"),
        },
    }
    Vec::new()
}

/// Connects with the most likely flow kind.
pub(crate) fn finish(state: &mut State) -> Vec<Effect> {
    let Some((connect, to)) = chosen(state) else { return Vec::new() };
    let kind = connect.targets.get(&to).and_then(|target| target.kinds.first().copied());
    kind.map(|kind| connect_by(state, kind, &connect.from, &to)).unwrap_or_default()
}

fn chosen(state: &State) -> Option<(Connect, NodeId)> {
    match state.session.as_ref().map(|session| &session.mode) {
        Some(Mode::Connect(connect)) => connect.at.clone().map(|at| (connect.clone(), at)),
        _ => None,
    }
}

fn choose_kind(state: &mut State) {
    if let Some((connect, to)) = chosen(state) {
        let kinds = connect.targets.get(&to).map(|target| target.kinds.clone()).unwrap_or_default();
        let picker = Picker::new(Kinds { legal: kinds, from: connect.from, to }, state);
        state.show(picker);
    }
}

fn connect_by(state: &mut State, kind: &str, from: &NodeId, to: &NodeId) -> Vec<Effect> {
    let Some(session) = &mut state.session else { return Vec::new() };
    session.mode = Mode::Normal;
    let (edit, label, id) = session.connection(kind, from, to);
    state.edit_and_focus(edit, &label, Focus::Flow(id))
}

/// The flow kinds that are legal between two nodes.
#[derive(Debug)]
struct Kinds {
    legal: Vec<&'static str>,
    from: NodeId,
    to: NodeId,
}

impl Choice for Kinds {
    fn name(&self) -> &'static str {
        "CONNECT"
    }

    fn title(&self, state: &State) -> String {
        format!("{} {} {}", self.from, state.theme.sign(Sign::Arrow), self.to)
    }

    fn rows(&self, _state: &State) -> Vec<Row> {
        let row = |name: &&'static str| Row {
            label: (*name).to_owned(),
            detail: catalog().flow(name).map(|kind| kind.verb.clone()).unwrap_or_default(),
            ..Row::default()
        };
        self.legal.iter().map(row).collect()
    }

    fn preview(&self, state: &State, row: usize) -> Vec<Line<'static>> {
        let Some(kind) = self.legal.get(row).and_then(|name| catalog().flow(name)) else { return Vec::new() };
        let mut lines = vec![Line::raw(kind.summary.clone()), Line::default()];
        for (name, property) in &kind.properties {
            lines.push(Line::styled(format!("{name}  {}", property.help), state.theme.dim()));
        }
        lines
    }

    fn accept(&mut self, state: &mut State, row: usize) -> Vec<Effect> {
        let kind = self.legal.get(row).copied();
        kind.map(|kind| connect_by(state, kind, &self.from, &self.to)).unwrap_or_default()
    }
}
