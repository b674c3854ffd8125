//! The choice of the cloud: for a new design, for a preset, or for the design that is open.

use ratatui::text::Line;

use crate::catalog::{Language, Provider, catalog};
use crate::design::file::Document;
use crate::design::{Design, Edit, Environment};
use crate::presets::Preset;
use crate::tui::effect::{Effect, Source};
use crate::tui::message::{Message, Opened};
use crate::tui::panes::picker::{Choice, Picker, Row};
use crate::tui::panes::prompt::{Prompt, Question};
use crate::tui::state::State;
use crate::tui::update::update;

/// What the cloud is chosen for.
#[derive(Debug, Clone)]
pub(crate) enum For {
    /// A new design.
    New,
    /// A preset.
    Preset(Preset),
    /// The design that is open.
    Design,
}

/// Asks for the cloud.
pub(crate) fn open(state: &mut State, purpose: For) {
    let at = match &purpose {
        For::Design => state.session.as_ref().map_or(0, |session| {
            let provider = session.design().provider();
            Provider::ALL.iter().position(|known| *known == provider).unwrap_or(0)
        }),
        _ => 0,
    };
    let picker = Picker::new(Clouds { purpose }, state).at(at);
    state.show(picker);
}

#[derive(Debug)]
struct Clouds {
    purpose: For,
}

impl Choice for Clouds {
    fn name(&self) -> &'static str {
        "CLOUD"
    }

    fn title(&self, _state: &State) -> String {
        match &self.purpose {
            For::New => "A new design for which cloud?".to_owned(),
            For::Preset(preset) => format!("{} for which cloud?", preset.name),
            For::Design => "Design for which cloud?".to_owned(),
        }
    }

    fn rows(&self, _state: &State) -> Vec<Row> {
        Provider::ALL
            .iter()
            .map(|provider| Row {
                label: provider.title().to_owned(),
                detail: if *provider == Provider::Aws { "design, check, export" } else { "design and check" }
                    .to_owned(),
                words: provider.name().to_owned(),
                ..Row::default()
            })
            .collect()
    }

    fn preview(&self, state: &State, row: usize) -> Vec<Line<'static>> {
        let Some(provider) = Provider::ALL.get(row).copied() else { return Vec::new() };
        let theme = state.theme;
        let mut lines = vec![Line::styled(provider.title(), theme.strong())];
        lines.push(Line::styled(format!("first region {}", provider.default_region()), theme.dim()));
        lines.push(Line::default());
        if provider != Provider::Aws {
            lines.push(Line::raw("Designing and checking work."));
            lines.push(Line::raw("Export to this cloud comes later."));
            lines.push(Line::default());
        }
        for kind in ["function", "http-api", "queue", "event-bus", "table", "user-pool"] {
            if let Some(kind) = catalog().kind(kind) {
                let name = kind.cloud_name(provider).unwrap_or("no equivalent");
                lines.push(Line::raw(format!("{:<11} {name}", kind.title)));
            }
        }
        lines
    }

    fn accept(&mut self, state: &mut State, row: usize) -> Vec<Effect> {
        let Some(provider) = Provider::ALL.get(row).copied() else { return Vec::new() };
        match &self.purpose {
            For::New => {
                state.show(Prompt::line(NewName { provider }, "my-system"));
                Vec::new()
            }
            For::Preset(preset) => {
                state.picked = Some(provider);
                vec![state.open(Source::Preset { name: preset.name.to_string(), text: preset.text.to_string() })]
            }
            For::Design => {
                let edit = Edit::Batch(vec![
                    Edit::SetProvider(Some(provider)),
                    Edit::SetRegion(Some(provider.default_region().to_owned())),
                ]);
                state.edit(edit, &format!("Design for {}", provider.title())).1
            }
        }
    }
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
        let environments = ["dev", "prod"].into_iter().map(|name| (name.to_owned(), Environment::default()));
        let design = Design {
            name: text.trim().to_owned(),
            provider: Some(self.provider),
            region: Some(self.provider.default_region().to_owned()),
            language: Some(Language::TypeScript),
            environments: environments.collect(),
            ..Design::default()
        };
        let opened = Opened {
            document: Document::new(design),
            pins: super::super::session::Pins::new(),
            remarks: Vec::new(),
            recovered: None,
        };
        let effects = update(state, Message::Opened(Box::new(opened)));
        state.tell("An empty canvas; a adds the first node");
        effects
    }
}
