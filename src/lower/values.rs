//! Properties as expressions: a literal where all environments agree, a setting where they differ. Knows no cloud.

use crate::design::model::SHARED;
use crate::design::{NodeId, Place};
use crate::program::{Alias, Entry, Expression, Handler, Literal, Origin, SettingKind};
use crate::text::duration::Duration;
use crate::value::{Map, Value};

use super::draft::{Draft, Item};
use super::link::Output;
use super::names::Names;
use super::settings::{Derived, SettingsDraft};
use super::{LowerError, free_maps};
use crate::design::Design;

/// What lowering works on: the design, and the program in the making. `facts` is what one provider gathers on the way.
#[derive(Debug)]
pub(crate) struct Context<'a, Facts> {
    /// The design.
    pub(crate) design: &'a Design,
    /// The settings so far.
    pub(crate) settings: SettingsDraft,
    /// The logical names so far.
    pub(crate) names: Names,
    /// The resources so far.
    pub(crate) draft: Draft,
    /// What is in the way so far.
    pub(crate) errors: Vec<LowerError>,
    /// The stack's outputs so far.
    pub(crate) outputs: Vec<Output>,
    /// The first code of functions so far.
    pub(crate) handlers: Vec<Handler>,
    /// What the provider gathers.
    pub(crate) facts: Facts,
}

impl<'a, Facts: Default> Context<'a, Facts> {
    /// Nothing but the design.
    pub(crate) fn new(design: &'a Design) -> Self {
        Self {
            design,
            settings: SettingsDraft::new(design),
            names: Names::default(),
            draft: Draft::default(),
            errors: Vec::new(),
            outputs: Vec::new(),
            handlers: Vec::new(),
            facts: Facts::default(),
        }
    }
}

/// How a written value becomes a literal.
pub(crate) type Read = fn(&Value) -> Option<Literal>;

impl<Facts> Context<'_, Facts> {
    /// Begins the components of all services that have nodes, and of what is shared.
    pub(crate) fn components(&mut self) {
        for (name, service) in &self.design.services {
            if name == SHARED || !service.nodes.is_empty() {
                self.draft.components.entry(name.clone()).or_default();
            }
        }
        self.draft.components.entry(SHARED.to_owned()).or_default();
    }

    /// Takes the name of a node's main resource, before any companion asks for one.
    pub(crate) fn reserve(&mut self, id: &NodeId, class: &str) {
        let name = self.logical(id);
        self.names.reserve(&id.service, class, &name);
    }

    /// Notes what is in the way.
    pub(crate) fn refuse(&mut self, place: Place, message: impl Into<String>, help: impl Into<String>) {
        let error = LowerError { place, message: message.into(), help: help.into() };
        if !self.errors.contains(&error) {
            self.errors.push(error);
        }
    }

    /// Adds an item to a component.
    pub(crate) fn push(&mut self, component: &str, item: Item) {
        self.draft.components.entry(component.to_owned()).or_default().push(item);
    }

    /// Text or a setting's text.
    pub(crate) fn text(&mut self, id: &NodeId, path: &[&str]) -> Option<Expression> {
        self.vary(id, path, &SettingKind::Text, "", |value| value.as_str().map(|text| Literal::Text(text.to_owned())))
    }

    /// A whole number.
    pub(crate) fn integer(&mut self, id: &NodeId, path: &[&str]) -> Option<Expression> {
        self.vary(id, path, &SettingKind::Integer, "", |value| value.as_integer().map(Literal::Integer))
    }

    /// A number.
    pub(crate) fn number(&mut self, id: &NodeId, path: &[&str]) -> Option<Expression> {
        let whole = self.known(id, path).iter().all(|value| value.as_integer().is_some());
        if whole {
            return self.integer(id, path);
        }
        self.vary(id, path, &SettingKind::Number, "", |value| value.as_number().map(Literal::Number))
    }

    /// A truth value.
    pub(crate) fn boolean(&mut self, id: &NodeId, path: &[&str]) -> Option<Expression> {
        self.vary(id, path, &SettingKind::Boolean, "", |value| value.as_bool().map(Literal::Boolean))
    }

    /// A list of texts; items may be settings where all environments agree.
    pub(crate) fn texts(&mut self, id: &NodeId, path: &[&str]) -> Option<Expression> {
        if !self.design.varies(id, path)
            && let Some(Value::List(items)) = self.outside(id, path)
        {
            let items = items.iter().map(|item| self.plain(item, &Place::Node { id: id.clone(), path: strings(path) }));
            return Some(Expression::List(items.collect()));
        }
        self.vary(id, path, &SettingKind::Texts, "", |value| super::settings::literal(value, &SettingKind::Texts))
    }

    /// A duration in whole seconds; a setting gives seconds.
    pub(crate) fn seconds(&mut self, id: &NodeId, path: &[&str]) -> Option<Expression> {
        self.vary(id, path, &SettingKind::Integer, "seconds", seconds)
    }

    /// A duration in whole days; a setting gives days.
    pub(crate) fn days(&mut self, id: &NodeId, path: &[&str]) -> Option<Expression> {
        self.vary(id, path, &SettingKind::Integer, "days", |value| {
            Duration::parse(value.as_str()?).map(|duration| Literal::Integer(duration.days().min(100_000) as i64))
        })
    }

    /// A value on which all environments must agree, since the program's shape depends on it.
    pub(crate) fn fixed(&mut self, id: &NodeId, path: &[&str]) -> Option<Value> {
        let value = self.outside(id, path);
        if self.design.varies(id, path) {
            self.refuse(
                Place::Node { id: id.clone(), path: strings(path) },
                format!(
                    "{} of {id} differs between environments, and the program's shape depends on it",
                    path.join(".")
                ),
                "give every environment the same value",
            );
        } else if value.as_ref().is_some_and(|value| value.as_setting().is_some()) {
            self.refuse(
                Place::Node { id: id.clone(), path: strings(path) },
                format!(
                    "{} of {id} cannot come from a setting, since the program's shape depends on it",
                    path.join(".")
                ),
                "write the value itself",
            );
            return None;
        }
        value
    }

    /// A truth value on which all environments must agree.
    pub(crate) fn flag(&mut self, id: &NodeId, path: &[&str]) -> bool {
        self.fixed(id, path).and_then(|value| value.as_bool()).unwrap_or(false)
    }

    /// The durations in seconds that a property has in any environment, as far as they are known.
    pub(crate) fn known_seconds(&self, id: &NodeId, path: &[&str]) -> Vec<i64> {
        let read = |value: &Value| {
            seconds(value)
                .and_then(|literal| if let Literal::Integer(seconds) = literal { Some(seconds) } else { None })
        };
        self.known(id, path).iter().filter_map(read).collect()
    }

    /// The node's description, or the sentence.
    pub(crate) fn description(&self, id: &NodeId, otherwise: &str) -> String {
        let written = self.design.node(id).and_then(|node| node.get("description")).and_then(Value::as_str);
        written.filter(|text| !text.trim().is_empty()).unwrap_or(otherwise).to_owned()
    }

    /// The id of the resource that is there already, when the node says so.
    pub(crate) fn existing(&mut self, id: &NodeId) -> Option<Expression> {
        self.design.node(id)?.get("existing")?;
        self.text(id, &["existing"])
    }

    /// Whether the node stands for a resource that is there already.
    pub(crate) fn is_existing(&self, id: &NodeId) -> bool {
        self.design.node(id).is_some_and(|node| node.get("existing").is_some())
    }

    /// The logical name of the node's main resource.
    pub(crate) fn logical(&self, id: &NodeId) -> String {
        let kind = self.design.kind_of(id).unwrap_or_default();
        super::names::logical(self.design.provider(), &id.service, kind, &id.node)
    }

    /// The name the node had before: its service and its name.
    pub(crate) fn was(&self, id: &NodeId) -> Option<NodeId> {
        let text = self.design.node(id)?.get("was")?.as_str()?;
        NodeId::parse(text).or_else(|| Some(NodeId::new(id.service.clone(), text))).filter(|old| old != id)
    }

    /// What a resource was called before: `name` made from the old node's name, and the old service when it moved.
    /// `token` gives the type token of a service's component.
    pub(crate) fn aliases(&self, id: &NodeId, name: &str, token: impl Fn(&str) -> String) -> Vec<Alias> {
        let Some(old) = self.was(id) else { return Vec::new() };
        let before = super::names::logical(
            self.design.provider(),
            &old.service,
            self.design.kind_of(id).unwrap_or_default(),
            &old.node,
        );
        let former = self
            .names
            .renamed(name, &self.logical(id), &before)
            .or_else(|| self.names.renamed(name, &id.node, &old.node))
            .unwrap_or_else(|| name.to_owned());
        let parent = (old.service != id.service).then(|| (token(&old.service), old.service.clone()));
        if former == name && parent.is_none() {
            return Vec::new();
        }
        vec![Alias { name: (former != name).then_some(former), parent }]
    }

    /// The node's tags, and the provider properties that it passes through, by the SDK's names.
    pub(crate) fn extra(&mut self, id: &NodeId) -> Vec<(String, Expression)> {
        let written = match self.fixed(id, &["extra"]) {
            Some(Value::Map(map)) => map,
            _ => crate::value::Map::new(),
        };
        let mut extra: Vec<(String, Expression)> = Vec::new();
        if let Some(tags @ Value::Map(_)) = self.fixed(id, &["tags"])
            && !written.contains_key("tags")
        {
            extra.push(("tags".to_owned(), self.data(&tags, &Place::property(id, "tags"))));
        }
        extra.extend(self.sdk_properties(id, "extra", &written));
        extra
    }

    /// Properties of a node that are the provider's own, by the SDK's names.
    pub(crate) fn sdk_properties(&mut self, id: &NodeId, property: &str, written: &Map) -> Vec<(String, Expression)> {
        let mut found = Vec::new();
        for (name, value) in written {
            let place = Place::Node { id: id.clone(), path: vec![property.to_owned(), name.clone()] };
            if !free_maps::is_property(name) {
                self.refuse(
                    place,
                    format!("no property of a provider is called {name}"),
                    "write it as the TypeScript SDK does, such as maxMessageSize",
                );
                continue;
            }
            let value = self.under(name, value, &place);
            found.push((name.clone(), value));
        }
        found
    }

    /// A written value as it stands; keys are the SDK's names, or the user's where the SDK leaves them to the user.
    pub(crate) fn plain(&mut self, value: &Value, place: &Place) -> Expression {
        self.under("", value, place)
    }

    /// A written value as it stands, under a property of the SDK.
    fn under(&mut self, name: &str, value: &Value, place: &Place) -> Expression {
        match value {
            Value::List(items) => Expression::List(items.iter().map(|item| self.under(name, item, place)).collect()),
            Value::Map(map) if value.as_setting().is_none() => {
                if free_maps::has_free_keys(name, map) {
                    return self.data(value, place);
                }
                let entries = map.iter().map(|(key, value)| Entry::property(key, self.under(key, value, place)));
                Expression::Object(entries.collect())
            }
            other => self.data(other, place),
        }
    }

    /// A written value as it stands; keys are data.
    pub(crate) fn data(&mut self, value: &Value, place: &Place) -> Expression {
        if let Some(setting) = value.as_setting() {
            return self.setting(setting, place);
        }
        match value {
            Value::Null => Expression::Text(String::new()),
            Value::Boolean(value) => Expression::Boolean(*value),
            Value::Integer(value) => Expression::Integer(*value),
            Value::Float(value) => Expression::Number(*value),
            Value::String(text) => Expression::text(text),
            Value::List(items) => Expression::List(items.iter().map(|item| self.data(item, place)).collect()),
            Value::Map(map) => {
                Expression::Object(map.iter().map(|(key, value)| Entry::data(key, self.data(value, place))).collect())
            }
        }
    }

    /// A setting that the design names.
    pub(crate) fn setting(&mut self, name: &str, place: &Place) -> Expression {
        if let Some(field) = self.settings.named(name) {
            return Expression::Setting(field.clone());
        }
        self.refuse(place.clone(), format!("there is no setting {name}"), "add it under settings");
        Expression::Text(String::new())
    }

    fn outside(&self, id: &NodeId, path: &[&str]) -> Option<Value> {
        match self.design.environments.keys().next() {
            Some(first) if !self.design.varies(id, path) => self.design.effective(id, path, Some(first)),
            _ => self.design.effective(id, path, None),
        }
    }

    /// The values that a property has in any environment, settings replaced by what is known of them.
    pub(crate) fn known(&self, id: &NodeId, path: &[&str]) -> Vec<Value> {
        let environments = self.environments().into_iter();
        environments.filter_map(|environment| self.resolved(id, path, environment)).collect()
    }

    /// The environments, or none of a name where the design has none.
    pub(crate) fn environments(&self) -> Vec<Option<&str>> {
        if self.design.environments.is_empty() {
            return vec![None];
        }
        self.design.environments.keys().map(|name| Some(name.as_str())).collect()
    }

    /// Whether a property has a value in each environment.
    pub(crate) fn is_always_given(&self, id: &NodeId, path: &[&str]) -> bool {
        let mut names = self.design.environments.keys();
        let given = |name: Option<&str>| self.design.effective(id, path, name).is_some();
        if self.design.environments.is_empty() { given(None) } else { names.all(|name| given(Some(name))) }
    }

    /// The value in an environment; a setting's value there, when it is known.
    fn resolved(&self, id: &NodeId, path: &[&str], environment: Option<&str>) -> Option<Value> {
        let value = self.design.effective(id, path, environment)?;
        let Some(name) = value.as_setting() else { return Some(value) };
        let given = environment.and_then(|name| self.design.environments.get(name));
        given
            .and_then(|environment| environment.settings.get(name))
            .or_else(|| self.design.settings.get(name).and_then(|setting| setting.default.as_ref()))
            .cloned()
    }

    /// A property read into literals: one where all environments agree, a setting of its own where they differ.
    /// `unit` is put behind the setting's name.
    pub(crate) fn vary(
        &mut self,
        id: &NodeId,
        path: &[&str],
        kind: &SettingKind,
        unit: &str,
        read: Read,
    ) -> Option<Expression> {
        let place = Place::Node { id: id.clone(), path: strings(path) };
        if !self.design.varies(id, path) {
            let value = self.outside(id, path)?;
            if let Some(name) = value.as_setting() {
                let name = name.to_owned();
                return Some(self.typed_setting(&name, kind, &place));
            }
            if let Some(literal) = read(&value) {
                return Some(expression(literal));
            }
            self.refuse(place, format!("{value} does not fit {} of {id}", path.join(".")), "correct the value");
            return None;
        }
        let names: Vec<String> = self.design.environments.keys().cloned().collect();
        let mut values = Vec::new();
        for name in &names {
            let written = self.design.effective(id, path, Some(name));
            let value = self.resolved(id, path, Some(name));
            match (written, value.as_ref().and_then(read)) {
                (_, Some(literal)) => values.push((name.clone(), literal)),
                (None, None) => {}
                (Some(written), None) => self.refuse(
                    place.clone(),
                    format!("{written} does not fit {} of {id} in {name}", path.join(".")),
                    "give it a value that is known, or the same setting in every environment",
                ),
            }
        }
        let (first, rest) = values.split_first()?;
        if values.len() == names.len() && rest.iter().all(|(_, value)| *value == first.1) {
            return Some(expression(first.1.clone()));
        }
        let optional = values.len() < names.len();
        let default = if optional { None } else { self.resolved(id, path, None).as_ref().and_then(read) };
        let mut steps: Vec<String> = path.iter().map(|step| step.replace('_', "-")).collect();
        if matches!(path.first(), Some(&("concurrency" | "throttle"))) {
            // "Provisioned concurrency" reads better than "concurrency provisioned".
            steps.reverse();
        }
        let label = steps.join("-");
        let (suffix, unit) =
            if unit.is_empty() { (String::new(), String::new()) } else { (format!("-{unit}"), format!(", in {unit}")) };
        let field = self.settings.derive(Derived {
            wish: format!("{}-{}-{label}{suffix}", id.service, id.node),
            kind: kind.clone(),
            default,
            optional,
            values,
            documentation: format!("{} of {id}{unit}.", crate::text::words::sentence(&label)),
            origin: Origin::Node(id.to_string()),
            ..Derived::default()
        });
        Some(Expression::Setting(field))
    }

    fn typed_setting(&mut self, name: &str, kind: &SettingKind, place: &Place) -> Expression {
        let found = self.setting(name, place);
        let Expression::Setting(field) = &found else { return found };
        let fits = match (kind, self.settings.kind(field)) {
            (SettingKind::Text, Some(SettingKind::Text | SettingKind::OneOf(_)))
            | (SettingKind::Number, Some(SettingKind::Integer))
            | (_, None) => true,
            (wanted, Some(given)) => wanted == given,
        };
        if !fits {
            let wanted = match kind {
                SettingKind::Integer => "a whole number",
                SettingKind::Number => "a number",
                SettingKind::Boolean => "true or false",
                SettingKind::Texts => "a list",
                SettingKind::Text | SettingKind::OneOf(_) => "text",
            };
            self.refuse(
                place.clone(),
                format!("the setting {name} does not hold {wanted}"),
                "durations come from settings as a number (seconds, or days where logs, archives and files are kept)",
            );
        }
        found
    }
}

fn seconds(value: &Value) -> Option<Literal> {
    Duration::parse(value.as_str()?).map(|duration| Literal::Integer(duration.seconds().min(i64::MAX as u64) as i64))
}

fn strings(path: &[&str]) -> Vec<String> {
    path.iter().map(|step| (*step).to_owned()).collect()
}

/// Whole days as people write them, `14 * 24 * 60 * 60`; anything else as it is.
pub(crate) fn spelled(seconds: Expression) -> Expression {
    const DAY: i64 = 86_400;
    match seconds {
        Expression::Integer(count) if count >= DAY && count % DAY == 0 => {
            let times = |left: Expression, right: i64| {
                Expression::Product(Box::new(left), Box::new(Expression::Integer(right)))
            };
            let hours = match count / DAY {
                1 => Expression::Integer(24),
                days => times(Expression::Integer(days), 24),
            };
            times(times(hours, 60), 60)
        }
        other => other,
    }
}

/// A literal as an expression.
pub(crate) fn expression(literal: Literal) -> Expression {
    match literal {
        Literal::Text(text) => Expression::Text(text),
        Literal::Integer(value) => Expression::Integer(value),
        Literal::Number(value) => Expression::Number(value),
        Literal::Boolean(value) => Expression::Boolean(value),
        Literal::Texts(texts) => Expression::texts(texts.iter().map(String::as_str)),
    }
}
