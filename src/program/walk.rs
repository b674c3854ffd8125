//! Every expression of a statement, to read or to replace. What is there already counts by its id alone.

use super::{Expression, Part, Resource, Statement};

/// Calls the function with every expression below the statement, the innermost last.
pub(crate) fn statement(statement: &Statement, visit: &mut dyn FnMut(&Expression)) {
    match statement {
        Statement::Resource(made) => resource(made, visit),
        Statement::Let { value, .. } | Statement::Assign { value, .. } => expression(value, visit),
        Statement::If { condition, then, .. } => {
            expression(condition, visit);
            for step in then {
                self::statement(step, visit);
            }
        }
    }
}

/// Calls the function with every expression below the resource.
pub(crate) fn resource(resource: &Resource, visit: &mut dyn FnMut(&Expression)) {
    match &resource.existing {
        Some(id) => expression(id, visit),
        None => resource.arguments.iter().for_each(|(_, value)| expression(value, visit)),
    }
    let options = &resource.options;
    for value in options.protect.iter().chain(&options.retain_on_delete).chain(&options.depends_on) {
        expression(value, visit);
    }
}

/// Calls the function with the expression and every one below it.
pub(crate) fn expression(value: &Expression, visit: &mut dyn FnMut(&Expression)) {
    visit(value);
    match value {
        Expression::List(items) => items.iter().for_each(|item| expression(item, visit)),
        Expression::Call { arguments, .. } => arguments.iter().for_each(|item| expression(item, visit)),
        Expression::Object(entries) => entries.iter().for_each(|entry| expression(&entry.value, visit)),
        Expression::Interpolate(parts) | Expression::Format(parts) => {
            for part in parts {
                if let Part::Value(value) = part {
                    expression(value, visit);
                }
            }
        }
        Expression::Invoke { arguments, .. } => arguments.iter().for_each(|(_, value)| expression(value, visit)),
        Expression::Field(inner, _)
        | Expression::Property(inner, _)
        | Expression::Index(inner, _)
        | Expression::Item(inner, _)
        | Expression::JsonOutput(inner)
        | Expression::Json(inner)
        | Expression::From { value: inner, .. }
        | Expression::Spread(inner) => expression(inner, visit),
        Expression::Product(left, right) => {
            expression(left, visit);
            expression(right, visit);
        }
        Expression::Conditional { condition, then, otherwise } => {
            expression(condition, visit);
            expression(then, visit);
            if let Some(otherwise) = otherwise {
                expression(otherwise, visit);
            }
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

/// Calls the function with every expression below the statement, to replace it; what it puts there is not visited.
pub(crate) fn statement_mut(statement: &mut Statement, replace: &mut dyn FnMut(&mut Expression) -> bool) {
    match statement {
        Statement::Resource(made) => resource_mut(made, replace),
        Statement::Let { value, .. } | Statement::Assign { value, .. } => expression_mut(value, replace),
        Statement::If { condition, then, .. } => {
            expression_mut(condition, replace);
            for step in then {
                statement_mut(step, replace);
            }
        }
    }
}

fn resource_mut(resource: &mut Resource, replace: &mut dyn FnMut(&mut Expression) -> bool) {
    match &mut resource.existing {
        Some(id) => expression_mut(id, replace),
        None => resource.arguments.iter_mut().for_each(|(_, value)| expression_mut(value, replace)),
    }
    let options = &mut resource.options;
    let single = [&mut options.protect, &mut options.retain_on_delete];
    for value in single.into_iter().flatten().chain(&mut options.depends_on) {
        expression_mut(value, replace);
    }
}

/// Calls the function with the expression and every one below it, to replace it; true stops the descent.
pub(crate) fn expression_mut(value: &mut Expression, replace: &mut dyn FnMut(&mut Expression) -> bool) {
    if replace(value) {
        return;
    }
    match value {
        Expression::List(items) => items.iter_mut().for_each(|item| expression_mut(item, replace)),
        Expression::Call { arguments, .. } => arguments.iter_mut().for_each(|item| expression_mut(item, replace)),
        Expression::Object(entries) => entries.iter_mut().for_each(|entry| expression_mut(&mut entry.value, replace)),
        Expression::Interpolate(parts) | Expression::Format(parts) => {
            for part in parts {
                if let Part::Value(value) = part {
                    expression_mut(value, replace);
                }
            }
        }
        Expression::Invoke { arguments, .. } => {
            for (_, value) in arguments {
                expression_mut(value, replace);
            }
        }
        Expression::Field(inner, _)
        | Expression::Property(inner, _)
        | Expression::Index(inner, _)
        | Expression::Item(inner, _)
        | Expression::JsonOutput(inner)
        | Expression::Json(inner)
        | Expression::From { value: inner, .. }
        | Expression::Spread(inner) => expression_mut(inner, replace),
        Expression::Product(left, right) => {
            expression_mut(left, replace);
            expression_mut(right, replace);
        }
        Expression::Conditional { condition, then, otherwise } => {
            expression_mut(condition, replace);
            expression_mut(then, replace);
            if let Some(otherwise) = otherwise {
                expression_mut(otherwise, replace);
            }
        }
        _ => {}
    }
}
