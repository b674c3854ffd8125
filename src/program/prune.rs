//! A program without locals that nothing refers to: compilers and linters refuse them.

use std::collections::HashSet;

use super::{Binding, Component, Expression, Name, Program, Statement, walk};

impl Program {
    /// The program without unused locals: values go, resources stay without a name, and so do conditions without steps.
    #[must_use]
    pub fn pruned(mut self) -> Self {
        self.components.iter_mut().for_each(prune);
        self
    }
}

fn prune(component: &mut Component) {
    // A value may be used by another that goes itself.
    loop {
        let used = used(component);
        if !drop_unused(&mut component.body, &used) {
            break;
        }
    }
}

fn used(component: &Component) -> HashSet<Name> {
    let mut found = HashSet::new();
    let mut note = |expression: &Expression| {
        if let Expression::Local(name) = expression
            && !found.contains(name)
        {
            found.insert(name.clone());
        }
    };
    component.body.iter().for_each(|statement| walk::statement(statement, &mut note));
    component.outputs.iter().for_each(|(_, value)| walk::expression(value, &mut note));
    found
}

/// Whether a value went, which may leave others unused.
fn drop_unused(statements: &mut Vec<Statement>, used: &HashSet<Name>) -> bool {
    let before = statements.len();
    statements.retain(|statement| match statement {
        Statement::Let { name, .. } => used.contains(name),
        Statement::If { then, .. } => !then.is_empty(),
        Statement::Resource(_) | Statement::Assign { .. } => true,
    });
    let mut dropped = statements.len() < before;
    for statement in statements {
        match statement {
            Statement::Resource(resource) => {
                if matches!(&resource.binding, Binding::Local(name) if !used.contains(name)) {
                    resource.binding = Binding::None;
                }
            }
            Statement::If { then, .. } => dropped |= drop_unused(then, used),
            Statement::Let { .. } | Statement::Assign { .. } => {}
        }
    }
    dropped
}
