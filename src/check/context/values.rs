//! Effective values in an environment, without copying: catalogue default, then node, then override. And where each
//! value stands, and the edit that changes it there.

use crate::catalog::Property;
use crate::catalog::catalog_on;
use crate::design::{Edit, Place};
use crate::text::duration::Duration;
use crate::value::{Map, Value, look_up};

use super::{Context, NodeView, Stage};

/// A part of a map of values.
pub(crate) fn part<'a>(map: &'a Map, first: &str, rest: &[&str]) -> Option<&'a Value> {
    rest.iter().try_fold(look_up(map, first)?, |value, step| value.get(step))
}

/// The default of a part of a property.
pub(crate) fn default_part(property: &'static Property, rest: &[&str], production: bool) -> Option<&'static Value> {
    let default = |property: &'static Property| {
        property.default_in_production.as_ref().filter(|_| production).or(property.default.as_ref())
    };
    let mut property = property;
    let mut value = default(property);
    for step in rest {
        property = property.fields.get(*step)?;
        value = value.and_then(|value| value.get(step)).or_else(|| default(property));
    }
    value
}

impl<'d> Context<'d> {
    /// What the environment overrides of the node.
    pub(crate) fn overrides(&self, node: &NodeView<'d>, stage: Stage<'d>) -> Option<&'d Map> {
        if self.overrides.is_empty() {
            return None;
        }
        self.overrides.get(&(stage.position, node.index)).copied()
    }

    /// The value of a property (or of a part of it) in an environment.
    pub(crate) fn value(&self, node: &NodeView<'d>, path: &[&str], stage: Stage<'d>) -> Option<&'d Value> {
        let (first, rest) = path.split_first()?;
        self.overrides(node, stage)
            .and_then(|set| part(set, first, rest))
            .or_else(|| part(&node.node.properties, first, rest))
            .or_else(|| {
                let property =
                    node.kind?.properties.get(*first).or_else(|| catalog_on(self.provider).common.get(*first))?;
                default_part(property, rest, stage.production)
            })
    }

    /// The duration of a property in an environment, when it is one.
    pub(crate) fn duration(&self, node: &NodeView<'d>, property: &str, stage: Stage<'d>) -> Option<Duration> {
        self.value(node, &[property], stage).and_then(Value::as_str).and_then(Duration::parse)
    }

    /// Whether a property is false in an environment.
    pub(crate) fn is_false(&self, node: &NodeView<'d>, property: &str, stage: Stage<'d>) -> bool {
        self.value(node, &[property], stage).and_then(Value::as_bool) == Some(false)
    }

    /// Where the value of a property in an environment stands: the override, or the node.
    pub(crate) fn place_of(&self, node: &NodeView<'d>, path: &[&str], stage: Stage<'d>) -> Place {
        let overridden = path.split_first().is_some_and(|(first, rest)| {
            self.overrides(node, stage).is_some_and(|set| part(set, first, rest).is_some())
        });
        match stage.name {
            Some(name) if overridden => {
                let mut steps = vec!["set".to_owned(), node.id.to_string()];
                steps.extend(path.iter().map(|step| (*step).to_owned()));
                Place::Environment { name: name.to_owned(), path: steps }
            }
            _ => {
                let written =
                    path.split_first().is_some_and(|(first, rest)| part(&node.node.properties, first, rest).is_some());
                let steps = if written { path.iter().map(|step| (*step).to_owned()).collect() } else { Vec::new() };
                Place::Node { id: node.id.clone(), path: steps }
            }
        }
    }

    /// The edit that gives a property another value in an environment, or takes it away, where its value stands.
    pub(crate) fn mend(&self, node: &NodeView<'d>, path: &[&str], value: Option<Value>, stage: Stage<'d>) -> Edit {
        let overridden = path.split_first().is_some_and(|(first, rest)| {
            self.overrides(node, stage).is_some_and(|set| part(set, first, rest).is_some())
        });
        let steps: Vec<String> = path.iter().map(|step| (*step).to_owned()).collect();
        let Some((name, environment)) =
            stage.name.filter(|_| overridden).and_then(|name| self.design.environments.get_key_value(name))
        else {
            return Edit::SetProperty { id: node.id.clone(), path: steps, value };
        };
        let mut environment = environment.clone();
        let id = node.id.to_string();
        if let Some(set) = environment.set.get_mut(&id) {
            write(set, path, value);
            if set.is_empty() {
                environment.set.shift_remove(&id);
            }
        }
        Edit::SetEnvironment { name: name.clone(), environment: Some(environment), index: None }
    }
}

impl<'d> Context<'d> {
    /// The edit that gives properties of a node values in that environment alone, so that the others stay as they are;
    /// on the node where the design names no environments.
    pub(crate) fn override_in(&self, node: &NodeView<'d>, values: &[(&[&str], Value)], stage: Stage<'d>) -> Edit {
        let named = stage.name.and_then(|name| self.design.environments.get_key_value(name));
        let Some((name, environment)) = named else {
            let edits = values.iter().map(|(path, value)| Edit::SetProperty {
                id: node.id.clone(),
                path: path.iter().map(|step| (*step).to_owned()).collect(),
                value: Some(value.clone()),
            });
            return Edit::Batch(edits.collect());
        };
        let mut environment = environment.clone();
        let set = environment.set.entry(node.id.to_string()).or_default();
        for (path, value) in values {
            write(set, path, Some(value.clone()));
        }
        Edit::SetEnvironment { name: name.clone(), environment: Some(environment), index: None }
    }
}

/// Writes or takes away a part of a map; maps that a removal leaves empty go too.
pub(crate) fn write(map: &mut Map, path: &[&str], value: Option<Value>) {
    let Some((first, rest)) = path.split_first() else { return };
    if rest.is_empty() {
        match value {
            Some(value) => {
                map.insert((*first).to_owned(), value);
            }
            None => {
                map.shift_remove(*first);
            }
        }
        return;
    }
    let inner = map.entry((*first).to_owned()).or_insert_with(|| Value::Map(Map::new()));
    let mut emptied = false;
    if let Value::Map(inner) = inner {
        write(inner, rest, value);
        emptied = inner.is_empty();
    }
    if emptied {
        map.shift_remove(*first);
    }
}
