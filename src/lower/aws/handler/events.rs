//! Types of events, from the design's schemas: what code may rely on, in a form that both languages can be printed from.
//!
//! Only what is certain becomes a type: what a schema says in ways that types have no words for stays open. No word of a
//! schema becomes code unless it is plain; other names and values leave the type open as well.

pub(super) mod python;
pub(super) mod typescript;

use std::collections::BTreeSet;

use indexmap::IndexMap;

use crate::design::Event;
use crate::text::words;
use crate::value::{Map, Value};

/// The longest name of a field, and of a type that is not an event's, that leaves lines within the width.
const LONGEST_NAME: usize = 30;
/// The longest value of an enumeration.
const LONGEST_VALUE: usize = 60;
/// What is longer gets a name of its own.
const LONGEST_INLINE: usize = 40;
/// How deep schemas are followed, references included.
const DEEPEST: usize = 8;
/// How many types one event may have.
const MOST: usize = 100;

/// The types of a design's events, those that others use first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EventTypes {
    types: Vec<EventType>,
    /// The events whose schemas allow no fields but their own.
    closed: BTreeSet<String>,
}

/// A named type of an event, or of a part of one.
#[derive(Debug, Clone, PartialEq, Eq)]
struct EventType {
    /// The event whose type, or part of a type, it is.
    event: String,
    name: String,
    documentation: String,
    form: Form,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Form {
    Fields(Vec<Field>),
    Same(Shape),
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Field {
    name: String,
    documentation: String,
    required: bool,
    shape: Shape,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Shape {
    Text,
    Number,
    Integer,
    Boolean,
    Null,
    Unknown,
    List(Box<Shape>),
    Map(Box<Shape>),
    Named(String),
    Values(Vec<String>),
    OneOf(Vec<Shape>),
}

impl EventTypes {
    /// The types of the events.
    pub fn of(events: &IndexMap<String, Event>) -> Self {
        let mut taken: BTreeSet<String> = events.keys().cloned().collect();
        let mut types = Vec::new();
        for (name, event) in events.iter().filter(|(name, _)| is_type_name(name)) {
            let schema = event.schema.as_ref().unwrap_or(&Value::Null);
            let mut reader = Reader { event: name, root: schema, taken: &mut taken, types: Vec::new(), open: false };
            let form = match reader.fields(schema, name, 0) {
                Some(fields) if !reader.open => Form::Fields(fields),
                _ => {
                    reader.types.clear();
                    Form::Same(Shape::Map(Box::new(Shape::Unknown)))
                }
            };
            types.append(&mut reader.types);
            let documentation = event.description.clone().unwrap_or_default();
            types.push(EventType { event: name.clone(), name: name.clone(), documentation, form });
        }
        let says_so = |event: &Event| {
            let says_no = |key| event.schema.as_ref()?.get(key)?.as_bool().filter(|allowed| !allowed);
            ["additionalProperties", "unevaluatedProperties"].into_iter().any(|key| says_no(key).is_some())
        };
        let closed = events.iter().filter(|(_, event)| says_so(event)).map(|(name, _)| name.clone()).collect();
        Self { types, closed }
    }

    /// The same for a language without such types: what the schemas allow is known all the same.
    pub(super) fn without_types(&self) -> Self {
        Self { types: Vec::new(), closed: self.closed.clone() }
    }

    /// Whether the event may have no fields but those of its schema.
    pub(super) fn is_closed(&self, event: &str) -> bool {
        self.closed.contains(event)
    }

    /// Whether the event has a type.
    pub(super) fn knows(&self, event: &str) -> bool {
        self.types.iter().any(|found| found.name == event && found.event == event)
    }

    /// Whether there is no type at all.
    pub(super) fn is_empty(&self) -> bool {
        self.types.is_empty()
    }
}

/// Whether an event's name can name a type in both languages, and hides nothing that code uses.
fn is_type_name(name: &str) -> bool {
    const USED: &[&str] = &[
        "Any",
        "Literal",
        "NotRequired",
        "TypedDict",
        "Record",
        "EventBridgeEvent",
        "Named",
        "Context",
        "Shape",
        "Breaker",
        "Message",
        "News",
        "Content",
        "BusEvent",
        "None",
        "True",
        "False",
    ];
    name.starts_with(|first: char| first.is_ascii_uppercase())
        && name.chars().all(|character| character.is_ascii_alphanumeric())
        && !USED.contains(&name)
}

/// Whether text can stand between quotes as it is.
fn is_plain(text: &str) -> bool {
    text.chars().all(|character| matches!(character, ' '..='~') && !matches!(character, '"' | '\'' | '\\'))
}

struct Reader<'a> {
    event: &'a str,
    root: &'a Value,
    taken: &'a mut BTreeSet<String>,
    types: Vec<EventType>,
    /// Whether something was met that no type can say, so that the whole event stays open.
    open: bool,
}

impl Reader<'_> {
    /// The fields of an object's schema; none if it is not one with fields.
    fn fields(&mut self, schema: &Value, name: &str, depth: usize) -> Option<Vec<Field>> {
        let properties = schema.get("properties")?.as_map().filter(|properties| !properties.is_empty())?;
        if depth > DEEPEST || self.types.len() > MOST {
            return None;
        }
        let required: Vec<&str> = schema
            .get("required")
            .and_then(Value::as_list)
            .unwrap_or_default()
            .iter()
            .filter_map(Value::as_str)
            .collect();
        let mut fields = Vec::new();
        for (field, schema) in properties {
            if field.is_empty() || field.len() > LONGEST_NAME || !is_plain(field) {
                self.open = true;
                return None;
            }
            let shape = self.shape(schema, &format!("{name}{}", words::pascal(field)), depth + 1);
            fields.push(Field {
                name: field.clone(),
                documentation: schema.get("description").and_then(Value::as_str).unwrap_or_default().to_owned(),
                required: required.contains(&field.as_str()),
                shape: self.short(shape, &format!("{name}{}", words::pascal(field))),
            });
        }
        Some(fields)
    }

    fn shape(&mut self, schema: &Value, name: &str, depth: usize) -> Shape {
        let Some(map) = schema.as_map().filter(|_| depth <= DEEPEST) else { return Shape::Unknown };
        if let Some(target) = map.get("$ref") {
            return match target.as_str().and_then(|path| resolve(self.root, path)).cloned() {
                Some(found) => self.shape(&found, name, depth + 1),
                None => Shape::Unknown,
            };
        }
        if let Some(values) = map.get("enum").and_then(Value::as_list) {
            return values_of(values);
        }
        if let Some(value) = map.get("const") {
            return values_of(std::slice::from_ref(value));
        }
        let choices = ["oneOf", "anyOf"].iter().find_map(|key| map.get(*key)?.as_list());
        if let Some(choices) = choices {
            let numbered = |index: usize| if index == 0 { name.to_owned() } else { format!("{name}{}", index + 1) };
            return one_of(
                choices.iter().enumerate().map(|(index, part)| self.shape(part, &numbered(index), depth + 1)).collect(),
            );
        }
        match map.get("type") {
            Some(Value::List(types)) => one_of(
                types.iter().filter_map(Value::as_str).map(|one| self.typed(map, schema, one, name, depth)).collect(),
            ),
            Some(one) => one.as_str().map_or(Shape::Unknown, |one| self.typed(map, schema, one, name, depth)),
            None if map.contains_key("properties") => self.typed(map, schema, "object", name, depth),
            None => Shape::Unknown,
        }
    }

    fn typed(&mut self, map: &Map, schema: &Value, of: &str, name: &str, depth: usize) -> Shape {
        match of {
            "string" => Shape::Text,
            "number" => Shape::Number,
            "integer" => Shape::Integer,
            "boolean" => Shape::Boolean,
            "null" => Shape::Null,
            "array" => {
                let item = map.get("items").map_or(Shape::Unknown, |items| self.shape(items, name, depth + 1));
                Shape::List(Box::new(self.short(item, name)))
            }
            "object" => {
                if let Some(fields) = self.fields(schema, name, depth) {
                    let documentation = map.get("description").and_then(Value::as_str).unwrap_or_default();
                    return self.named(name, documentation, Form::Fields(fields));
                }
                let value = match map.get("additionalProperties") {
                    Some(inside) if inside.as_map().is_some() => self.shape(inside, name, depth + 1),
                    _ => Shape::Unknown,
                };
                Shape::Map(Box::new(self.short(value, name)))
            }
            _ => Shape::Unknown,
        }
    }

    /// The shape, under a name of its own where it would make lines long.
    fn short(&mut self, shape: Shape, name: &str) -> Shape {
        let long = typescript::inline(&shape).len() > LONGEST_INLINE || python::inline(&shape).len() > LONGEST_INLINE;
        if long { self.named(name, "", Form::Same(shape)) } else { shape }
    }

    fn named(&mut self, wish: &str, documentation: &str, form: Form) -> Shape {
        let plain = is_type_name(wish) && wish.len() <= LONGEST_NAME;
        let short: String = self.event.chars().take(LONGEST_NAME - 10).collect();
        let base = if plain { wish.to_owned() } else { format!("{short}Part") };
        let numbered = (2..=u32::MAX).map(|number| format!("{base}{number}"));
        let free = std::iter::once(base.clone()).chain(numbered).find(|name| !self.taken.contains(name));
        let name = free.unwrap_or(base);
        self.taken.insert(name.clone());
        self.types.push(EventType {
            event: self.event.to_owned(),
            name: name.clone(),
            documentation: documentation.to_owned(),
            form,
        });
        Shape::Named(name)
    }
}

/// What a reference within the schema points at.
fn resolve<'a>(root: &'a Value, path: &str) -> Option<&'a Value> {
    path.strip_prefix("#/")?.split('/').try_fold(root, |found, step| found.get(step))
}

/// An enumeration: texts are told one by one, other values by their type.
fn values_of(values: &[Value]) -> Shape {
    let texts: Vec<&str> = values.iter().filter_map(Value::as_str).collect();
    let plain = |text: &&str| text.len() <= LONGEST_VALUE && is_plain(text);
    if texts.len() == values.len() && !texts.is_empty() && texts.iter().all(plain) {
        let mut told: Vec<String> = Vec::new();
        for text in texts {
            if !told.iter().any(|before| before == text) {
                told.push(text.to_owned());
            }
        }
        return Shape::Values(told);
    }
    one_of(
        values
            .iter()
            .map(|value| match value {
                Value::Null => Shape::Null,
                value if value.as_bool().is_some() => Shape::Boolean,
                value if value.as_integer().is_some() => Shape::Integer,
                value if value.as_number().is_some() => Shape::Number,
                value if value.as_str().is_some() => Shape::Text,
                _ => Shape::Unknown,
            })
            .collect(),
    )
}

/// One of several, each once. What can be anything is anything; text that may be any is not told value by value.
fn one_of(shapes: Vec<Shape>) -> Shape {
    let mut told: Vec<Shape> = Vec::new();
    for shape in shapes {
        let parts = if let Shape::OneOf(parts) = shape { parts } else { vec![shape] };
        for part in parts {
            if !told.contains(&part) {
                told.push(part);
            }
        }
    }
    if told.contains(&Shape::Text) {
        told.retain(|shape| !matches!(shape, Shape::Values(_)));
    }
    if told.contains(&Shape::Number) {
        told.retain(|shape| *shape != Shape::Integer);
    }
    // A choice is not nested in another, so that its parts can stand on lines of their own.
    let several = told.iter().filter(|shape| matches!(shape, Shape::Values(_))).count() > 1;
    match told.len() {
        0 => Shape::Unknown,
        1 => told.pop().unwrap_or(Shape::Unknown),
        _ if told.contains(&Shape::Unknown) || several => Shape::Unknown,
        _ => Shape::OneOf(told),
    }
}
