//! Policies of AWS as people write them: a document as JSON text or as a map. Read only as far as rules ask.

use crate::value::Value;

/// A statement of a policy that allows something.
pub(super) struct Statement {
    /// Who may; empty in a policy of a role.
    pub(super) principals: Vec<String>,
    /// What may be done.
    pub(super) actions: Vec<String>,
    /// To what.
    pub(super) resources: Vec<String>,
    /// Whether it names what is not meant (`NotAction`, `NotResource`, `NotPrincipal`), and so allows all the rest.
    pub(super) all_but: bool,
    /// Whether it holds under a condition.
    pub(super) conditional: bool,
}

/// The statements of a document that allow something; none where it is no document.
pub(super) fn allowing(document: &Value) -> Vec<Statement> {
    let parsed: Option<Value> = document.as_str().and_then(|text| serde_json::from_str(text).ok());
    let document = parsed.as_ref().unwrap_or(document);
    let statements = match document.get("Statement") {
        Some(Value::List(items)) => items.as_slice(),
        Some(one @ Value::Map(_)) => std::slice::from_ref(one),
        _ => &[],
    };
    statements
        .iter()
        .filter(|statement| statement.get("Effect").and_then(Value::as_str) == Some("Allow"))
        .map(|statement| Statement {
            principals: principals(statement.get("Principal")),
            actions: texts(statement.get("Action")),
            resources: texts(statement.get("Resource")),
            all_but: ["NotAction", "NotResource", "NotPrincipal"].iter().any(|key| statement.get(key).is_some()),
            conditional: statement.get("Condition").and_then(Value::as_map).is_some_and(|map| !map.is_empty()),
        })
        .collect()
}

/// A text or a list of texts.
fn texts(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::String(text)) => vec![text.clone()],
        Some(Value::List(items)) => items.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}

/// Principals: `*`, or by kind `{ AWS: …, Service: … }`.
fn principals(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::Map(map)) => map.values().flat_map(|value| texts(Some(value))).collect(),
        other => texts(other),
    }
}

/// Whether a policy of a resource lets everybody in: any principal, and no condition.
pub(super) fn is_open(document: &Value) -> bool {
    allowing(document)
        .iter()
        .any(|statement| !statement.conditional && statement.principals.iter().any(|principal| principal == "*"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn text(json: &str) -> Value {
        Value::from(json)
    }

    #[test]
    fn a_policy_is_open_to_everybody_only_without_a_condition() {
        for open in [
            r#"{"Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"*"}]}"#,
            r#"{"Statement":{"Effect":"Allow","Principal":{"AWS":["*"]},"Action":"s3:*","Resource":"*"}}"#,
        ] {
            assert!(is_open(&text(open)), "{open}");
            assert!(is_open(&serde_json::from_str(open).unwrap()), "{open}");
        }
        for closed in [
            r#"{"Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"}]}"#,
            r#"{"Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:*","Condition":{"StringEquals":{"aws:SourceAccount":"1"}}}]}"#,
            r#"{"Statement":[{"Effect":"Allow","Principal":{"Service":"s3.amazonaws.com"},"Action":"s3:*"}]}"#,
            "not a document",
        ] {
            assert!(!is_open(&text(closed)), "{closed}");
        }
    }
}
