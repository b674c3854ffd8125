//! What the parts of a program refer to.

use std::collections::BTreeSet;

use crate::program::{Binding, Component, Expression, Name, Resource, Statement, walk};

/// What a component's constructor refers to.
#[derive(Debug, Default)]
pub(super) struct Usage {
    /// Whether a setting is read.
    pub(super) settings: bool,
    /// Arguments by name.
    pub(super) arguments: BTreeSet<Name>,
    /// Locals by name.
    pub(super) locals: BTreeSet<Name>,
    /// Whether the provider is asked something.
    pub(super) invokes: bool,
}

impl Usage {
    /// What the constructor of the component refers to.
    pub(super) fn of(component: &Component) -> Self {
        let mut usage = Self::default();
        let mut note = |expression: &Expression| usage.add(expression);
        component.body.iter().for_each(|statement| walk::statement(statement, &mut note));
        component.outputs.iter().for_each(|(_, value)| walk::expression(value, &mut note));
        usage
    }

    /// Takes note of one expression, not of what is in it.
    pub(super) fn add(&mut self, expression: &Expression) {
        match expression {
            Expression::Setting(_) => self.settings = true,
            Expression::Argument(name) if !self.arguments.contains(name) => {
                self.arguments.insert(name.clone());
            }
            Expression::Local(name) if !self.locals.contains(name) => {
                self.locals.insert(name.clone());
            }
            Expression::Invoke { .. } => self.invokes = true,
            _ => {}
        }
    }
}

/// The names that a constructor's steps bind to locals.
pub(super) fn bound(statements: &[Statement]) -> BTreeSet<Name> {
    let mut names = BTreeSet::new();
    for statement in statements {
        match statement {
            Statement::Resource(Resource { binding: Binding::Local(name), .. }) | Statement::Let { name, .. } => {
                names.insert(name.clone());
            }
            Statement::If { then, .. } => names.extend(bound(then)),
            Statement::Resource(_) | Statement::Assign { .. } => {}
        }
    }
    names
}
