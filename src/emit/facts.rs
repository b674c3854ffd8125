//! What the printers ask about a program as a whole, whatever the language.

use std::collections::BTreeSet;

use super::usage::Usage;
use crate::program::{Binding, Component, Expression, Name, Program, SettingField, SettingKind, walk};
use crate::text::words;

/// Questions to a program.
pub(super) struct Facts<'a> {
    pub(super) program: &'a Program,
}

impl<'a> Facts<'a> {
    /// The component of a class.
    pub(super) fn component(&self, class: &str) -> Option<&'a Component> {
        self.program.components.iter().find(|component| component.class == class)
    }

    /// The component of another module that has such a constant.
    pub(super) fn constant_elsewhere(&self, name: &Name, module: &[String]) -> Option<&'a Component> {
        self.program.components.iter().find(|component| {
            let same = component.module.iter().map(|step| words::kebab(step)).rev();
            let here = module.iter().map(|step| words::kebab(step)).rev().take(component.module.len());
            !same.eq(here) && component.constants.iter().any(|constant| constant.name == *name)
        })
    }

    /// The settings field of a name; project, environment and region have none.
    pub(super) fn setting(&self, name: &Name) -> Option<&'a SettingField> {
        self.program.settings.fields.iter().find(|field| field.name == *name)
    }

    /// Whether the condition asks if an optional setting is given that is not plain text, so that its truth would ask
    /// another question: zero is given, and so is false.
    pub(super) fn asks_presence(&self, condition: &Expression) -> bool {
        let Expression::Setting(name) = condition else { return false };
        let Some(field) = self.setting(name) else { return false };
        let text = matches!(field.kind, SettingKind::Text | SettingKind::OneOf(_));
        field.optional && field.default.is_none() && (field.secret || !text)
    }

    /// Whether the expression is text for sure.
    pub(super) fn is_text(&self, expression: &Expression) -> bool {
        match expression {
            Expression::Boolean(_) | Expression::Integer(_) | Expression::Number(_) | Expression::Product(..) => false,
            Expression::Setting(name) => {
                self.setting(name).is_none_or(|field| matches!(field.kind, SettingKind::Text | SettingKind::OneOf(_)))
            }
            Expression::Conditional { then, otherwise, .. } => {
                self.is_text(then) && otherwise.as_ref().is_some_and(|otherwise| self.is_text(otherwise))
            }
            Expression::From { value, .. } => self.is_text(value),
            _ => true,
        }
    }

    /// The variable of the provider.
    pub(super) fn provider_variable(&self) -> String {
        self.provider_name().camel()
    }

    /// The name of the provider's variable.
    pub(super) fn provider_name(&self) -> Name {
        match self.program.entry.provider.as_ref().map(|provider| &provider.binding) {
            Some(Binding::Local(name) | Binding::Field(name)) => name.clone(),
            Some(Binding::None) | None => Name::known("provider"),
        }
    }

    /// Where the region is configured: the provider's configuration and the key in it.
    pub(super) fn region_key(&self) -> (&'static str, &'static str) {
        const REGIONS: &[(&str, &str, &str)] =
            &[("aws", "aws", "region"), ("azure-native", "azure-native", "location"), ("gcp", "gcp", "region")];
        REGIONS
            .iter()
            .find(|(package, _, _)| self.program.packages.contains(*package))
            .map_or(("aws", "region"), |(_, configuration, key)| (*configuration, *key))
    }
}

/// What the entry refers to.
#[derive(Debug, Default)]
pub(super) struct EntryUsage {
    /// Whether a setting is read, or all settings are given to a component.
    pub(super) settings: bool,
    /// The variables that something refers to.
    pub(super) variables: BTreeSet<Name>,
}

impl EntryUsage {
    /// What the entry of the program refers to.
    pub(super) fn of(program: &Program) -> Self {
        let mut usage = Usage::default();
        let entry = &program.entry;
        let given = entry.instances.iter().flat_map(|instance| instance.arguments.iter().map(|(_, value)| value));
        let values = given
            .chain(entry.deferred.iter().map(|deferred| &deferred.value))
            .chain(entry.exports.iter().map(|export| &export.value));
        for value in values {
            walk::expression(value, &mut |expression| usage.add(expression));
        }
        if let Some(provider) = &entry.provider {
            walk::resource(provider, &mut |expression| usage.add(expression));
        }
        let settings = usage.settings || usage.locals.contains(&Name::known("settings"));
        Self { settings, variables: usage.locals }
    }
}

/// The type of a setting that is one of some values: its name in `PascalCase`, but none that the module has already.
pub(super) fn choice_type(field: &SettingField) -> String {
    const TAKEN: &[&str] = &["Literal", "Settings", "TypeVar"];
    let name = field.name.pascal();
    if TAKEN.contains(&name.as_str()) { format!("{name}Choice") } else { name }
}

/// The values of a setting that is checked when the program starts: a secret is not known then.
pub(super) fn choices(field: &SettingField) -> Option<&[String]> {
    match &field.kind {
        SettingKind::OneOf(values) if !field.secret && !values.is_empty() => Some(values),
        _ => None,
    }
}
