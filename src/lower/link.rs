//! From keys to variables: what each component is given and shows, the order of its steps, and the entry that joins them.
//!
//! A reference inside a component becomes a local or a field; one to `shared` goes through that component; one to
//! another service becomes an argument. Services that need each other get deferred outputs in the entry, so that no
//! resource ever moves to another parent because of a drawn flow.

mod graph;

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;

use crate::design::model::SHARED;
use crate::program::{
    Argument, Binding, Class, Component, Deferred, Export, Expression, Field, Instance, Name, Origin, Resource,
    ResourceType, Scope, Statement, Type, walk,
};

use super::LowerError;
use super::draft::{Draft, Item};
use super::order;
use graph::{Index, arrange, collect, references, service_order};

/// What is known of a component before its content.
#[derive(Debug, Clone)]
pub(crate) struct Frame {
    /// The component's logical name.
    pub(crate) name: String,
    /// The class.
    pub(crate) class: String,
    /// The type token.
    pub(crate) token: String,
    /// The module's path.
    pub(crate) module: Vec<String>,
    /// What it is.
    pub(crate) documentation: String,
}

/// An output of the stack: its name, the service that gives it, and the value by key.
#[derive(Debug, Clone)]
pub(crate) struct Output {
    /// The name, in kebab-case.
    pub(crate) name: Name,
    /// The service, or none where several give parts of it.
    pub(crate) service: Option<String>,
    /// The value.
    pub(crate) value: Expression,
    /// A remark above it.
    pub(crate) comment: Option<String>,
}

/// The linked parts of a program.
#[derive(Debug, Default)]
pub(crate) struct Linked {
    pub(crate) components: Vec<Component>,
    pub(crate) instances: Vec<Instance>,
    pub(crate) deferred: Vec<Deferred>,
    pub(crate) exports: Vec<Export>,
}

/// Links a draft. `frames` names every component of it.
pub(crate) fn link(
    mut draft: Draft,
    frames: &IndexMap<String, Frame>,
    outputs: &[Output],
) -> Result<Linked, Vec<LowerError>> {
    for items in draft.components.values_mut() {
        arrange(items);
    }
    let index = Index::new(&draft);
    index.check(&draft)?;
    let services = service_order(&draft, &index);
    let mut linker = Linker::new(draft, index, services, outputs);
    linker.name();
    let mut joined = Linked::default();
    for service in linker.services.clone() {
        if let Some(frame) = frames.get(&service) {
            let component = linker.component(&service, frame, outputs);
            joined.components.push(component);
        }
    }
    linker.entry(&mut joined, frames, outputs);
    Ok(joined)
}

/// An argument of a component that stands for an attribute of another service's resource.
#[derive(Debug, Clone)]
struct Given {
    name: Name,
    key: String,
    attribute: String,
}

struct Linker {
    draft: Draft,
    index: Index,
    services: Vec<String>,
    /// Keys that other components or the entry refer to.
    shown: BTreeSet<String>,
    /// Keys that only their own component refers to.
    used: BTreeSet<String>,
    variables: BTreeMap<String, Name>,
    arguments: BTreeMap<String, Vec<Given>>,
    takes_shared: BTreeSet<String>,
    takes_settings: BTreeSet<String>,
}

impl Linker {
    fn new(draft: Draft, index: Index, services: Vec<String>, outputs: &[Output]) -> Self {
        let mut shown = BTreeSet::new();
        let mut used = BTreeSet::new();
        for (service, items) in &draft.components {
            for (key, _) in items.iter().flat_map(|item| references(&item.statement)) {
                let foreign = index.places.get(&key).is_some_and(|(home, _)| home != service);
                if foreign {
                    shown.insert(key);
                } else {
                    used.insert(key);
                }
            }
        }
        for output in outputs {
            let mut found = Vec::new();
            walk::expression(&output.value, &mut |value| collect(value, &mut found));
            shown.extend(found.into_iter().map(|(key, _)| key));
        }
        Self {
            draft,
            index,
            services,
            shown,
            used,
            variables: BTreeMap::new(),
            arguments: BTreeMap::new(),
            takes_shared: BTreeSet::new(),
            takes_settings: BTreeSet::new(),
        }
    }

    /// Gives every item that is referred to its variable, and every component its arguments.
    fn name(&mut self) {
        for (service, items) in &self.draft.components {
            let mut scope = Scope::new();
            for module in items.iter().filter_map(|item| imported_module(&item.statement)) {
                scope.take(module, "module");
            }
            for item in items {
                if self.shown.contains(&item.key) || self.used.contains(&item.key) {
                    self.variables.insert(item.key.clone(), scope.take(&item.wish, item.suffix));
                }
            }
            let mut given: Vec<Given> = Vec::new();
            for item in items {
                walk::statement(&item.statement, &mut |value| {
                    if matches!(value, Expression::Setting(_)) {
                        self.takes_settings.insert(service.clone());
                    }
                });
                for (key, attribute) in references(&item.statement) {
                    let Some((home, position)) = self.index.places.get(&key) else { continue };
                    if home == service {
                        continue;
                    }
                    if home == SHARED {
                        self.takes_shared.insert(service.clone());
                        continue;
                    }
                    if given.iter().any(|present| present.key == key && present.attribute == attribute) {
                        continue;
                    }
                    let target = self.draft.components.get(home).and_then(|items| items.get(*position));
                    let wish = target.map_or_else(|| key.clone(), |target| target.wish.clone());
                    let name = scope.take(&format!("{wish}-{attribute}"), "input");
                    given.push(Given { name, key, attribute });
                }
            }
            self.arguments.insert(service.clone(), given);
        }
    }

    fn component(&mut self, service: &str, frame: &Frame, outputs: &[Output]) -> Component {
        let items = self.draft.components.get(service).map(Vec::as_slice).unwrap_or_default();
        let position_of =
            |key: &str| self.index.places.get(key).filter(|(home, _)| home == service).map(|(_, position)| *position);
        let needs = |number: usize| {
            items.get(number).map_or_else(Vec::new, |item| {
                references(&item.statement).iter().filter_map(|(key, _)| position_of(key)).collect()
            })
        };
        let order = order::order(items.len(), &needs).unwrap_or_else(|_| (0..items.len()).collect());
        let mut component = Component {
            name: frame.name.clone(),
            class: frame.class.clone(),
            token: frame.token.clone(),
            module: frame.module.clone(),
            documentation: frame.documentation.clone(),
            origin: Origin::Service(service.to_owned()),
            arguments: self.component_arguments(service),
            ..Component::default()
        };
        for item in order.into_iter().filter_map(|number| items.get(number)) {
            if let (true, Some(name)) = (self.shown.contains(&item.key), self.variables.get(&item.key)) {
                component.fields.push(Field {
                    name: name.clone(),
                    kind: type_of(&item.statement),
                    documentation: None,
                });
            }
            component.body.push(self.step(service, item));
        }
        for output in outputs.iter().filter(|output| output.service.as_deref() == Some(service)) {
            let mut value = output.value.clone();
            walk::expression_mut(&mut value, &mut |value| self.resolve(service, value));
            component.outputs.push((output.name.clone(), value));
        }
        component
    }

    fn component_arguments(&self, service: &str) -> Vec<Argument> {
        let plain = |name: &str, kind: Type| Argument { name: Name::known(name), kind, documentation: None };
        let mut arguments = Vec::new();
        if self.takes_settings.contains(service) {
            arguments.push(plain("settings", Type::Settings));
        }
        if self.takes_shared.contains(service) {
            arguments.push(plain(SHARED, Type::Component("Shared".to_owned())));
        }
        for given in self.arguments.get(service).into_iter().flatten() {
            let kind = if is_list(&given.attribute) { Type::InputTexts } else { Type::InputText };
            arguments.push(Argument { name: given.name.clone(), kind, documentation: None });
        }
        arguments
    }

    fn step(&self, service: &str, item: &Item) -> Statement {
        let mut statement = item.statement.clone();
        walk::statement_mut(&mut statement, &mut |value| self.resolve(service, value));
        let variable = self.variables.get(&item.key);
        let shown = self.shown.contains(&item.key);
        match (&mut statement, variable) {
            (Statement::Resource(resource), Some(name)) => {
                resource.binding = if shown { Binding::Field(name.clone()) } else { Binding::Local(name.clone()) };
            }
            (Statement::Let { name: local, value, origin, .. }, Some(name)) => {
                if shown {
                    return Statement::Assign { field: name.clone(), value: value.clone(), origin: origin.clone() };
                }
                *local = name.clone();
            }
            _ => {}
        }
        statement
    }

    /// Replaces a reference by what it is in that component.
    fn resolve(&self, service: &str, value: &mut Expression) -> bool {
        let Expression::Node { node: key, attribute } = &*value else { return false };
        let Some((home, position)) = self.index.places.get(key) else { return true };
        let Some(item) = self.draft.components.get(home).and_then(|items| items.get(*position)) else { return true };
        let Some(name) = self.variables.get(key).cloned() else { return true };
        let reach = |base: Expression| if attribute.is_empty() { base } else { (item.attributes)(base, attribute) };
        let found = if home == service {
            reach(if self.shown.contains(key) { Expression::This(name) } else { Expression::Local(name) })
        } else if home == SHARED {
            let shared = Expression::Argument(Name::known(SHARED));
            reach(Expression::Field(Box::new(shared), name))
        } else {
            let given = self.arguments.get(service).into_iter().flatten();
            let found =
                given.filter(|given| given.key == *key && given.attribute == *attribute).map(|given| &given.name);
            match found.into_iter().next() {
                Some(name) => Expression::Argument(name.clone()),
                None => return true,
            }
        };
        *value = found;
        true
    }

    /// The value as the entry sees it: a field of a component.
    fn outside(&self, variables: &BTreeMap<String, Name>, value: &mut Expression) -> bool {
        let Expression::Node { node: key, attribute } = &*value else { return false };
        let Some((home, position)) = self.index.places.get(key) else { return true };
        let item = self.draft.components.get(home).and_then(|items| items.get(*position));
        if let (Some(item), Some(variable), Some(name)) = (item, variables.get(home), self.variables.get(key)) {
            let field = Expression::Field(Box::new(Expression::Local(variable.clone())), name.clone());
            *value = if attribute.is_empty() { field } else { (item.attributes)(field, attribute) };
        }
        true
    }

    fn entry(&self, linked: &mut Linked, frames: &IndexMap<String, Frame>, outputs: &[Output]) {
        let mut scope = Scope::new();
        let variables: BTreeMap<String, Name> = self
            .services
            .iter()
            .map(|service| {
                let wish = frames.get(service).map_or(service, |frame| &frame.name);
                let name = if service == SHARED { Name::known(SHARED) } else { scope.take(wish, "service") };
                (service.clone(), name)
            })
            .collect();
        let mut made: BTreeSet<&str> = BTreeSet::new();
        for service in &self.services {
            let (Some(frame), Some(variable)) = (frames.get(service), variables.get(service)) else { continue };
            let mut arguments = Vec::new();
            if self.takes_settings.contains(service) {
                arguments.push((Name::known("settings"), Expression::Local(Name::known("settings"))));
            }
            if self.takes_shared.contains(service) {
                arguments.push((Name::known(SHARED), Expression::Local(Name::known(SHARED))));
            }
            for given in self.arguments.get(service).into_iter().flatten() {
                let home = self.index.places.get(&given.key).map(|(home, _)| home.as_str()).unwrap_or_default();
                let mut value = Expression::Node { node: given.key.clone(), attribute: given.attribute.clone() };
                self.outside(&variables, &mut value);
                if !made.contains(home) {
                    value = defer(linked, &mut scope, &variables, home, given, value);
                }
                arguments.push((given.name.clone(), value));
            }
            linked.instances.push(Instance {
                variable: variable.clone(),
                class: frame.class.clone(),
                name: frame.name.clone(),
                arguments,
            });
            made.insert(service);
        }
        for output in outputs {
            let mut value = output.value.clone();
            walk::expression_mut(&mut value, &mut |value| self.outside(&variables, value));
            linked.exports.push(Export { name: output.name.camel(), value, comment: output.comment.clone() });
        }
    }
}

/// Whether an attribute is a list of texts: the names of such attributes are plurals of ids.
fn is_list(attribute: &str) -> bool {
    attribute.ends_with("Ids")
}

/// The variable of an output that is resolved once its component is made; one for each value.
fn defer(
    linked: &mut Linked,
    scope: &mut Scope,
    variables: &BTreeMap<String, Name>,
    home: &str,
    given: &Given,
    value: Expression,
) -> Expression {
    if let Some(present) = linked.deferred.iter().find(|present| present.value == value) {
        return Expression::Local(present.variable.clone());
    }
    let variable = scope.take(&format!("{home}-{}", given.name), "output");
    if let Some(after) = variables.get(home) {
        let list = is_list(&given.attribute);
        linked.deferred.push(Deferred { variable: variable.clone(), list, value, after: after.clone() });
    }
    Expression::Local(variable)
}

/// The module that a step's class is imported from by its own name, which no variable may hide.
fn imported_module(statement: &Statement) -> Option<&str> {
    match statement {
        Statement::Resource(Resource { class: Class::Sdk(kind), .. }) => {
            ResourceType::by_module(&kind.package).then_some(kind.module.as_str())
        }
        _ => None,
    }
}

fn type_of(statement: &Statement) -> Type {
    match statement {
        Statement::Resource(resource) => match &resource.class {
            Class::Sdk(kind) => Type::Resource(kind.clone()),
            Class::Component(support) | Class::Function(support) => Type::Support(support.clone()),
        },
        _ => Type::OutputText,
    }
}
