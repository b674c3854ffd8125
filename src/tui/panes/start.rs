//! The start screen: the cloud, the presets that are offered for it, recent files, a new design, a path.

use std::path::{Path, PathBuf};

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::catalog::Provider;
use crate::design::file::Document;
use crate::presets::Preset;
use crate::tui::effect::{Effect, Source};
use crate::tui::input::{Input, Key, KeyPress, MouseKind};
use crate::tui::message::{Message, Opened};
use crate::tui::panes::prompt::{Prompt, Question};
use crate::tui::panes::{cut, help, wrap};
use crate::tui::screen::inside;
use crate::tui::state::State;
use crate::tui::theme::Sign;
use crate::tui::update::update;

/// The most recent files on offer.
const RECENT: usize = 6;

/// The start screen.
#[derive(Debug, Clone)]
pub(crate) struct Start {
    at: usize,
    /// What new designs and presets are for.
    cloud: Provider,
}

impl Default for Start {
    fn default() -> Self {
        Self { at: 0, cloud: Provider::Aws }
    }
}

/// What can be chosen.
#[derive(Debug, Clone)]
enum Item {
    New,
    Open,
    Preset(Preset),
    /// A preset that the cloud has no honest equivalent of, with the reason.
    Refused(Preset, String),
    Recent(PathBuf),
}

/// A line of the screen.
enum Entry {
    Blank,
    Heading(&'static str),
    Item(usize),
}

fn items(state: &State) -> Vec<Item> {
    let presets = crate::presets::all().iter().chain(&state.shelf.own);
    let presets = presets.map(|preset| match preset.refusal(state.start.cloud) {
        Some(reason) => Item::Refused(preset.clone(), reason.to_owned()),
        None => Item::Preset(preset.clone()),
    });
    let recent = state.shelf.recent.iter().take(RECENT).cloned().map(Item::Recent);
    presets.chain(recent).chain([Item::New, Item::Open]).collect()
}

fn entries(items: &[Item]) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut heading = "";
    for (index, item) in items.iter().enumerate() {
        let title = match item {
            Item::Preset(_) | Item::Refused(..) => "Start from a preset",
            Item::Recent(_) => "Open again",
            Item::New | Item::Open => "Or",
        };
        if title != heading {
            if !heading.is_empty() {
                entries.push(Entry::Blank);
            }
            heading = title;
            entries.push(Entry::Heading(title));
        }
        entries.push(Entry::Item(index));
    }
    entries
}

/// Takes input while no design is open.
pub(crate) fn input(state: &mut State, input: &Input) -> Vec<Effect> {
    let items = items(state);
    let last = items.len().saturating_sub(1);
    match input {
        Input::Key(press) => return key(state, *press, &items),
        Input::Mouse(mouse) => match mouse.kind {
            MouseKind::WheelDown => state.start.at = (state.start.at + 1).min(last),
            MouseKind::WheelUp => state.start.at = state.start.at.saturating_sub(1),
            MouseKind::Press => {
                let entries = entries(&items);
                let area = list_area(state, entries.len());
                if let Some((cloud, _)) =
                    clouds(state, area).into_iter().find(|(_, area)| inside(*area, mouse.column, mouse.row))
                {
                    state.start.cloud = cloud;
                } else if inside(area, mouse.column, mouse.row) {
                    let line = first_line(state, &entries, area.height) + usize::from(mouse.row - area.y);
                    if let Some(Entry::Item(index)) = entries.get(line) {
                        state.start.at = *index;
                        return choose(state, &items);
                    }
                }
            }
            _ => {}
        },
        _ => {}
    }
    Vec::new()
}

fn key(state: &mut State, press: KeyPress, items: &[Item]) -> Vec<Effect> {
    let count = items.len().max(1);
    match (press.key, press.ctrl) {
        (Key::Char('j') | Key::Down | Key::Tab, _) => state.start.at = (state.start.at + 1) % count,
        (Key::Char('k') | Key::Up | Key::BackTab, _) => state.start.at = (state.start.at + count - 1) % count,
        (Key::Char('c'), true) | (Key::Char('q'), false) => {
            state.quitting = true;
            return vec![Effect::Quit];
        }
        (Key::Char('n'), false) => return run(state, &Item::New),
        (Key::Char('o'), false) => return run(state, &Item::Open),
        (Key::Char('?') | Key::F(1), _) => help::open(state),
        (Key::Char(digit @ '1'..='9'), false) => {
            let index = digit as usize - '1' as usize;
            if index < items.len() {
                state.start.at = index;
                return choose(state, items);
            }
        }
        (Key::Char('l') | Key::Right, _) => state.start.cloud = beside(state.start.cloud, 1),
        (Key::Char('h') | Key::Left, _) => state.start.cloud = beside(state.start.cloud, Provider::ALL.len() - 1),
        (Key::Enter | Key::Char(' '), _) => return choose(state, items),
        _ => {}
    }
    Vec::new()
}

/// The cloud some places further on, round and round.
fn beside(cloud: Provider, places: usize) -> Provider {
    let at = Provider::ALL.iter().position(|known| *known == cloud).unwrap_or_default();
    Provider::ALL.iter().cycle().nth(at + places).copied().unwrap_or(cloud)
}

fn choose(state: &mut State, items: &[Item]) -> Vec<Effect> {
    items.get(state.start.at).map(|item| run(state, item)).unwrap_or_default()
}

fn run(state: &mut State, item: &Item) -> Vec<Effect> {
    match item {
        Item::New => state.show(Prompt::line(NewName { provider: state.start.cloud }, "my-system")),
        Item::Open => state.show(Prompt::line(OpenPath, "")),
        Item::Preset(preset) => match preset.text_for(Some(state.start.cloud), None) {
            Ok(text) => return vec![state.open(Source::Preset { name: preset.name.to_string(), text })],
            Err(reason) => state.complain(reason),
        },
        Item::Refused(_, reason) => state.complain(reason.clone()),
        Item::Recent(path) => return vec![state.open(Source::File(path.clone()))],
    }
    Vec::new()
}

/// The name of a new design.
#[derive(Debug)]
struct NewName {
    provider: Provider,
}

impl Question for NewName {
    fn name(&self) -> &'static str {
        "NEW"
    }

    fn title(&self, _state: &State) -> String {
        "What is it called?".to_owned()
    }

    fn help(&self, _state: &State) -> String {
        "The name of the Pulumi project; resources are named after it".to_owned()
    }

    fn check(&self, _state: &State, text: &str) -> Result<String, String> {
        crate::design::name::NameKind::Project.check(text.trim()).map(|()| String::new())
    }

    fn accept(&mut self, state: &mut State, text: &str) -> Vec<Effect> {
        let blank = crate::presets::blank().text_for(Some(self.provider), Some(text.trim())).unwrap_or_default();
        let opened = Opened {
            document: Document::open(None, &blank),
            pins: crate::tui::session::Pins::new(),
            remarks: Vec::new(),
            recovered: None,
        };
        let effects = update(state, Message::Opened(Box::new(opened)));
        state.tell("An empty canvas; a adds the first node");
        effects
    }
}

/// A path to open.
#[derive(Debug)]
struct OpenPath;

impl Question for OpenPath {
    fn name(&self) -> &'static str {
        "OPEN"
    }

    fn title(&self, _state: &State) -> String {
        "Open a design".to_owned()
    }

    fn help(&self, _state: &State) -> String {
        "The path of a design file, such as shop.yaml".to_owned()
    }

    fn check(&self, _state: &State, text: &str) -> Result<String, String> {
        if text.trim().is_empty() { Err("Type the path of a file".to_owned()) } else { Ok(String::new()) }
    }

    fn accept(&mut self, state: &mut State, text: &str) -> Vec<Effect> {
        vec![state.open(Source::File(PathBuf::from(text.trim())))]
    }
}

/// The lines above the list: what this is, and the cloud.
const ABOVE: u16 = 5;

/// The lines below the list: what is chosen, and the keys.
const BELOW: u16 = 5;

fn list_area(state: &State, lines: usize) -> Rect {
    let (width, height) = state.size;
    let list_width = width.saturating_sub(4).min(84);
    let lines = u16::try_from(lines).unwrap_or(u16::MAX).min(height.saturating_sub(ABOVE + BELOW));
    let top = (height - lines).saturating_sub(ABOVE + BELOW) / 3 + ABOVE;
    Rect { x: (width - list_width) / 2, y: top, width: list_width, height: lines }
}

/// Where the names of the clouds stand, above the list.
fn clouds(state: &State, list: Rect) -> Vec<(Provider, Rect)> {
    let mut x = list.x + 2;
    let place = |cloud: Provider| {
        let width = cloud.title().len() as u16 + 2;
        let area = Rect { x, y: list.y.saturating_sub(2), width, height: 1 };
        x += width + 1;
        (cloud, area.intersection(Rect { x: 0, y: 0, width: state.size.0, height: state.size.1 }))
    };
    Provider::ALL.into_iter().map(place).collect()
}

fn first_line(state: &State, entries: &[Entry], height: u16) -> usize {
    let at = entries.iter().position(|entry| matches!(entry, Entry::Item(index) if *index == state.start.at));
    (at.unwrap_or(0) + 2).saturating_sub(usize::from(height))
}

/// Draws the start screen; while a design is being read, without what could be chosen instead, since that takes longer
/// to find out than most designs take to read.
pub(crate) fn draw(state: &State, frame: &mut Frame) {
    let theme = state.theme;
    let items = if state.opening.is_some() { Vec::new() } else { items(state) };
    let entries = entries(&items);
    let list = list_area(state, entries.len());
    let line = |offset: u16| Rect { y: list.y.saturating_sub(offset), height: 1, ..list };
    frame.render_widget(
        Line::from(vec![
            Span::styled(format!("{} ", theme.sign(Sign::Bar)), theme.key()),
            Span::styled("pulumi-designer", theme.heading()),
            Span::styled(format!("  {}", env!("CARGO_PKG_VERSION")), theme.dim()),
        ]),
        line(5),
    );
    frame.render_widget(
        Line::styled("  Draw a serverless system, check it, export a Pulumi program.", theme.plain()),
        line(4),
    );
    for (cloud, area) in clouds(state, list) {
        let style = if cloud == state.start.cloud { theme.heading().patch(theme.cursor()) } else { theme.plain() };
        frame.render_widget(Line::styled(format!(" {} ", cloud.title()), style), area);
    }
    let below = Rect { y: list.bottom() + 1, height: 2, ..list };
    let text = wrap(&crate::text::safe::safe(&about(state, &items)), usize::from(list.width.saturating_sub(4)));
    for (row, text) in text.into_iter().take(2).enumerate() {
        let area = Rect { x: below.x + 2, y: below.y + row as u16, width: below.width - 2, height: 1 };
        frame.render_widget(Line::styled(text, theme.plain()), area.intersection(frame.area()));
    }
    let first = first_line(state, &entries, list.height);
    for (row, entry) in entries.iter().skip(first).take(usize::from(list.height)).enumerate() {
        let area = Rect { y: list.y + row as u16, height: 1, ..list };
        match entry {
            Entry::Blank => {}
            Entry::Heading(title) => frame.render_widget(Line::styled(format!("  {title}"), theme.dim()), area),
            Entry::Item(index) => {
                if let Some(item) = items.get(*index) {
                    frame.render_widget(item_line(state, item, *index, area.width), area);
                }
            }
        }
    }
}

/// What is said of the chosen item below the list.
fn about(state: &State, items: &[Item]) -> String {
    match items.get(state.start.at) {
        Some(Item::Preset(preset)) => preset.summary.to_string(),
        Some(Item::Refused(_, reason)) => reason.clone(),
        Some(Item::Recent(path)) => path.display().to_string(),
        Some(Item::New) => format!("An empty canvas for {}.", state.start.cloud.title()),
        Some(Item::Open) => "A design file by its path; it need not exist yet.".to_owned(),
        None => String::new(),
    }
}

fn item_line(state: &State, item: &Item, index: usize, width: u16) -> Line<'static> {
    let theme = state.theme;
    let chosen = state.start.at == index;
    let (key, label, detail) = match item {
        Item::New => ("n".to_owned(), "New design".to_owned(), "An empty canvas".to_owned()),
        Item::Open => ("o".to_owned(), "Open a file".to_owned(), "By its path".to_owned()),
        Item::Preset(preset) => ((index + 1).to_string(), preset.name.to_string(), preset.title.to_string()),
        Item::Refused(preset, _) => {
            (String::new(), preset.name.to_string(), format!("Not for {}", state.start.cloud.title()))
        }
        Item::Recent(path) => {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let folder = path.parent().unwrap_or(Path::new("")).display().to_string();
            ((index + 1).to_string(), name, folder)
        }
    };
    let key = if key.len() == 1 { key } else { " ".to_owned() };
    let label = cut(&crate::text::safe::safe(&label), 20);
    let room = usize::from(width).saturating_sub(30);
    let detail = cut(&crate::text::safe::safe(&detail), room);
    let pointer = if chosen { theme.sign(Sign::Pointer) } else { " " };
    let name = if matches!(item, Item::Refused(..)) { theme.dim() } else { theme.strong() };
    let line = Line::from(vec![
        Span::raw(format!("{pointer} ")),
        Span::styled(format!(" {key}  "), if chosen { Style::new() } else { theme.key() }),
        Span::styled(format!("{label:<22}"), name),
        Span::styled(format!("{detail:<room$}"), if chosen { Style::new() } else { theme.dim() }),
    ]);
    if chosen { line.style(theme.cursor()) } else { line }
}
