//! Editing one property: as text with validation, or by picking.

use ratatui::text::Line;

use crate::catalog::{Property, PropertyType};
use crate::text::words::capitalised;
use crate::tui::effect::Effect;
use crate::tui::panes::picker::{Choice, Picker, Row};
use crate::tui::panes::prompt::{Prompt, Question};
use crate::tui::state::State;
use crate::value::Value;

use super::{rows, set, text};

/// Edits the value as text.
pub(super) fn write(state: &mut State, path: &[String], property: &Property) {
    if state.readonly {
        state.complain("This session is for reading only");
        return;
    }
    let value = state.session.as_ref().and_then(|session| rows::effective(session, path));
    let written = value.as_ref().map(|value| text::write(value, property)).unwrap_or_default();
    let question = Answer { path: path.to_vec(), property: property.clone() };
    if property.kind == PropertyType::Text || written.contains('\n') {
        state.show(Prompt::lines(question, &written));
    } else {
        state.show(Prompt::line(question, &written));
    }
}

#[derive(Debug)]
struct Answer {
    path: Vec<String>,
    property: Property,
}

impl Question for Answer {
    fn name(&self) -> &'static str {
        "EDIT"
    }

    fn title(&self, state: &State) -> String {
        let environment = state.session.as_ref().and_then(|session| session.environment.clone());
        match environment {
            Some(environment) => format!("{} in {environment}", self.path.join(".")),
            None => self.path.join("."),
        }
    }

    fn help(&self, _state: &State) -> String {
        let wanted = shape(&self.property);
        if self.property.help.is_empty() { wanted } else { format!("{} {wanted}", self.property.help) }
    }

    fn check(&self, state: &State, answer: &str) -> Result<String, String> {
        if answer.trim().is_empty() && !self.property.required {
            return Ok(match &self.property.default {
                Some(default) => format!("Empty: the default {default} holds"),
                None => "Empty: nothing is written".to_owned(),
            });
        }
        let value = text::read(answer, &self.property)?;
        let Some(session) = &state.session else { return Ok(String::new()) };
        if let Some(setting) = value.as_setting() {
            return if session.design().settings.contains_key(setting) {
                Ok(format!("From the setting {setting} of each stack"))
            } else {
                Err(format!("There is no setting {setting}; the design's properties (g d) list them"))
            };
        }
        Ok(String::new())
    }

    fn accept(&mut self, state: &mut State, answer: &str) -> Vec<Effect> {
        if answer.trim().is_empty() && !self.property.required {
            return set(state, &self.path, None);
        }
        match text::read(answer, &self.property) {
            Ok(value) => set(state, &self.path, Some(value)),
            Err(reason) => {
                state.complain(reason);
                Vec::new()
            }
        }
    }
}

/// What may be written, in a sentence.
fn shape(property: &Property) -> String {
    let names = |property: &Property| {
        let fields: Vec<&str> = property.fields.keys().map(String::as_str).collect();
        fields.join(", ")
    };
    match (&property.kind, &property.of) {
        (PropertyType::Object, _) => format!("As {{ name: value }} with {}.", names(property)),
        (PropertyType::List, Some(of)) if of.kind == PropertyType::Object => {
            format!("As [{{ name: value }}] with {}.", names(of))
        }
        (PropertyType::List, Some(of)) => format!("A list such as [a, b]: each {}.", of.describe()),
        (PropertyType::Map, _) => "Names and values such as { NAME: value }.".to_owned(),
        _ => format!("{}.", capitalised(&property.describe())),
    }
}

/// Picks one of the listed values.
pub(super) fn pick(state: &mut State, path: &[String], property: &Property) {
    let value = state.session.as_ref().and_then(|session| rows::effective(session, path));
    let at = value.and_then(|value| property.one_of.iter().position(|known| *known == value)).unwrap_or(0);
    let picker = Picker::new(
        Values { path: path.to_vec(), property: property.clone(), offered: property.one_of.clone() },
        state,
    );
    state.show(picker.at(at));
}

/// Picks a node of a fitting kind.
pub(super) fn pick_node(state: &mut State, path: &[String], property: &Property) {
    let Some(session) = &state.session else { return };
    let fits = |kind: &str| property.kinds.is_empty() || property.kinds.iter().any(|known| known == kind);
    let values: Vec<Value> = session
        .design()
        .nodes()
        .filter(|(_, node)| fits(&node.kind))
        .map(|(id, _)| Value::String(id.to_string()))
        .collect();
    if values.is_empty() {
        state.complain(format!("There is no {} yet to refer to", property.kinds.join(" or ")));
        return;
    }
    let picker = Picker::new(Values { path: path.to_vec(), property: property.clone(), offered: values }, state);
    state.show(picker);
}

#[derive(Debug)]
struct Values {
    path: Vec<String>,
    property: Property,
    offered: Vec<Value>,
}

impl Choice for Values {
    fn name(&self) -> &'static str {
        "EDIT"
    }

    fn title(&self, _state: &State) -> String {
        self.path.join(".")
    }

    fn rows(&self, _state: &State) -> Vec<Row> {
        let row = |value: &Value| Row {
            label: value.to_string(),
            detail: if self.property.default.as_ref() == Some(value) { "default" } else { "" }.to_owned(),
            ..Row::default()
        };
        self.offered.iter().map(row).collect()
    }

    fn preview(&self, _state: &State, _row: usize) -> Vec<Line<'static>> {
        Vec::new()
    }

    fn accept(&mut self, state: &mut State, row: usize) -> Vec<Effect> {
        let value = self.offered.get(row).cloned();
        value.map(|value| set(state, &self.path, Some(value))).unwrap_or_default()
    }
}
