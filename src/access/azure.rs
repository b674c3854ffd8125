//! The role assignments among Azure's resources: which identity has which role, on what.

use crate::design::Design;
use crate::register::{Registered, Value};

use super::reasons::{name, reason};
use super::row::{Principal, Row};

const ASSIGNMENTS: &[&str] =
    &["azure-native:authorization:RoleAssignment", "azure-native:cosmosdb:SqlResourceSqlRoleAssignment"];

/// The rows of all assignments, in order.
pub(super) fn rows(design: &Design, registered: &[Registered]) -> Vec<Row> {
    let assignments = registered.iter().filter(|resource| ASSIGNMENTS.contains(&resource.id.kind.as_str()));
    assignments.map(|resource| row(design, resource)).collect()
}

fn row(design: &Design, resource: &Registered) -> Row {
    let text = |input: &str| resource.input(input).map(Value::readable).unwrap_or_default();
    let holder = resource.input("principalId").and_then(Value::resource).map(name);
    let own = resource.input("role").map(Value::origins).unwrap_or_default();
    let origins = if own.is_empty() { std::slice::from_ref(&resource.origin) } else { own };
    let mut because = Vec::new();
    for origin in origins {
        let reason = reason(design, origin);
        if !because.contains(&reason) {
            because.push(reason);
        }
    }
    Row {
        principal: Principal::Role(holder.unwrap_or_else(|| text("principalId"))),
        allowed: true,
        actions: vec![text("role")],
        resources: vec![text("scope")],
        conditions: Vec::new(),
        policy: name(&resource.id),
        statement: None,
        because,
    }
}
