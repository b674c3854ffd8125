//! What the parts of a program refer to: walks over expressions and statements.

use std::collections::BTreeSet;

use crate::program::{Binding, Component, Entry, Expression, Name, Part, Resource, ResourceOptions, Statement};

/// Calls the visitor with the expression and everything in it.
pub(super) fn visit(expression: &Expression, visitor: &mut dyn FnMut(&Expression)) {
    visitor(expression);
    match expression {
        Expression::List(items) => items.iter().for_each(|item| visit(item, visitor)),
        Expression::Object(entries) => entries.iter().for_each(|Entry { value, .. }| visit(value, visitor)),
        Expression::Field(inner, _)
        | Expression::Property(inner, _)
        | Expression::Index(inner, _)
        | Expression::Item(inner, _)
        | Expression::JsonOutput(inner)
        | Expression::Json(inner)
        | Expression::From { value: inner, .. }
        | Expression::Spread(inner) => visit(inner, visitor),
        Expression::Interpolate(parts) | Expression::Format(parts) => {
            for part in parts {
                if let Part::Value(value) = part {
                    visit(value, visitor);
                }
            }
        }
        Expression::Call { arguments, .. } => arguments.iter().for_each(|argument| visit(argument, visitor)),
        Expression::Invoke { arguments, .. } => arguments.iter().for_each(|(_, argument)| visit(argument, visitor)),
        Expression::Conditional { condition, then, otherwise } => {
            visit(condition, visitor);
            visit(then, visitor);
            if let Some(otherwise) = otherwise {
                visit(otherwise, visitor);
            }
        }
        Expression::Product(left, right) => {
            visit(left, visitor);
            visit(right, visitor);
        }
        Expression::Boolean(_)
        | Expression::Integer(_)
        | Expression::Number(_)
        | Expression::Text(_)
        | Expression::Local(_)
        | Expression::This(_)
        | Expression::Argument(_)
        | Expression::Setting(_)
        | Expression::Enumeration { .. }
        | Expression::Archive(_)
        | Expression::FileText(_)
        | Expression::StackOutput(..)
        | Expression::Node { .. } => {}
    }
}

/// Every expression of a resource: arguments, options, and the id if it exists already.
pub(super) fn visit_resource(resource: &Resource, visitor: &mut dyn FnMut(&Expression)) {
    match &resource.existing {
        Some(id) => visit(id, visitor),
        None => resource.arguments.iter().for_each(|(_, value)| visit(value, visitor)),
    }
    let ResourceOptions { protect, retain_on_delete, depends_on, .. } = &resource.options;
    for expression in protect.iter().chain(retain_on_delete).chain(depends_on) {
        visit(expression, visitor);
    }
}

/// Every expression of a constructor's steps.
pub(super) fn visit_statements(statements: &[Statement], visitor: &mut dyn FnMut(&Expression)) {
    for statement in statements {
        match statement {
            Statement::Resource(resource) => visit_resource(resource, visitor),
            Statement::Let { value, .. } | Statement::Assign { value, .. } => visit(value, visitor),
            Statement::If { condition, then, .. } => {
                visit(condition, visitor);
                visit_statements(then, visitor);
            }
        }
    }
}

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
        visit_statements(&component.body, &mut |expression| usage.add(expression));
        for (_, value) in &component.outputs {
            visit(value, &mut |expression| usage.add(expression));
        }
        usage
    }

    /// Takes note of one expression, not of what is in it.
    pub(super) fn add(&mut self, expression: &Expression) {
        match expression {
            Expression::Setting(_) => self.settings = true,
            Expression::Argument(name) => {
                self.arguments.insert(name.clone());
            }
            Expression::Local(name) => {
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
