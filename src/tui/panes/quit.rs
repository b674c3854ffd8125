//! Leaving: asks first when there is unsaved work. The key that confirms differs from the key that asked.

use ratatui::Frame;
use ratatui::text::Line;
use ratatui::widgets::{Paragraph, Wrap};

use crate::tui::effect::Effect;
use crate::tui::input::{Input, Key};
use crate::tui::overlay::{Overlay, Reply, hints, middle, window};
use crate::tui::panes::save;
use crate::tui::state::{AfterSave, State};

/// Ends the program, or asks.
pub(crate) fn quit(state: &mut State) -> Vec<Effect> {
    if !state.session.as_ref().is_some_and(super::super::session::Session::is_dirty) {
        state.quitting = true;
        return vec![Effect::DropRecovery, Effect::Quit];
    }
    state.show(Unsaved { to_start: false });
    Vec::new()
}

/// Goes back to the start screen, or asks.
pub(crate) fn leave(state: &mut State) -> Vec<Effect> {
    if !state.session.as_ref().is_some_and(super::super::session::Session::is_dirty) {
        return to_start(state);
    }
    state.show(Unsaved { to_start: true });
    Vec::new()
}

fn to_start(state: &mut State) -> Vec<Effect> {
    state.session = None;
    state.overlays.clear();
    state.prefix.clear();
    vec![Effect::DropRecovery, Effect::LookUp]
}

/// The question whether to save first.
#[derive(Debug)]
struct Unsaved {
    to_start: bool,
}

impl Overlay for Unsaved {
    fn name(&self) -> &'static str {
        "UNSAVED"
    }

    fn input(&mut self, state: &mut State, input: &Input) -> Reply {
        let Input::Key(press) = input else { return Reply::stay() };
        match press.key {
            Key::Char('s') => {
                state.after_save = if self.to_start { AfterSave::Nothing } else { AfterSave::Quit };
                Reply::Close(save::save(state))
            }
            Key::Char('d') if self.to_start => Reply::Close(to_start(state)),
            Key::Char('d') => {
                state.quitting = true;
                Reply::Close(vec![Effect::DropRecovery, Effect::Quit])
            }
            Key::Escape => Reply::close(),
            _ => Reply::stay(),
        }
    }

    fn draw(&self, state: &State, frame: &mut Frame) {
        let inner = window(state, frame, middle(state.size, 56, 7), "Unsaved changes");
        let name = state.session.as_ref().map(|session| session.design().name.clone()).unwrap_or_default();
        let theme = state.theme;
        let row = |key: &'static str, what: &'static str| {
            Line::from(vec![
                ratatui::text::Span::styled(format!("{key:>4}  "), theme.key()),
                ratatui::text::Span::raw(what),
            ])
        };
        let lines = vec![
            Line::raw(format!("{name} has changes that are not saved.")),
            Line::default(),
            row("s", if self.to_start { "save" } else { "save and quit" }),
            row("d", if self.to_start { "drop the changes" } else { "quit and drop the changes" }),
            row("Esc", "stay"),
        ];
        frame.render_widget(Paragraph::new(lines).wrap(Wrap { trim: false }), inner);
    }

    fn hints(&self, _state: &State) -> Vec<(String, String)> {
        hints(&[("s", "save"), ("d", "drop"), ("Esc", "stay")])
    }
}
