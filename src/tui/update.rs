//! From a message to the next state and what is to be done. Pure: no disk, no clock, no terminal.

use crate::render::Direction;

use super::action::{self, Meaning};
use super::effect::Effect;
use super::input::{Input, Key, KeyPress};
use super::message::{Message, Opened};
use super::overlay::Reply;
use super::panes;
use super::screen::{canvas_size, too_small};
use super::session::{Mode, Panel, Session};
use super::state::{AfterSave, State};

/// Changes the state by what came in; gives what is to be done.
pub fn update(state: &mut State, message: Message) -> Vec<Effect> {
    let mut effects = take(state, message);
    let canvas = canvas_size(state);
    if let Some(session) = &mut state.session {
        session.follow_focus(canvas);
        effects.extend(session.ask_access());
        if state.drag.is_none() {
            effects.extend(session.ask_clearer());
        }
    }
    effects
}

fn take(state: &mut State, message: Message) -> Vec<Effect> {
    match message {
        Message::Input(input) => take_input(state, &input),
        Message::Shelf(shelf) => {
            state.shelf = shelf;
            let offer = state.session.is_none() && state.opening.is_none() && !state.shelf.recoveries.is_empty();
            if offer {
                panes::recovery::open(state);
            } else if !state.shelf.recoveries.is_empty() && state.overlays.is_empty() {
                panes::recovery::open_for_file(state);
            }
            Vec::new()
        }
        Message::Opened(opened) => opened_design(state, *opened),
        Message::NotOpened { name, reason, problems } => {
            state.opening = None;
            panes::refused::open(state, &name, &reason, &problems);
            Vec::new()
        }
        Message::LaidOut { generation, scene } => {
            let canvas = canvas_size(state);
            state.session.as_mut().map(|session| session.laid_out(generation, scene, canvas)).unwrap_or_default()
        }
        Message::LaidOutAhead { content, scene } => {
            state.session.as_mut().map(|session| session.laid_out_ahead(content, scene)).unwrap_or_default()
        }
        Message::Clearer(clearer) => {
            if let Some(session) = &mut state.session {
                session.take_clearer(*clearer);
            }
            Vec::new()
        }
        Message::Checked { generation, findings } => {
            state.session.as_mut().map(|session| session.checked(generation, findings)).unwrap_or_default()
        }
        Message::Access { revision, rows } => {
            let words = state.session.as_mut().and_then(|session| session.take_access(revision, rows));
            if let (Some(words), Some(notice)) = (words, state.notice.as_mut().filter(|notice| !notice.bad)) {
                notice.text = format!("{}: {words}", notice.text);
            }
            Vec::new()
        }
        Message::Code { revision, result } => {
            if let Some(session) = &mut state.session {
                session.take_code(revision, result);
            }
            Vec::new()
        }
        Message::Compared { revision, diffs } => {
            panes::fix::compared(state, revision, diffs);
            Vec::new()
        }
        Message::Translated { revision, to, translation } => {
            if let Some(session) = &mut state.session {
                session.take_translation(revision, to, translation);
            }
            Vec::new()
        }
        Message::Saved { path, text, revision, pins, result } => {
            panes::save::saved(state, path, text, revision, pins, result)
        }
        Message::Exported(result) => {
            state.exporting = false;
            panes::export::done(state, *result);
            Vec::new()
        }
        Message::AutosaveDue => write_recovery(state),
        Message::Terminate => {
            state.quitting = true;
            let mut effects = write_recovery(state);
            effects.push(Effect::Quit);
            effects
        }
        Message::Notice(text) => {
            state.complain(text);
            Vec::new()
        }
    }
}

fn write_recovery(state: &State) -> Vec<Effect> {
    match &state.session {
        Some(session) if session.is_dirty() => vec![Effect::WriteRecovery(session.recovery())],
        Some(_) => vec![Effect::DropRecovery],
        None => Vec::new(),
    }
}

fn opened_design(state: &mut State, opened: Opened) -> Vec<Effect> {
    state.opening = None;
    state.overlays.clear();
    state.expanded = false;
    state.notice = None;
    let remarks = opened.remarks.clone();
    let recovered = opened.recovered.is_some();
    let preset = opened.document.path.is_none() && !recovered;
    state.session = Some(Session::new(opened));
    let canvas = canvas_size(state);
    let effects = state.session.as_mut().map(|session| session.first_look(canvas)).unwrap_or_default();
    if !recovered {
        panes::recovery::open_for_file(state);
    }
    if let Some(remark) = remarks.first() {
        state.complain(remark.clone());
    } else if recovered {
        state.tell("Recovered; save it to keep it");
    } else if preset {
        state.tell("A design of your own now; s saves it");
    }
    effects
}

fn take_input(state: &mut State, input: &Input) -> Vec<Effect> {
    if let Input::Resize(width, height) = input {
        state.size = (*width, *height);
        if too_small(state) {
            return Vec::new();
        }
        let canvas = canvas_size(state);
        if let Some(session) = &mut state.session {
            session.keep_in_sight(canvas);
            session.show_focus();
        }
        return Vec::new();
    }
    if too_small(state) {
        return match input {
            Input::Key(KeyPress { key: Key::Char('c'), ctrl: true, .. }) => take(state, Message::Terminate),
            _ => Vec::new(),
        };
    }
    if let Input::Key(press) = input {
        state.notice = None;
        if *press == (KeyPress { key: Key::Char('z'), ctrl: true, alt: false }) {
            return vec![Effect::Suspend];
        }
    }
    if let Some(mut overlay) = state.overlays.pop() {
        let below = state.overlays.len();
        return match overlay.input(state, input) {
            Reply::Stay(effects) => {
                state.overlays.insert(below.min(state.overlays.len()), overlay);
                effects
            }
            Reply::Close(effects) => effects,
        };
    }
    if state.session.is_none() {
        return panes::start::input(state, input);
    }
    match input {
        Input::Key(press) => key(state, *press),
        Input::Mouse(mouse) => panes::mouse::input(state, *mouse),
        Input::Paste(_) => {
            state.complain("Text can be pasted into fields only");
            Vec::new()
        }
        Input::Resize(..) => Vec::new(),
    }
}

fn key(state: &mut State, press: KeyPress) -> Vec<Effect> {
    let on_canvas = state.panel() == Panel::Canvas;
    match state.session.as_ref().map(|session| &session.mode) {
        Some(Mode::Connect(_)) if on_canvas => return panes::connect::key(state, press),
        Some(Mode::Move(_)) if on_canvas => return move_key(state, press),
        Some(Mode::Jump(_)) if on_canvas => return jump_key(state, press),
        _ => {}
    }
    if on_canvas && select_key(state, press) {
        return Vec::new();
    }
    if !state.prefix.is_empty() && press.key == Key::Escape {
        state.prefix.clear();
        return Vec::new();
    }
    let mut pressed = std::mem::take(&mut state.prefix);
    pressed.push(press);
    match action::meaning(state.panel(), &pressed) {
        Meaning::Action(action) => (action.run)(state),
        Meaning::Prefix => {
            state.prefix = pressed;
            Vec::new()
        }
        Meaning::Nothing => {
            let keys: Vec<String> = pressed.iter().map(ToString::to_string).collect();
            state.complain(format!("{} means nothing here; ? shows all keys", keys.join(" ")));
            Vec::new()
        }
    }
}

fn move_key(state: &mut State, press: KeyPress) -> Vec<Effect> {
    let Some(session) = &mut state.session else { return Vec::new() };
    let mut effects = match press.key {
        Key::Char('h') | Key::Left => session.move_by(-1, 0),
        Key::Char('l') | Key::Right => session.move_by(1, 0),
        Key::Char('k') | Key::Up => session.move_by(0, -1),
        Key::Char('j') | Key::Down => session.move_by(0, 1),
        Key::Char('H') => session.move_by(-8, 0),
        Key::Char('L') => session.move_by(8, 0),
        Key::Char('K') => session.move_by(0, -4),
        Key::Char('J') => session.move_by(0, 4),
        Key::Enter | Key::Char('m') => session.end_move(true),
        Key::Escape => session.end_move(false),
        _ => Vec::new(),
    };
    effects.push(Effect::Autosave);
    effects
}

/// A letter of a box to jump to; anything else gives up.
fn jump_key(state: &mut State, press: KeyPress) -> Vec<Effect> {
    let Some(session) = &mut state.session else { return Vec::new() };
    let leads = press.character().is_some_and(|letter| session.jump_letter(letter));
    if !leads {
        session.mode = Mode::Normal;
    }
    Vec::new()
}

/// Stretches the rectangle, or ends it; whether that was all. Any other key acts on what was selected.
fn select_key(state: &mut State, press: KeyPress) -> bool {
    let Some(session) = state.session.as_mut().filter(|session| matches!(session.mode, Mode::Select(_))) else {
        return false;
    };
    if let Some(way) = direction(press.key).filter(|_| !press.ctrl) {
        session.select_step(way);
        return true;
    }
    let ends = matches!(press.key, Key::Enter | Key::Escape | Key::Char('v' | ' '));
    session.end_select(press.key != Key::Escape);
    ends
}

/// The direction of a key, if it has one.
pub(crate) fn direction(key: Key) -> Option<Direction> {
    match key {
        Key::Char('h') | Key::Left => Some(Direction::Left),
        Key::Char('l') | Key::Right => Some(Direction::Right),
        Key::Char('k') | Key::Up => Some(Direction::Up),
        Key::Char('j') | Key::Down => Some(Direction::Down),
        _ => None,
    }
}

impl State {
    /// Whether quitting goes on once the design is saved.
    pub(crate) fn quits_after_save(&self) -> bool {
        self.after_save == AfterSave::Quit
    }
}
