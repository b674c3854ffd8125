//! Every expression of a statement, to read or to replace. Knows no cloud.

use crate::program::{Expression, Part, Resource, Statement};

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
    for (_, value) in &resource.arguments {
        expression(value, visit);
    }
    let options = &resource.options;
    let single = [&options.protect, &options.retain_on_delete, &resource.existing];
    for value in single.into_iter().flatten().chain(&options.depends_on) {
        expression(value, visit);
    }
}

/// Calls the function with the expression and every one below it.
pub(crate) fn expression(value: &Expression, visit: &mut dyn FnMut(&Expression)) {
    visit(value);
    for child in children(value) {
        expression(child, visit);
    }
}

fn children(value: &Expression) -> Vec<&Expression> {
    match value {
        Expression::List(items) => items.iter().collect(),
        Expression::Call { arguments, .. } => arguments.iter().collect(),
        Expression::Object(entries) => entries.iter().map(|entry| &entry.value).collect(),
        Expression::Interpolate(parts) | Expression::Format(parts) => parts
            .iter()
            .filter_map(|part| match part {
                Part::Value(value) => Some(value),
                Part::Text(_) => None,
            })
            .collect(),
        Expression::Invoke { arguments, .. } => arguments.iter().map(|(_, value)| value).collect(),
        Expression::Field(inner, _)
        | Expression::Property(inner, _)
        | Expression::Index(inner, _)
        | Expression::Item(inner, _)
        | Expression::JsonOutput(inner)
        | Expression::Json(inner)
        | Expression::From { value: inner, .. }
        | Expression::Spread(inner) => vec![inner],
        Expression::Product(left, right) => vec![left, right],
        Expression::Conditional { condition, then, otherwise } => {
            [Some(condition), Some(then), otherwise.as_ref()].into_iter().flatten().map(|inner| &**inner).collect()
        }
        _ => Vec::new(),
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
    for (_, value) in &mut resource.arguments {
        expression_mut(value, replace);
    }
    let options = &mut resource.options;
    let single = [&mut options.protect, &mut options.retain_on_delete, &mut resource.existing];
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
