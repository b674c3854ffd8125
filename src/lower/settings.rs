//! The program's settings: those that the design names, those that follow from values that differ by environment, and
//! the few that every program has. Knows no cloud.

use std::collections::BTreeMap;

use indexmap::IndexMap;

use crate::design::{Design, Environment, Setting, SettingType};
use crate::program::{Expression, Literal, Name, Origin, Scope, SettingField, SettingKind, Settings, StackFile};
use crate::value::Value;

use super::values::expression;

/// Settings in the making.
#[derive(Debug)]
pub(crate) struct SettingsDraft {
    scope: Scope,
    fields: Vec<SettingField>,
    /// The values of fields by environment.
    stacks: IndexMap<String, Vec<(Name, Literal)>>,
    /// The fields of the design's own settings.
    named: IndexMap<String, Name>,
    /// The environments that count as production.
    production: Vec<String>,
    /// The fields that follow from the design, by what they come from and the name that they would like; asked for
    /// twice, they are one.
    derived: BTreeMap<(Origin, String), Name>,
}

impl SettingsDraft {
    /// The settings that the design names.
    pub(crate) fn new(design: &Design) -> Self {
        let mut scope = Scope::new();
        for known in ["project", "environment", "region"] {
            scope.take(known, "setting");
        }
        let mut draft = Self {
            scope,
            fields: Vec::new(),
            stacks: design.environments.keys().map(|name| (name.clone(), Vec::new())).collect(),
            named: IndexMap::new(),
            production: design
                .environments
                .keys()
                .filter(|name| crate::design::effective::is_production(name))
                .cloned()
                .collect(),
            derived: BTreeMap::new(),
        };
        for (name, setting) in &design.settings {
            draft.name(name, setting, &design.environments);
        }
        draft
    }

    fn name(&mut self, name: &str, setting: &Setting, environments: &IndexMap<String, Environment>) {
        let kind = kind_of(name, setting, environments);
        let default = setting.default.as_ref().and_then(|value| literal(value, &kind));
        let field = self.scope.take(name, "setting");
        for (environment, content) in environments {
            let given = content.settings.get(name).and_then(|value| literal(value, &kind));
            let differs = given.is_some() && given != default;
            if let (Some(value), true, false) = (given, differs, setting.secret) {
                self.stacks.entry(environment.clone()).or_default().push((field.clone(), value));
            }
        }
        self.named.insert(name.to_owned(), field.clone());
        self.fields.push(SettingField {
            name: field,
            kind,
            default: if setting.secret { None } else { default },
            optional: false,
            secret: setting.secret,
            documentation: setting.description.clone(),
            origin: Origin::Frame,
        });
    }

    /// The field of a setting that the design names.
    pub(crate) fn named(&self, name: &str) -> Option<&Name> {
        self.named.get(name)
    }

    /// The type of a field.
    pub(crate) fn kind(&self, field: &Name) -> Option<&SettingKind> {
        self.fields.iter().find(|present| present.name == *field).map(|present| &present.kind)
    }

    /// Whether a field has no value in some stacks.
    pub(crate) fn is_optional(&self, field: &Name) -> bool {
        self.fields.iter().any(|present| present.name == *field && present.optional)
    }

    /// A value of which each environment has one: itself where all have the same, else a field.
    pub(crate) fn settle(&mut self, field: Derived) -> Option<Expression> {
        let Some(((_, first), rest)) = field.values.split_first() else { return field.default.map(expression) };
        if rest.iter().all(|(_, value)| value == first) {
            return Some(expression(first.clone()));
        }
        Some(Expression::Setting(self.derive(field)))
    }

    /// The design's own setting of the name that is wished for, or else a field.
    pub(crate) fn own_or_derived(&mut self, field: Derived) -> Name {
        match self.named(&field.wish.replace('-', "_")) {
            Some(own) => own.clone(),
            None => self.derive(field),
        }
    }

    /// A field for a value that differs by environment.
    pub(crate) fn derive(&mut self, mut field: Derived) -> Name {
        let asked = (field.origin.clone(), field.wish.clone());
        if let Some(name) = self.derived.get(&asked) {
            return name.clone();
        }
        let name = self.scope.take(&field.wish, "setting");
        for (environment, value) in std::mem::take(&mut field.values) {
            if field.default.as_ref() != Some(&value) {
                self.stacks.entry(environment).or_default().push((name.clone(), value));
            }
        }
        self.derived.insert(asked, name.clone());
        self.fields.push(SettingField {
            name: name.clone(),
            kind: field.kind,
            default: field.default,
            optional: field.optional,
            secret: field.secret,
            documentation: Some(field.documentation),
            origin: field.origin,
        });
        name
    }

    /// Whether stores are kept when they leave the program: off, but on in production.
    pub(crate) fn protect_data(&mut self) -> Name {
        let values = self.production.iter().map(|name| (name.clone(), Literal::Boolean(true))).collect();
        self.derive(Derived {
            wish: "protect-data".to_owned(),
            kind: SettingKind::Boolean,
            default: Some(Literal::Boolean(false)),
            values,
            documentation: "Keep stored data when its resources leave the program or the stack is destroyed."
                .to_owned(),
            ..Derived::default()
        })
    }

    /// The finished settings and stack files. `provider` gives the provider's own keys by environment.
    pub(crate) fn finish(self, design: &Design, provider: ProviderKeys) -> (Settings, Vec<StackFile>) {
        let stacks = self
            .stacks
            .into_iter()
            .map(|(environment, values)| {
                let missing = self
                    .fields
                    .iter()
                    .filter(|field| field.default.is_none() && !field.optional)
                    .filter(|field| values.iter().all(|(name, _)| *name != field.name))
                    .map(|field| field.name.clone())
                    .collect();
                StackFile { provider: provider(design.environments.get(&environment)), environment, values, missing }
            })
            .collect();
        (Settings { fields: self.fields }, stacks)
    }
}

/// The provider's own keys of an environment's stack file.
pub(crate) type ProviderKeys<'a> = &'a dyn Fn(Option<&Environment>) -> Vec<(String, Literal)>;

/// A field that follows from the design.
#[derive(Debug)]
pub(crate) struct Derived {
    /// The name it would like.
    pub(crate) wish: String,
    /// The type of its value.
    pub(crate) kind: SettingKind,
    /// The value where a stack gives none.
    pub(crate) default: Option<Literal>,
    /// Whether it may be absent.
    pub(crate) optional: bool,
    /// Whether it is kept encrypted.
    pub(crate) secret: bool,
    /// The values by environment.
    pub(crate) values: Vec<(String, Literal)>,
    /// What it is.
    pub(crate) documentation: String,
    /// Where it comes from.
    pub(crate) origin: Origin,
}

impl Default for Derived {
    fn default() -> Self {
        Self {
            wish: String::new(),
            kind: SettingKind::Text,
            default: None,
            optional: false,
            secret: false,
            values: Vec::new(),
            documentation: String::new(),
            origin: Origin::Frame,
        }
    }
}

/// The type of a setting's values. Numbers are whole unless a value that is known is not.
fn kind_of(name: &str, setting: &Setting, environments: &IndexMap<String, Environment>) -> SettingKind {
    match setting.kind {
        SettingType::Boolean => SettingKind::Boolean,
        SettingType::Number => {
            let given = environments.values().filter_map(|environment| environment.settings.get(name));
            let whole =
                setting.default.iter().chain(&setting.one_of).chain(given).all(|value| value.as_integer().is_some());
            if whole { SettingKind::Integer } else { SettingKind::Number }
        }
        SettingType::String if setting.one_of.is_empty() => SettingKind::Text,
        SettingType::String => SettingKind::OneOf(setting.one_of.iter().map(ToString::to_string).collect()),
    }
}

/// The value as one of that type.
pub(crate) fn literal(value: &Value, kind: &SettingKind) -> Option<Literal> {
    match kind {
        SettingKind::Text | SettingKind::OneOf(_) => value.as_str().map(|text| Literal::Text(text.to_owned())),
        SettingKind::Integer => value.as_integer().map(Literal::Integer),
        SettingKind::Number => value.as_number().map(Literal::Number),
        SettingKind::Boolean => value.as_bool().map(Literal::Boolean),
        SettingKind::Texts => {
            let items = value.as_list()?;
            let texts: Vec<String> = items.iter().filter_map(Value::as_str).map(str::to_owned).collect();
            (texts.len() == items.len()).then_some(Literal::Texts(texts))
        }
    }
}
