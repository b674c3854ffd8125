//! A program without locals that nothing refers to: compilers and linters refuse them.

use std::collections::BTreeSet;

use super::usage::{Usage, visit, visit_statements};
use crate::program::{Binding, Component, Name, Program, Statement};

/// The program without unused locals: values go, resources stay without a name, and so do
/// conditions without steps.
pub(super) fn prune(program: &Program) -> Program {
    let mut program = program.clone();
    for component in &mut program.components {
        // A value may be used by another that goes itself.
        loop {
            let used = used(component);
            if !drop_unused(&mut component.body, &used) {
                break;
            }
        }
    }
    program
}

fn used(component: &Component) -> BTreeSet<Name> {
    let mut usage = Usage::default();
    visit_statements(&component.body, &mut |expression| usage.add(expression));
    for (_, value) in &component.outputs {
        visit(value, &mut |expression| usage.add(expression));
    }
    usage.locals
}

/// Whether a value went, which may leave others unused.
fn drop_unused(statements: &mut Vec<Statement>, used: &BTreeSet<Name>) -> bool {
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
