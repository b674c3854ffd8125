//! Effective values: the catalogue's default, then what the node says, then what the environment overrides.

use crate::catalog::{Property, catalog, catalog_on};
use crate::text::duration::Duration;
use crate::value::{Map, Value};

use super::model::{Design, Flow, NodeId};

/// Whether an environment is production by its name.
pub fn is_production(environment: &str) -> bool {
    environment.starts_with("prod") || environment == "live"
}

impl Design {
    /// The value of a node's property (or of a part of it: `&["concurrency", "provisioned"]`) in an environment, or
    /// outside of any. Parts that are absent take their own defaults.
    pub fn effective(&self, id: &NodeId, path: &[&str], environment: Option<&str>) -> Option<Value> {
        let node = self.node(id)?;
        let (first, rest) = path.split_first()?;
        let overridden = environment
            .and_then(|name| self.environments.get(name))
            .filter(|environment| !environment.set.is_empty())
            .and_then(|environment| environment.set.get(&id.to_string()));
        if let Some(found) = overridden.and_then(|set| part(set, first, rest)) {
            return Some(found.clone());
        }
        if let Some(found) = part(&node.properties, first, rest) {
            return Some(found.clone());
        }
        let mut property = catalog_on(self.provider()).property(&node.kind, first)?;
        let production = environment.is_some_and(is_production);
        let mut value = default_of(property, production).cloned();
        for step in rest {
            property = property.fields.get(*step)?;
            value =
                value.and_then(|value| value.get(step).cloned()).or_else(|| default_of(property, production).cloned());
        }
        value
    }

    /// Whether any environment overrides the property, or its default differs in production while the node says nothing.
    pub fn varies(&self, id: &NodeId, path: &[&str]) -> bool {
        let key = id.to_string();
        let said = self.environments.values().any(|environment| environment.set.contains_key(&key));
        if !said && !self.has_production_default(id, path) {
            return false;
        }
        let mut values = self.environments.keys().map(|name| self.effective(id, path, Some(name)));
        let Some(first) = values.next() else { return false };
        values.any(|value| value != first) || (!self.environments.is_empty() && first != self.effective(id, path, None))
    }

    /// Whether the default of the property, or of a part of it on the way, is another in production.
    fn has_production_default(&self, id: &NodeId, path: &[&str]) -> bool {
        let known = self.node(id).zip(path.split_first());
        let Some((node, (first, rest))) = known else { return false };
        let mut property = catalog_on(self.provider()).property(&node.kind, first);
        for step in rest {
            if property.is_some_and(|property| property.default_in_production.is_some()) {
                return true;
            }
            property = property.and_then(|property| property.fields.get(*step));
        }
        property.is_some_and(|property| property.default_in_production.is_some())
    }

    /// The duration of a node's property, when it has one that can be read.
    pub fn effective_duration(&self, id: &NodeId, property: &str, environment: Option<&str>) -> Option<Duration> {
        self.effective(id, &[property], environment).as_ref().and_then(Value::as_str).and_then(Duration::parse)
    }
}

impl Flow {
    /// The value of the flow's property (or of a part of it), or its default.
    pub fn effective(&self, path: &[&str]) -> Option<Value> {
        let (first, rest) = path.split_first()?;
        if let Some(found) = part(&self.properties, first, rest) {
            return Some(found.clone());
        }
        let mut property = catalog().flow(&self.kind)?.properties.get(*first)?;
        let mut value = property.default.clone();
        for step in rest {
            property = property.fields.get(*step)?;
            value = value.and_then(|value| value.get(step).cloned()).or_else(|| property.default.clone());
        }
        value
    }
}

fn part<'a>(map: &'a Map, first: &str, rest: &[&str]) -> Option<&'a Value> {
    rest.iter().try_fold(map.get(first)?, |value, step| value.get(step))
}

fn default_of(property: &Property, production: bool) -> Option<&Value> {
    if production {
        property.default_in_production.as_ref().or(property.default.as_ref())
    } else {
        property.default.as_ref()
    }
}
