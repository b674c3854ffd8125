//! Values that tests expect.

use std::collections::HashMap;

use crate::program::{Program, SettingKind};
use crate::register::{Registered, ResourceId, Value};

use super::cloud::Cloud;
use super::mocks;

/// A value that a test expects.
#[derive(Debug, Clone, PartialEq)]
pub enum Expected {
    /// Whatever it is.
    Anything,
    /// A truth value.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// A number.
    Number(f64),
    /// Text.
    Text(String),
    /// An output of the resource of that kind and name.
    Output(String, String, String),
    /// Text of several parts: texts and outputs.
    Joined(Vec<Expected>),
    /// A sequence.
    List(Vec<Expected>),
    /// Named values.
    Object(Vec<(String, Expected)>),
}

/// A resource's kind as tests name it: `sqs.Queue` for `aws:sqs/queue:Queue`.
pub fn short(token: &str) -> String {
    let mut parts = token.split(':');
    let (provider, module, class) =
        (parts.next().unwrap_or_default(), parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let module = module.split('/').next().unwrap_or_default();
    format!("{}.{class}", if module == "index" { provider } else { module })
}

/// Turns values into what is expected, among the resources that are there.
pub(super) struct Reader<'a> {
    cloud: &'static Cloud,
    all: &'a [Registered],
    by_id: HashMap<&'a ResourceId, &'a Registered>,
    /// Texts that are made up for settings which people must give.
    settings: HashMap<String, String>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(cloud: &'static Cloud, program: &Program, resources: &'a [Registered]) -> Self {
        let by_id = resources.iter().rev().map(|resource| (&resource.id, resource)).collect();
        let missing = program.stacks.last().map(|stack| stack.missing.as_slice()).unwrap_or_default();
        let fields = program.settings.fields.iter().filter(|field| missing.contains(&field.name));
        let fields = fields.filter(|field| field.kind == SettingKind::Text && !field.secret);
        let settings = fields.map(|field| (field.name.camel(), field.kind.made_up())).collect();
        Self { cloud, all: resources, by_id, settings }
    }

    /// All resources.
    pub(super) fn all(&self) -> &'a [Registered] {
        self.all
    }

    /// The resource of an identity.
    pub(super) fn resource(&self, id: &ResourceId) -> Option<&'a Registered> {
        self.by_id.get(id).copied()
    }

    /// The identity by which a resource is registered: a field of a component may be of one of two types.
    pub(super) fn known(&self, id: &ResourceId) -> ResourceId {
        let twin = self.cloud.twins.iter().find(|(kind, _)| *kind == id.kind).map(|(_, twin)| *twin);
        let twin = twin.map(|kind| ResourceId { kind: kind.to_owned(), ..id.clone() });
        twin.filter(|twin| self.resource(id).is_none() && self.resource(twin).is_some()).unwrap_or_else(|| id.clone())
    }

    /// The value as a test expects it.
    pub(super) fn expected(&self, value: &Value) -> Expected {
        match value {
            Value::Boolean(truth) => Expected::Boolean(*truth),
            Value::Integer(number) => Expected::Integer(*number),
            Value::Number(number) => Expected::Number(*number),
            Value::Text(text) => unfolded(text),
            Value::Answer(way) => {
                mocks::answer(self.cloud, way).map_or(Expected::Anything, |text| Expected::Text(text.to_owned()))
            }
            Value::Output(id, way) => self.output(id, way),
            Value::Joined(parts) => self.joined(parts),
            Value::List(items) => Expected::List(items.iter().map(|item| self.expected(item)).collect()),
            Value::Object(entries) => {
                Expected::Object(entries.iter().map(|(name, value)| (name.clone(), self.expected(value))).collect())
            }
            Value::Json(value) => self.json(value),
            Value::From(_, value) => self.expected(value),
            Value::Setting(name) => self.settings.get(name).cloned().map_or(Expected::Anything, Expected::Text),
            Value::Absent | Value::Resource(_) | Value::Member(_) | Value::Unknown => Expected::Anything,
        }
    }

    /// A value as JSON. Tests see objects and lists as such; of anything else they see the text.
    fn json(&self, value: &Value) -> Expected {
        match value.plain() {
            Value::Text(text) if text.is_ascii() => {
                serde_json::to_string(text).map_or(Expected::Anything, Expected::Text)
            }
            Value::Boolean(truth) => Expected::Text(truth.to_string()),
            Value::Integer(number) => Expected::Text(number.to_string()),
            Value::Text(_) | Value::Number(_) | Value::Setting(_) => Expected::Anything,
            other => self.expected(other),
        }
    }

    /// An output: what the program gives as the input of that name, or what only the cloud knows.
    fn output(&self, id: &ResourceId, way: &str) -> Expected {
        let Some(path) = mocks::path(self.cloud, way) else { return Expected::Anything };
        let id = &self.known(id);
        // The id of what is there already is the one that it is looked up by.
        if way == "id" && self.resource(id).is_some_and(|resource| resource.existing) {
            return Expected::Anything;
        }
        if let Some(given) = self.resource(id).filter(|_| way != "id").and_then(|resource| resource.input(way)) {
            return self.expected(given);
        }
        Expected::Output(short(&id.kind), id.name.clone(), path)
    }

    fn joined(&self, parts: &[Value]) -> Expected {
        let mut joined: Vec<Expected> = Vec::new();
        for part in parts {
            match (self.expected(part), joined.last_mut()) {
                (Expected::Text(text), Some(Expected::Text(before))) => before.push_str(&text),
                (part @ (Expected::Text(_) | Expected::Output(..)), _) => joined.push(part),
                (Expected::Joined(parts), _) => joined.extend(parts),
                _ => return Expected::Anything,
            }
        }
        match joined.as_slice() {
            [Expected::Text(text)] => Expected::Text(text.clone()),
            _ => Expected::Joined(joined),
        }
    }
}

/// A text as tests see it: what is JSON as the values that it stands for.
fn unfolded(text: &str) -> Expected {
    let json = Some(text).filter(|text| text.starts_with(['{', '[']));
    match json.and_then(|text| serde_json::from_str(text).ok()) {
        Some(value) => parsed(value),
        None => Expected::Text(text.to_owned()),
    }
}

fn parsed(value: serde_json::Value) -> Expected {
    match value {
        serde_json::Value::Null => Expected::Anything,
        serde_json::Value::Bool(truth) => Expected::Boolean(truth),
        serde_json::Value::Number(number) => match number.as_i64() {
            Some(whole) => Expected::Integer(whole),
            None => Expected::Number(number.as_f64().unwrap_or_default()),
        },
        serde_json::Value::String(text) => unfolded(&text),
        serde_json::Value::Array(items) => Expected::List(items.into_iter().map(parsed).collect()),
        serde_json::Value::Object(entries) => {
            Expected::Object(entries.into_iter().map(|(name, value)| (name, parsed(value))).collect())
        }
    }
}
