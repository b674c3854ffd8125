//! Drives a session: keys as text in, effects done at once, the screen as text out.

use std::collections::VecDeque;

use pulumi_designer::design::{Design, NodeId};
use pulumi_designer::layout::Rect;
use pulumi_designer::render::Focus;
use pulumi_designer::tui::{
    Effect, Input, Message, Mouse, MouseKind, Options, Shelf, State, parse_keys, update, view, work,
};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;

/// A session in a test.
pub(crate) struct Session {
    pub(crate) state: State,
    size: (u16, u16),
    /// What was written down so that it could not be lost, the last of it.
    pub(crate) recovery: Option<pulumi_designer::tui::Recovery>,
    pub(crate) copied: Option<String>,
}

impl Session {
    pub(crate) fn start(options: &Options, size: (u16, u16)) -> Self {
        let (state, effects) = State::new(options, size);
        let mut session = Self { state, size, recovery: None, copied: None };
        session.perform(effects);
        session
    }

    /// A session with a preset.
    pub(crate) fn preset(name: &str) -> Self {
        Self::start(&Options { preset: Some(name.to_owned()), color: true, ..Options::default() }, (120, 40))
    }

    /// A session with a design.
    pub(crate) fn design(folder: &std::path::Path, text: &str) -> Self {
        let path = folder.join("design.yaml");
        std::fs::write(&path, text).unwrap();
        Self::start(&Options { file: Some(path), color: true, ..Options::default() }, (120, 40))
    }

    /// Presses keys; panics are the test's failure.
    pub(crate) fn keys(&mut self, keys: &str) -> &mut Self {
        for key in parse_keys(keys) {
            self.send(Message::Input(Input::Key(key)));
        }
        self
    }

    pub(crate) fn send(&mut self, message: Message) {
        let effects = update(&mut self.state, message);
        self.perform(effects);
    }

    pub(crate) fn input(&mut self, input: Input) {
        if let Input::Resize(width, height) = input {
            self.size = (width, height);
        }
        self.send(Message::Input(input));
    }

    fn perform(&mut self, effects: Vec<Effect>) {
        let mut open: VecDeque<Effect> = effects.into();
        while let Some(effect) = open.pop_front() {
            match effect {
                Effect::LookUp => open.extend(update(&mut self.state, Message::Shelf(Shelf::default()))),
                Effect::WriteRecovery(recovery) => self.recovery = Some(recovery),
                Effect::DropRecovery => self.recovery = None,
                Effect::Copy(text) => self.copied = Some(text),
                other => {
                    if let Some(message) = work(other) {
                        open.extend(update(&mut self.state, message));
                    }
                }
            }
        }
    }

    pub(crate) fn model(&self) -> &Design {
        self.state.session().expect("a design is open").design()
    }

    pub(crate) fn has(&self, id: &str) -> bool {
        self.model().node(&NodeId::parse(id).unwrap()).is_some()
    }

    pub(crate) fn flows(&self, from: &str, to: &str) -> Vec<String> {
        let flows = self.model().flows.iter();
        flows
            .filter(|flow| flow.from.to_string() == from && flow.to.to_string() == to)
            .map(|flow| flow.kind.clone())
            .collect()
    }

    pub(crate) fn rules(&self) -> Vec<&'static str> {
        self.state.session().unwrap().findings().iter().map(|finding| finding.rule).collect()
    }

    /// The screen as text.
    pub(crate) fn screen(&self) -> String {
        let mut terminal = Terminal::new(TestBackend::new(self.size.0, self.size.1)).unwrap();
        terminal.draw(|frame| view(&self.state, frame)).unwrap();
        let buffer = terminal.backend().buffer().clone();
        let mut text = String::new();
        for y in 0..buffer.area.height {
            let row: String = (0..buffer.area.width).map(|x| buffer[(x, y)].symbol()).collect();
            text.push_str(row.trim_end());
            text.push('\n');
        }
        text
    }

    /// The screen with its styles.
    pub(crate) fn buffer(&self) -> Buffer {
        let mut terminal = Terminal::new(TestBackend::new(self.size.0, self.size.1)).unwrap();
        terminal.draw(|frame| view(&self.state, frame)).unwrap();
        terminal.backend().buffer().clone()
    }

    /// Where a node or a service stands on the canvas, in cells of the screen.
    pub(crate) fn place(&self, name: &str) -> Rect {
        let focus = NodeId::parse(name).map_or_else(|| Focus::Service(name.to_owned()), Focus::Node);
        let canvas = self.state.session().unwrap();
        let rect = canvas.seen_at(&focus).unwrap_or_else(|| panic!("{name} is not there:\n{}", self.screen()));
        // The canvas begins below the title.
        Rect { y: rect.y + 1, ..rect }
    }

    /// Does something with the mouse at a cell of the screen.
    pub(crate) fn mouse(&mut self, kind: MouseKind, (column, row): (i32, i32), ctrl: bool) -> &mut Self {
        self.input(Input::Mouse(Mouse { kind, column: column as u16, row: row as u16, ctrl }));
        self
    }

    /// Asserts that the screen shows a text.
    pub(crate) fn shows(&mut self, text: &str) -> &mut Self {
        let screen = self.screen();
        assert!(screen.contains(text), "{text:?} is not on the screen:\n{screen}");
        self
    }
}
