//! What a program registers when it runs, as far as that can be told without running it: each resource with its inputs,
//! the outputs of others in them by name. Questions about a program are asked here: who may do what, what each flow
//! makes, what a runbook has to tell.
//!
//! Knows the program and what the support modules of a cloud make; no design, no language, no disk.

mod aws;
mod azure;
mod cloud;
mod evaluate;
mod gcp;
mod parts;
mod value;

use crate::program::{Binding, Class, Component, Origin, Program, Resource, StackFile, Statement};

use evaluate::{Evaluator, Scope};
pub use value::{ResourceId, Value};

/// A resource that a program registers.
#[derive(Debug, Clone, PartialEq)]
pub struct Registered {
    /// Which one it is.
    pub id: ResourceId,
    /// Its inputs, by the SDK's TypeScript names. Of what a support module makes: those that tell what it is for.
    pub inputs: Vec<(String, Value)>,
    /// Whether it is there already, and only looked up.
    pub existing: bool,
    /// Whether it is kept from being deleted.
    pub protect: Option<Value>,
    /// Where it comes from.
    pub origin: Origin,
}

impl Registered {
    /// An input.
    pub fn input(&self, name: &str) -> Option<&Value> {
        self.inputs.iter().find(|(present, _)| present == name).map(|(_, value)| value)
    }
}

/// What a program registers, told once for all who ask.
#[derive(Debug, Clone, Default)]
pub struct Registration {
    /// In the environment that asks most: the last one.
    pub last: Vec<Registered>,
    /// Whatever the environment: settings stay names, and every step counts.
    pub any: Vec<Registered>,
}

impl Registration {
    /// What the program registers.
    pub fn of(program: &Program) -> Self {
        Self { last: registered(program, program.stacks.last()), any: registered(program, None) }
    }
}

/// The resources that a program registers, in the order of its components and their steps.
///
/// With a stack file, settings have its values, and steps are left out whose condition does not hold; without one,
/// settings stay names and every step counts.
pub fn registered(program: &Program, stack: Option<&StackFile>) -> Vec<Registered> {
    let evaluator = Evaluator::new(program, stack);
    let mut found = Vec::new();
    for (number, component) in program.components.iter().enumerate() {
        steps(&evaluator, number, component, &component.body, &mut found);
    }
    found
}

fn steps(
    evaluator: &Evaluator<'_>,
    number: usize,
    component: &Component,
    body: &[Statement],
    found: &mut Vec<Registered>,
) {
    for statement in body {
        match statement {
            Statement::Resource(resource) => {
                found.extend(made(evaluator, number, component, resource));
            }
            Statement::If { condition, then, .. } => {
                let condition = evaluator.value(Scope::Component(number), condition);
                if condition.holds() != Some(false) {
                    steps(evaluator, number, component, then, found);
                }
            }
            Statement::Let { .. } | Statement::Assign { .. } => {}
        }
    }
}

/// What a step makes: a resource, or all that a support module makes of it.
fn made(evaluator: &Evaluator<'_>, number: usize, component: &Component, resource: &Resource) -> Vec<Registered> {
    let scope = Scope::Component(number);
    let inputs = resource
        .arguments
        .iter()
        .map(|(name, value)| (name.clone(), evaluator.value(scope, value)))
        .filter(|(_, value)| *value != Value::Absent)
        .collect();
    let registered = Registered {
        id: identity(component, &resource.class, &resource.name),
        inputs,
        existing: resource.existing.is_some(),
        protect: resource.options.protect.as_ref().map(|value| evaluator.value(scope, value)),
        origin: resource.origin.clone(),
    };
    match &resource.class {
        Class::Sdk(_) => vec![registered],
        Class::Component(support) | Class::Function(support) => (evaluator.cloud().made)(&support.item, registered),
    }
}

fn identity(component: &Component, class: &Class, name: &str) -> ResourceId {
    let kind = match class {
        Class::Sdk(kind) => kind.token(),
        Class::Component(support) | Class::Function(support) => support.item.clone(),
    };
    ResourceId { service: component.name.clone(), kind, name: name.to_owned() }
}

/// The resource that a name of a component stands for.
fn bound<'a>(body: &'a [Statement], wanted: &Binding) -> Option<&'a Resource> {
    body.iter().find_map(|statement| match statement {
        Statement::Resource(resource) if resource.binding == *wanted => Some(resource),
        Statement::If { then, .. } => bound(then, wanted),
        _ => None,
    })
}
