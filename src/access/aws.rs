//! The policies among AWS's resources: of roles, of resources, of functions, and who may take which role.

use std::collections::BTreeMap;

use crate::design::Design;
use crate::program::Origin;
use crate::register::{Registered, ResourceId, Value};

use super::reasons::{name, reason};
use super::row::{Principal, Reason, Row};

const PERMISSION: &str = "aws:lambda/permission:Permission";
const ROLE: &str = "aws:iam/role:Role";
const FUNCTION: &str = "aws:lambda/function:Function";

/// The rows of all policies, in order.
pub(super) fn rows(design: &Design, registered: &[Registered]) -> Vec<Row> {
    let reader = Reader { design, registered, holders: holders(registered) };
    registered.iter().filter(|resource| !resource.existing).flat_map(|resource| reader.rows(resource)).collect()
}

struct Reader<'a> {
    design: &'a Design,
    registered: &'a [Registered],
    /// The functions by the roles that they hold.
    holders: BTreeMap<ResourceId, String>,
}

/// The functions by their roles.
fn holders(registered: &[Registered]) -> BTreeMap<ResourceId, String> {
    let functions = registered.iter().filter(|resource| resource.id.kind == FUNCTION);
    functions
        .filter_map(|function| {
            let role = function.input("role")?.resource()?.clone();
            Some((role, name(&function.id)))
        })
        .collect()
}

impl Reader<'_> {
    fn rows(&self, resource: &Registered) -> Vec<Row> {
        if resource.id.kind == PERMISSION {
            return vec![self.permission(resource)];
        }
        let mut rows = Vec::new();
        for (input, value) in &resource.inputs {
            self.documents(resource, input, value, &mut rows);
        }
        rows
    }

    /// The statements of each policy in a value.
    fn documents(&self, resource: &Registered, input: &str, value: &Value, rows: &mut Vec<Row>) {
        if let (Some(_), Some(statements)) = (value.get("Version"), value.get("Statement")) {
            let statements = statements.items();
            rows.extend(statements.into_iter().flat_map(|statement| self.statement(resource, input, statement)));
            return;
        }
        match value.plain() {
            Value::List(items) => {
                for item in items {
                    self.documents(resource, input, item, rows);
                }
            }
            Value::Object(entries) => {
                for (_, item) in entries {
                    self.documents(resource, input, item, rows);
                }
            }
            Value::Json(inner) => self.documents(resource, input, inner, rows),
            _ => {}
        }
    }

    /// A statement, for each kind of principal that it names.
    fn statement(&self, resource: &Registered, input: &str, statement: &Value) -> Vec<Row> {
        let texts = |name: &str| -> Vec<String> {
            let items = statement.get(name).map(Value::items).unwrap_or_default();
            items.into_iter().map(Value::readable).collect()
        };
        let trust = resource.id.kind == ROLE && input == "assumeRolePolicy";
        let mut row = Row {
            principal: Principal::Anyone,
            allowed: statement.get("Effect").and_then(Value::as_text) != Some("Deny"),
            actions: texts("Action"),
            resources: texts("Resource"),
            conditions: conditions(statement.get("Condition")),
            policy: name(&resource.id),
            statement: statement.get("Sid").and_then(Value::as_text).map(str::to_owned),
            because: self.reasons(resource, statement),
        };
        if trust {
            row.resources = vec![name(&resource.id)];
        }
        let principals = match statement.get("Principal") {
            Some(principal) => principals(principal),
            None => vec![self.holder(resource)],
        };
        principals.into_iter().map(|principal| Row { principal, ..row.clone() }).collect()
    }

    /// Whose policy it is that names no principal.
    fn holder(&self, resource: &Registered) -> Principal {
        let role = if resource.id.kind == ROLE {
            Some(&resource.id)
        } else {
            resource.input("role").and_then(Value::resource)
        };
        match role {
            Some(role) => Principal::Role(self.holders.get(role).cloned().unwrap_or_else(|| name(role))),
            None => Principal::Role(name(&resource.id)),
        }
    }

    /// A permission of a function.
    fn permission(&self, resource: &Registered) -> Row {
        let text = |name: &str| resource.input(name).map(Value::readable).unwrap_or_default();
        let principal = text("principal");
        let mut conditions = Vec::new();
        for (input, key) in [
            ("sourceArn", "ArnLike aws:SourceArn"),
            ("sourceAccount", "StringEquals aws:SourceAccount"),
            ("functionUrlAuthType", "StringEquals lambda:FunctionUrlAuthType"),
            ("invokedViaFunctionUrl", "Bool lambda:InvokedViaFunctionUrl"),
        ] {
            if let Some(value) = resource.input(input) {
                conditions.push(format!("{key} {}", value.readable()));
            }
        }
        Row {
            principal: if principal == "*" { Principal::Anyone } else { Principal::Service(principal) },
            allowed: true,
            actions: vec![text("action")],
            resources: vec![text("function")],
            conditions,
            policy: name(&resource.id),
            statement: None,
            because: self.reasons(resource, &Value::Absent),
        }
    }

    /// Why a statement is there: the flows that it comes from itself, or else where its resource comes from.
    fn reasons(&self, resource: &Registered, statement: &Value) -> Vec<Reason> {
        let own = statement.origins();
        let origins = if own.is_empty() { std::slice::from_ref(&resource.origin) } else { own };
        let mut reasons: Vec<Reason> = Vec::new();
        for origin in origins {
            let reason = reason(self.design, origin);
            if !reasons.contains(&reason) {
                reasons.push(reason);
            }
        }
        if own.is_empty() && self.sources(statement, &mut reasons) {
            reasons.retain(|reason| matches!(reason, Reason::Flow { .. }));
        }
        reasons
    }

    /// Adds the flows of the resources that a statement's condition names as sources; whether there are some.
    fn sources(&self, statement: &Value, reasons: &mut Vec<Reason>) -> bool {
        let Some(source) = statement.get("Condition").and_then(Value::resource) else { return false };
        let Some(resource) = self.registered.iter().find(|resource| resource.id == *source) else { return false };
        if !matches!(resource.origin, Origin::Flow(_)) {
            return false;
        }
        let reason = reason(self.design, &resource.origin);
        if !reasons.contains(&reason) {
            reasons.push(reason);
        }
        true
    }
}

fn principals(principal: &Value) -> Vec<Principal> {
    let Value::Object(entries) = principal.plain() else { return vec![Principal::Anyone] };
    let mut found = Vec::new();
    for (kind, value) in entries {
        for item in value.items() {
            let text = item.readable();
            found.push(match kind.as_str() {
                "Service" => Principal::Service(text),
                _ if text == "*" => Principal::Anyone,
                _ => Principal::Account(text),
            });
        }
    }
    found
}

/// Each condition as operator, key and value.
fn conditions(condition: Option<&Value>) -> Vec<String> {
    let Some(Value::Object(operators)) = condition.map(Value::plain) else { return Vec::new() };
    let mut found = Vec::new();
    for (operator, tests) in operators {
        if let Value::Object(tests) = tests.plain() {
            found.extend(tests.iter().map(|(key, value)| format!("{operator} {key} {}", value.readable())));
        }
    }
    found
}
