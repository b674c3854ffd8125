//! Expressions of a program as values.

use crate::program::{Binding, Component, Entry, Expression, Key, Literal, Name, Part, Program, StackFile, Statement};

use super::cloud::{self, Cloud};
use super::value::{ResourceId, Value};
use super::{bound, identity};

/// Where an expression stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    /// In the component of that number.
    Component(usize),
    /// In the entry.
    Entry,
}

/// How deep values may refer to each other.
const DEEPEST: usize = 64;

/// Evaluates the expressions of one program.
pub(super) struct Evaluator<'a> {
    program: &'a Program,
    stack: Option<&'a StackFile>,
    cloud: &'static Cloud,
}

impl<'a> Evaluator<'a> {
    pub(super) fn new(program: &'a Program, stack: Option<&'a StackFile>) -> Self {
        Self { program, stack, cloud: cloud::of(program) }
    }

    /// What the support modules of the program make.
    pub(super) fn cloud(&self) -> &'static Cloud {
        self.cloud
    }

    /// The value of an expression.
    pub(super) fn value(&self, scope: Scope, expression: &Expression) -> Value {
        self.at(scope, expression, 0)
    }

    fn component(&self, scope: Scope) -> Option<&'a Component> {
        match scope {
            Scope::Component(number) => self.program.components.get(number),
            Scope::Entry => None,
        }
    }

    fn at(&self, scope: Scope, expression: &Expression, depth: usize) -> Value {
        if depth > DEEPEST {
            return Value::Unknown;
        }
        let inner = |expression: &Expression| self.at(scope, expression, depth + 1);
        match expression {
            Expression::Boolean(value) => Value::Boolean(*value),
            Expression::Integer(value) => Value::Integer(*value),
            Expression::Number(value) => Value::Number(*value),
            Expression::Text(text) => Value::Text(text.clone()),
            Expression::List(items) => {
                let mut values = Vec::new();
                for item in items {
                    match (item, inner(item)) {
                        (_, Value::Absent) => {}
                        (Expression::Spread(_), value) => values.extend(value.items().into_iter().cloned()),
                        (_, value) => values.push(value),
                    }
                }
                Value::List(values)
            }
            Expression::Object(entries) => Value::Object(
                entries
                    .iter()
                    .map(|Entry { key: Key::Property(key) | Key::Data(key), value, .. }| (key.clone(), inner(value)))
                    .filter(|(_, value)| *value != Value::Absent)
                    .collect(),
            ),
            Expression::Local(name) => self.local(scope, name, depth),
            Expression::This(name) => {
                self.component(scope).map_or(Value::Unknown, |component| self.field(scope, component, name, depth))
            }
            Expression::Argument(name) => self.argument(scope, name, depth),
            Expression::Setting(name) => self.setting(name),
            Expression::Field(object, name) => self.member(scope, object, name, depth),
            Expression::Property(object, name) => extend(inner(object), &format!(".{name}")),
            Expression::Index(list, index) => extend(inner(list), &format!("[{index}]")),
            Expression::Item(map, key) => extend(inner(map), &format!(".{key}")),
            Expression::Interpolate(parts) | Expression::Format(parts) => self.joined(scope, parts, depth),
            Expression::JsonOutput(value) | Expression::Json(value) => Value::Json(Box::new(inner(value))),
            Expression::Enumeration { path, typescript, .. } => {
                Value::Member(format!("{}.{typescript}", path.join(".")))
            }
            Expression::Call { function, arguments } => {
                (self.cloud.call)(&function.item, arguments.iter().map(inner).collect())
            }
            Expression::Invoke { function, .. } => Value::Answer(function.last().cloned().unwrap_or_default()),
            Expression::Archive(path) => Value::Text(path.clone()),
            Expression::Conditional { condition, then, otherwise } => match inner(condition).holds() {
                Some(false) => otherwise.as_deref().map_or(Value::Absent, inner),
                _ => inner(then),
            },
            Expression::Product(left, right) => match (inner(left), inner(right)) {
                (Value::Integer(left), Value::Integer(right)) => {
                    left.checked_mul(right).map_or(Value::Unknown, Value::Integer)
                }
                _ => Value::Unknown,
            },
            Expression::Spread(value) => inner(value),
            Expression::From { origins, value, .. } => Value::From(origins.clone(), Box::new(inner(value))),
            Expression::StackOutput(variable, output) => self.stack_output(variable, output),
            // What stands in a file is for people to change.
            Expression::FileText(_) | Expression::Node { .. } => Value::Unknown,
        }
    }

    fn local(&self, scope: Scope, name: &Name, depth: usize) -> Value {
        let Some(component) = self.component(scope) else { return self.variable(name, depth) };
        if let Some(resource) = bound(&component.body, &Binding::Local(name.clone())) {
            return Value::Resource(identity(component, &resource.class, &resource.name));
        }
        let found = component.body.iter().find_map(|statement| match statement {
            Statement::Let { name: present, value, .. } if present == name => Some(value),
            _ => None,
        });
        let constants = self.program.components.iter().flat_map(|component| &component.constants);
        let constant = constants.filter(|constant| constant.name == *name).map(|constant| &constant.value).next();
        found.or(constant).map_or(Value::Unknown, |value| self.at(scope, value, depth + 1))
    }

    /// A variable of the entry.
    fn variable(&self, name: &Name, depth: usize) -> Value {
        let deferred = self.program.entry.deferred.iter().find(|deferred| deferred.variable == *name);
        deferred.map_or(Value::Unknown, |deferred| self.at(Scope::Entry, &deferred.value, depth + 1))
    }

    fn field(&self, scope: Scope, component: &Component, name: &Name, depth: usize) -> Value {
        if let Some(resource) = bound(&component.body, &Binding::Field(name.clone())) {
            return Value::Resource(identity(component, &resource.class, &resource.name));
        }
        let found = component.body.iter().find_map(|statement| match statement {
            Statement::Assign { field, value, .. } if field == name => Some(value),
            _ => None,
        });
        found.map_or(Value::Unknown, |value| self.at(scope, value, depth + 1))
    }

    /// An argument of a component, as the entry gives it.
    fn argument(&self, scope: Scope, name: &Name, depth: usize) -> Value {
        let Some(component) = self.component(scope) else { return Value::Unknown };
        let instance = self.program.entry.instances.iter().find(|instance| instance.class == component.class);
        let given = instance.and_then(|instance| instance.arguments.iter().find(|(present, _)| present == name));
        given.map_or(Value::Unknown, |(_, value)| self.at(Scope::Entry, value, depth + 1))
    }

    /// A field of a component of the program, or a part of one of a support module.
    fn member(&self, scope: Scope, object: &Expression, name: &Name, depth: usize) -> Value {
        if let Some(number) = self.instance(scope, object) {
            return match self.program.components.get(number) {
                Some(component) => self.field(Scope::Component(number), component, name, depth + 1),
                None => Value::Unknown,
            };
        }
        match self.at(scope, object, depth + 1).plain() {
            Value::Resource(id) => (self.cloud.field)(id, &name.camel()).unwrap_or(Value::Unknown),
            _ => Value::Unknown,
        }
    }

    /// The number of the component that an expression stands for, if it is one.
    fn instance(&self, scope: Scope, object: &Expression) -> Option<usize> {
        let entry = &self.program.entry;
        let class = match (object, self.component(scope)) {
            (Expression::Local(variable), None) => {
                &entry.instances.iter().find(|instance| instance.variable == *variable)?.class
            }
            (Expression::Argument(name), Some(component)) => {
                let instance = entry.instances.iter().find(|instance| instance.class == component.class)?;
                let (_, value) = instance.arguments.iter().find(|(present, _)| present == name)?;
                return self.instance(Scope::Entry, value);
            }
            _ => return None,
        };
        self.program.components.iter().position(|component| component.class == *class)
    }

    /// An output of another project's stack.
    fn stack_output(&self, variable: &Name, output: &str) -> Value {
        let reference = self.program.entry.references.iter().find(|reference| reference.variable == *variable);
        reference.map_or(Value::Unknown, |reference| {
            let kind = "pulumi:pulumi:StackReference".to_owned();
            let id = ResourceId { service: String::new(), kind, name: reference.project.clone() };
            Value::Output(id, output.to_owned())
        })
    }

    fn setting(&self, name: &Name) -> Value {
        let unknown = || Value::Setting(name.camel());
        let Some(stack) = self.stack else { return unknown() };
        if name.as_str() == "environment" {
            return Value::Text(stack.environment.clone());
        }
        if let Some((_, value)) = stack.provider.iter().find(|(key, _)| key.ends_with(&format!(":{}", name.as_str()))) {
            return literal(value);
        }
        let Some(field) = self.program.settings.fields.iter().find(|field| field.name == *name) else {
            return unknown();
        };
        let given = stack.values.iter().find(|(present, _)| present == name).map(|(_, value)| value);
        match given.or(field.default.as_ref()) {
            Some(value) => literal(value),
            None if field.optional => Value::Absent,
            None => unknown(),
        }
    }

    fn joined(&self, scope: Scope, parts: &[Part], depth: usize) -> Value {
        let mut values: Vec<Value> = Vec::new();
        for part in parts {
            let value = match part {
                Part::Text(text) => Value::Text(text.clone()),
                Part::Value(value) => self.at(scope, value, depth + 1),
            };
            match (value, values.last_mut()) {
                (Value::Text(text), Some(Value::Text(before))) => before.push_str(&text),
                (value, _) => values.push(value),
            }
        }
        match values.as_slice() {
            [only] => only.clone(),
            _ => Value::Joined(values),
        }
    }
}

fn literal(value: &Literal) -> Value {
    match value {
        Literal::Text(text) => Value::Text(text.clone()),
        Literal::Integer(number) => Value::Integer(*number),
        Literal::Number(number) => Value::Number(*number),
        Literal::Boolean(truth) => Value::Boolean(*truth),
        Literal::Texts(texts) => Value::List(texts.iter().cloned().map(Value::Text).collect()),
    }
}

/// A step further into a value.
fn extend(value: Value, step: &str) -> Value {
    let name = step.trim_start_matches('.');
    match value {
        Value::Resource(id) => Value::Output(id, name.to_owned()),
        Value::Output(id, way) => Value::Output(id, format!("{way}{step}")),
        Value::Answer(way) => Value::Answer(format!("{way}{step}")),
        Value::Object(entries) => {
            entries.into_iter().find(|(present, _)| present == name).map_or(Value::Absent, |(_, value)| value)
        }
        Value::From(_, inner) => extend(*inner, step),
        _ => Value::Unknown,
    }
}

/// A part of a component of a support module, as a resource.
pub(super) fn companion(id: &ResourceId, kind: &str, suffix: &str) -> ResourceId {
    ResourceId { service: id.service.clone(), kind: kind.to_owned(), name: format!("{}{suffix}", id.name) }
}
