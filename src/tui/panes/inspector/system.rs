//! The rows of services and of the design as a whole, and how they are edited.

use crate::catalog::Language;
use crate::check::legal::{self, Legality};
use crate::design::model::{Environment, Event, Setting, SettingType, Stacks};
use crate::design::name::NameKind;
use crate::design::{Edit, Flow, FlowId, NodeId};
use crate::render::Focus;
use crate::tui::effect::Effect;
use crate::tui::panes::picker::{self, Choice, Picker};
use crate::tui::panes::prompt::{Prompt, Question};
use crate::tui::session::Session;
use crate::tui::state::State;
use crate::value::{Map, Value};

use super::rows::{Origin, Row, Target};
use super::text;

/// A part of the design that is edited as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Field {
    Name,
    Description,
    Region,
    Language,
    Stacks,
    ServiceDescription(String),
    EnvironmentRegion(String),
    EnvironmentSetting(String, String),
    Setting(String),
    Event(String),
    NewEnvironment,
    NewSetting,
    NewEvent,
    Allowed(usize),
}

/// The rows of a service.
pub(super) fn service(session: &Session, name: &str) -> Vec<Row> {
    let Some(service) = session.design().services.get(name) else { return Vec::new() };
    let mut rows = vec![
        Row::of("name", name, Target::Name),
        field("description", service.description.clone(), Field::ServiceDescription(name.to_owned())),
        Row::heading("nodes"),
    ];
    for (node, content) in &service.nodes {
        let focus = Focus::Node(NodeId::new(name, node.clone()));
        rows.push(Row::of(node, content.kind.clone(), Target::Go(focus)));
    }
    rows
}

fn field(label: &str, value: Option<String>, field: Field) -> Row {
    let origin = if value.is_some() { Origin::Written } else { Origin::Absent };
    Row { depth: 0, label: label.to_owned(), value: value.unwrap_or_default(), origin, target: Target::Field(field) }
}

fn new(label: &str, what: Field) -> Row {
    Row { origin: Origin::Default, ..Row::of(label, "", Target::Field(what)) }
}

/// The rows of the design.
pub(super) fn design(session: &Session) -> Vec<Row> {
    let design = session.design();
    let mut rows = vec![
        field("name", Some(design.name.clone()), Field::Name),
        field("description", design.description.clone(), Field::Description),
        Row::of("cloud", design.provider().title(), Target::Cloud),
        field("region", design.region.clone(), Field::Region),
        field("language", Some(design.language().title().to_owned()), Field::Language),
        field("stacks", Some(design.stacks.unwrap_or_default().name().to_owned()), Field::Stacks),
        Row::heading("environments"),
    ];
    for (name, environment) in &design.environments {
        let overrides = match environment.set.len() {
            0 => String::new(),
            1 => "  1 node differs".to_owned(),
            many => format!("  {many} nodes differ"),
        };
        let region = environment.region.clone().or(design.region.clone()).unwrap_or_default();
        rows.push(field(name, Some(format!("{region}{overrides}")), Field::EnvironmentRegion(name.clone())));
        for (setting, declared) in design.settings.iter().filter(|(_, setting)| !setting.secret) {
            let given = environment.settings.get(setting);
            let origin = match (given, &declared.default) {
                (Some(_), _) => Origin::Written,
                (None, Some(_)) => Origin::Default,
                (None, None) => Origin::Missing,
            };
            let value = given.or(declared.default.as_ref()).map(ToString::to_string).unwrap_or_default();
            let target = Target::Field(Field::EnvironmentSetting(name.clone(), setting.clone()));
            rows.push(Row { depth: 1, label: setting.clone(), value, origin, target });
        }
    }
    rows.push(new("add an environment", Field::NewEnvironment));
    rows.push(Row::heading("settings"));
    for (name, setting) in &design.settings {
        rows.push(field(name, Some(text::flow(&setting_value(setting))), Field::Setting(name.clone())));
    }
    rows.push(new("add a setting", Field::NewSetting));
    rows.push(Row::heading("events"));
    for (name, event) in &design.events {
        let version = event.version.map(|version| format!("version {version}")).unwrap_or_default();
        rows.push(field(name, Some(version), Field::Event(name.clone())));
    }
    rows.push(new("add an event", Field::NewEvent));
    if !design.allow.is_empty() {
        rows.push(Row::heading("accepted findings"));
    }
    for (index, accepted) in design.allow.iter().enumerate() {
        rows.push(field(&accepted.rule, Some(format!("{}: {}", accepted.at, accepted.because)), Field::Allowed(index)));
    }
    rows
}

/// Edits what a row is about.
pub(super) fn edit(state: &mut State, target: &Target) -> Vec<Effect> {
    match target {
        Target::FlowKind(id) => flow_kind(state, *id),
        Target::Field(Field::Language) => {
            let next = state.session.as_ref().map(|session| match session.design().language() {
                Language::TypeScript => Language::Python,
                Language::Python => Language::TypeScript,
            });
            return next
                .map(|next| state.edit(Edit::SetLanguage(Some(next)), &format!("Export {} by default", next.title())).1)
                .unwrap_or_default();
        }
        Target::Field(Field::Stacks) => {
            let next = state.session.as_ref().map(|session| match session.design().stacks.unwrap_or_default() {
                Stacks::Single => Stacks::PerService,
                Stacks::PerService => Stacks::Single,
            });
            return next
                .map(|next| state.edit(Edit::SetStacks(Some(next)), &format!("Set stacks to {}", next.name())).1)
                .unwrap_or_default();
        }
        Target::Field(Field::Allowed(_)) => state.complain("d takes the entry away"),
        Target::Field(field) => {
            let written = state.session.as_ref().map(|session| written(session, field)).unwrap_or_default();
            let question = Part { field: field.clone() };
            if matches!(field, Field::Event(_)) {
                state.show(Prompt::lines(question, &written));
            } else {
                state.show(Prompt::line(question, &written));
            }
        }
        _ => {}
    }
    Vec::new()
}

fn written(session: &Session, field: &Field) -> String {
    let design = session.design();
    match field {
        Field::Name => design.name.clone(),
        Field::Description => design.description.clone().unwrap_or_default(),
        Field::Region => design.region.clone().unwrap_or_default(),
        Field::ServiceDescription(name) => {
            design.services.get(name).and_then(|service| service.description.clone()).unwrap_or_default()
        }
        Field::EnvironmentRegion(name) => {
            design.environments.get(name).and_then(|environment| environment.region.clone()).unwrap_or_default()
        }
        Field::EnvironmentSetting(name, setting) => design
            .environments
            .get(name)
            .and_then(|environment| environment.settings.get(setting))
            .map(text::flow)
            .unwrap_or_default(),
        Field::Setting(name) => {
            design.settings.get(name).map(setting_value).as_ref().map(text::flow).unwrap_or_default()
        }
        Field::Event(name) => design.events.get(name).map(event_text).unwrap_or_default(),
        _ => String::new(),
    }
}

/// Takes away what a row is about.
pub(super) fn remove(state: &mut State, target: &Target) -> Vec<Effect> {
    let Target::Field(field) = target else {
        state.complain("This cannot be taken away here");
        return Vec::new();
    };
    let (edit, label) = match field.clone() {
        Field::Description => (Edit::SetDescription(None), "Take the description away".to_owned()),
        Field::Region => (Edit::SetRegion(None), "Take the region away".to_owned()),
        Field::Language => (Edit::SetLanguage(None), "Take the language away".to_owned()),
        Field::Stacks => (Edit::SetStacks(None), "Take stacks back to single".to_owned()),
        Field::ServiceDescription(name) => {
            (Edit::SetServiceDescription { name, description: None }, "Take the description away".to_owned())
        }
        Field::EnvironmentRegion(name) => {
            let label = format!("Delete environment {name}");
            (Edit::SetEnvironment { name, environment: None, index: None }, label)
        }
        Field::EnvironmentSetting(name, setting) => {
            let Some(mut environment) = environment_of(state, &name) else { return Vec::new() };
            environment.settings.shift_remove(&setting);
            let label = format!("Take {setting} away from {name}");
            (Edit::SetEnvironment { name, environment: Some(environment), index: None }, label)
        }
        Field::Setting(name) => {
            let label = format!("Delete setting {name}");
            (Edit::SetSetting { name, setting: None, index: None }, label)
        }
        Field::Event(name) => {
            let label = format!("Delete the contract of {name}");
            (Edit::SetEvent { name, event: None, index: None }, label)
        }
        Field::Allowed(index) => (Edit::RemoveAllow(index), "No longer accept the finding".to_owned()),
        Field::Name | Field::NewEnvironment | Field::NewSetting | Field::NewEvent => {
            state.complain("This cannot be taken away");
            return Vec::new();
        }
    };
    state.edit(edit, &label).1
}

fn environment_of(state: &State, name: &str) -> Option<Environment> {
    state.session.as_ref().and_then(|session| session.design().environments.get(name).cloned())
}

/// The question for a part of the design.
#[derive(Debug)]
struct Part {
    field: Field,
}

impl Part {
    fn edit(&self, state: &State, answer: &str) -> Result<(Edit, String), String> {
        let session = state.session.as_ref().ok_or("no design is open")?;
        let design = session.design();
        let text = answer.trim().to_owned();
        let optional = (!text.is_empty()).then(|| text.clone());
        match &self.field {
            Field::Name => {
                NameKind::Project.check(&text)?;
                Ok((Edit::SetName(text.clone()), format!("Call the project {text}")))
            }
            Field::Description => Ok((Edit::SetDescription(optional), "Describe the design".to_owned())),
            Field::Region => Ok((Edit::SetRegion(optional), format!("Set the region to {text}"))),
            Field::ServiceDescription(name) => Ok((
                Edit::SetServiceDescription { name: name.clone(), description: optional },
                format!("Describe service {name}"),
            )),
            Field::EnvironmentRegion(name) => {
                let mut environment = design.environments.get(name).cloned().unwrap_or_default();
                environment.region = optional;
                let edit = Edit::SetEnvironment { name: name.clone(), environment: Some(environment), index: None };
                Ok((edit, format!("Set the region of {name}")))
            }
            Field::EnvironmentSetting(name, setting) => {
                let mut environment = design.environments.get(name).cloned().unwrap_or_default();
                let declared = design.settings.get(setting);
                let value = setting_given(&text, declared)?;
                environment.settings.insert(setting.clone(), value);
                let edit = Edit::SetEnvironment { name: name.clone(), environment: Some(environment), index: None };
                Ok((edit, format!("Set {setting} in {name}")))
            }
            Field::Setting(name) => {
                let setting = read_setting(&text)?;
                let edit = Edit::SetSetting { name: name.clone(), setting: Some(setting), index: None };
                Ok((edit, format!("Change setting {name}")))
            }
            Field::Event(name) => {
                let event = read_event(answer)?;
                let edit = Edit::SetEvent { name: name.clone(), event: Some(event), index: None };
                Ok((edit, format!("Change the contract of {name}")))
            }
            Field::NewEnvironment => {
                NameKind::Environment.check(&text)?;
                taken(design.environments.contains_key(&text), "environment", &text)?;
                let environment = Some(Environment::default());
                Ok((Edit::SetEnvironment { name: text.clone(), environment, index: None }, format!("Add {text}")))
            }
            Field::NewSetting => {
                NameKind::Setting.check(&text)?;
                taken(design.settings.contains_key(&text), "setting", &text)?;
                let setting = Some(Setting::default());
                Ok((Edit::SetSetting { name: text.clone(), setting, index: None }, format!("Add setting {text}")))
            }
            Field::NewEvent => {
                NameKind::Event.check(&text)?;
                taken(design.events.contains_key(&text), "event", &text)?;
                let event = Some(Event { version: Some(1), ..Event::default() });
                Ok((Edit::SetEvent { name: text.clone(), event, index: None }, format!("Add event {text}")))
            }
            Field::Language | Field::Stacks | Field::Allowed(_) => Err("not edited as text".to_owned()),
        }
    }
}

fn taken(is: bool, what: &str, name: &str) -> Result<(), String> {
    if is { Err(format!("There is a {what} {name} already")) } else { Ok(()) }
}

impl Question for Part {
    fn name(&self) -> &'static str {
        "EDIT"
    }

    fn title(&self, _state: &State) -> String {
        match &self.field {
            Field::Name => "Name of the project".to_owned(),
            Field::Description => "Description of the design".to_owned(),
            Field::Region => "Region".to_owned(),
            Field::ServiceDescription(name) => format!("Description of service {name}"),
            Field::EnvironmentRegion(name) => format!("Region of {name}"),
            Field::EnvironmentSetting(name, setting) => format!("{setting} in {name}"),
            Field::Setting(name) => format!("Setting {name}"),
            Field::Event(name) => format!("Contract of {name}"),
            Field::NewEnvironment => "A new environment".to_owned(),
            Field::NewSetting => "A new setting".to_owned(),
            Field::NewEvent => "A new event".to_owned(),
            Field::Language | Field::Stacks | Field::Allowed(_) => String::new(),
        }
    }

    fn help(&self, _state: &State) -> String {
        match &self.field {
            Field::Name => "Letters, digits, -, _ and .; resources are named after it.",
            Field::Region | Field::EnvironmentRegion(_) => {
                "The cloud's name for it, such as eu-west-1. Empty: as the design."
            }
            Field::EnvironmentSetting(..) => "What the stack of this environment is given.",
            Field::Setting(_) => "As { type: string, default: VALUE, one_of: [...], secret: true, description: TEXT }.",
            Field::Event(_) => "YAML with version, description and schema (JSON Schema, draft 2020-12).",
            Field::NewEnvironment => "One Pulumi stack, such as staging.",
            Field::NewSetting => "Configuration that each stack gives, such as log_level.",
            Field::NewEvent => "In PascalCase, such as OrderPlaced.",
            _ => "What it is for, in a sentence.",
        }
        .to_owned()
    }

    fn check(&self, state: &State, text: &str) -> Result<String, String> {
        self.edit(state, text).map(|_| String::new())
    }

    fn accept(&mut self, state: &mut State, text: &str) -> Vec<Effect> {
        match self.edit(state, text) {
            Ok((edit, label)) => state.edit(edit, &label).1,
            Err(reason) => {
                state.complain(reason);
                Vec::new()
            }
        }
    }
}

fn setting_given(text: &str, declared: Option<&Setting>) -> Result<Value, String> {
    let kind = declared.map_or(SettingType::String, |setting| setting.kind);
    let value = match kind {
        SettingType::String => match text::parse(text) {
            Ok(Value::String(quoted)) => Value::String(quoted),
            _ => Value::String(text.to_owned()),
        },
        SettingType::Number => {
            text::parse(text).ok().filter(|value| value.as_number().is_some()).ok_or("Type a number")?
        }
        SettingType::Boolean => {
            text::parse(text).ok().filter(|value| value.as_bool().is_some()).ok_or("Type true or false")?
        }
    };
    match declared.map(|setting| setting.one_of.as_slice()).unwrap_or_default() {
        [] => Ok(value),
        allowed if allowed.contains(&value) => Ok(value),
        allowed => {
            let words: Vec<String> = allowed.iter().map(ToString::to_string).collect();
            Err(format!("{value} is not one of {}", words.join(", ")))
        }
    }
}

fn setting_value(setting: &Setting) -> Value {
    let mut map = Map::new();
    map.insert("type".to_owned(), setting.kind.name().into());
    if let Some(default) = &setting.default {
        map.insert("default".to_owned(), default.clone());
    }
    if !setting.one_of.is_empty() {
        map.insert("one_of".to_owned(), Value::List(setting.one_of.clone()));
    }
    if setting.secret {
        map.insert("secret".to_owned(), Value::Boolean(true));
    }
    if let Some(description) = &setting.description {
        map.insert("description".to_owned(), Value::String(description.clone()));
    }
    Value::Map(map)
}

fn read_setting(text: &str) -> Result<Setting, String> {
    let value = text::parse(text)?;
    let map = value.as_map().ok_or("Type { type: string } or more")?;
    let mut setting = Setting::default();
    for (key, value) in map {
        match key.as_str() {
            "type" => {
                let name = value.as_str().unwrap_or_default();
                setting.kind = SettingType::ALL
                    .into_iter()
                    .find(|kind| kind.name() == name)
                    .ok_or("The type is string, number or boolean")?;
            }
            "default" => setting.default = Some(value.clone()),
            "one_of" => setting.one_of = value.as_list().ok_or("one_of is a list")?.to_vec(),
            "secret" => setting.secret = value.as_bool().ok_or("secret is true or false")?,
            "description" => setting.description = Some(value.as_str().ok_or("The description is text")?.to_owned()),
            other => {
                return Err(format!("A setting has no {other}; it has type, default, one_of, secret, description"));
            }
        }
    }
    if setting.secret && setting.default.is_some() {
        return Err("A secret has no default: no secret value stands in a design".to_owned());
    }
    Ok(setting)
}

fn event_text(event: &Event) -> String {
    let mut map = Map::new();
    if let Some(version) = event.version {
        map.insert("version".to_owned(), Value::Integer(version));
    }
    if let Some(description) = &event.description {
        map.insert("description".to_owned(), Value::String(description.clone()));
    }
    if let Some(schema) = &event.schema {
        map.insert("schema".to_owned(), schema.clone());
    }
    if map.is_empty() { String::new() } else { serde_yaml::to_string(&Value::Map(map)).unwrap_or_default() }
}

fn read_event(text: &str) -> Result<Event, String> {
    if text.trim().is_empty() {
        return Ok(Event::default());
    }
    let value = text::parse(text)?;
    let map = value.as_map().ok_or("Type version, description and schema")?;
    let mut event = Event::default();
    for (key, value) in map {
        match key.as_str() {
            "version" => event.version = Some(value.as_integer().ok_or("The version is a whole number")?),
            "description" => event.description = Some(value.as_str().ok_or("The description is text")?.to_owned()),
            "schema" => event.schema = Some(value.clone()),
            other => return Err(format!("An event has no {other}; it has version, description, schema")),
        }
    }
    Ok(event)
}

/// Picks another legal kind for a flow.
fn flow_kind(state: &mut State, id: FlowId) {
    let Some(flow) = state.session.as_ref().and_then(|session| session.design().flow(id).cloned()) else { return };
    let legality = state.session.as_ref().map(|session| legal::legal_flows(session.design(), &flow.from, &flow.to));
    match legality {
        Some(Legality::Legal(kinds)) if kinds.len() > 1 => {
            let picker = Picker::new(Kinds { kinds, flow }, state);
            state.show(picker);
        }
        Some(Legality::Legal(_)) => state.complain("This is the only kind of flow between the two"),
        Some(Legality::Refused(refusal)) => state.complain(refusal.message),
        None => {}
    }
}

#[derive(Debug)]
struct Kinds {
    kinds: Vec<&'static str>,
    flow: Flow,
}

impl Choice for Kinds {
    fn name(&self) -> &'static str {
        "EDIT"
    }

    fn title(&self, _state: &State) -> String {
        "Kind of the flow".to_owned()
    }

    fn rows(&self, _state: &State) -> Vec<picker::Row> {
        let row = |kind: &&'static str| picker::Row { label: (*kind).to_owned(), ..picker::Row::default() };
        self.kinds.iter().map(row).collect()
    }

    fn accept(&mut self, state: &mut State, row: usize) -> Vec<Effect> {
        let Some(kind) = self.kinds.get(row) else { return Vec::new() };
        let mut flow = Flow { kind: (*kind).to_owned(), ..self.flow.clone() };
        // Only what the new kind knows stays.
        if let Some(known) = crate::catalog::catalog().flow(kind) {
            flow.properties.retain(|name, _| known.properties.contains_key(name));
        }
        state.edit(Edit::ReplaceFlow(flow), &format!("Make the flow a {kind}")).1
    }
}
