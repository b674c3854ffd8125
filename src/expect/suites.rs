//! The tests of each service: its flows, then its roles and policies.

use std::collections::{BTreeSet, HashMap};

use crate::design::model::SHARED;
use crate::design::{Design, Flow};
use crate::program::{Origin, Program};
use crate::register::{Registered, Value};

use super::value::{Expected, Reader, short};
use super::{Case, Check, Suite};

const FUNCTION: &str = "aws:lambda/function:Function";
const ROLE: &str = "aws:iam/role:Role";
const ROLE_POLICY: &str = "aws:iam/rolePolicy:RolePolicy";

/// The suites of the components that have something to test, in order.
pub(super) fn suites(design: &Design, program: &Program, resources: &[Registered]) -> Vec<Suite> {
    let reader = Reader::new(resources);
    let origins = by_origin(resources);
    let touched = |flow: &Flow| origins.get(&Origin::Flow(flow.id.0)).map(Vec::as_slice).unwrap_or_default();
    let services = program.components.iter().map(|component| component.name.as_str());
    services
        .map(|service| {
            let mut cases: Vec<Case> = design
                .flows
                .iter()
                .filter(|flow| home(flow) == service)
                .map(|flow| reader.flow(flow, touched(flow)))
                .collect();
            cases.extend(
                resources
                    .iter()
                    .filter(|resource| resource.id.service == service)
                    .filter_map(|resource| reader.policy(resource)),
            );
            cases.retain(|case| !case.checks.is_empty());
            distinguish(&mut cases);
            Suite { name: service.to_owned(), cases }
        })
        .filter(|suite| !suite.cases.is_empty())
        .collect()
}

/// The resources that come from each part of the design, as a whole or with a statement or a variable.
fn by_origin(resources: &[Registered]) -> HashMap<&Origin, Vec<&Registered>> {
    let mut found: HashMap<&Origin, Vec<&Registered>> = HashMap::new();
    for resource in resources.iter().filter(|resource| !resource.existing) {
        let policy = resource.input("policy").map(statements).unwrap_or_default();
        let inner = policy.into_iter().chain(variables(resource).iter().map(|(_, value)| value));
        let origins: BTreeSet<&Origin> = inner.flat_map(Value::origins).chain([&resource.origin]).collect();
        for origin in origins {
            found.entry(origin).or_default().push(resource);
        }
    }
    found
}

/// The environment variables of a resource.
fn variables(resource: &Registered) -> &[(String, Value)] {
    match resource.input("environment").and_then(|environment| environment.get("variables")).map(Value::plain) {
        Some(Value::Object(variables)) => variables,
        _ => &[],
    }
}

/// The service that a flow belongs to: its target's, or its source's where the target is shared.
fn home(flow: &Flow) -> &str {
    if flow.to.service == SHARED { &flow.from.service } else { &flow.to.service }
}

/// What a flow is, as a title.
fn title(flow: &Flow) -> String {
    let text = |property: &str| flow.text(property).map(|text| format!(" {text}")).unwrap_or_default();
    let what = match flow.kind.as_str() {
        "route" => format!("{}{}", text("method"), text("path")),
        "trigger" => text("on"),
        _ => flow.event().map(|event| format!(" {event}")).unwrap_or_default(),
    };
    format!("{}{what} from {} to {}", flow.kind, flow.from, flow.to)
}

/// Cases of one title get numbers.
fn distinguish(cases: &mut [Case]) {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    for case in cases {
        let plain = case.title.clone();
        let mut number = 2;
        while !taken.insert(case.title.clone()) {
            case.title = format!("{plain} ({number})");
            number += 1;
        }
    }
}

impl Reader<'_> {
    /// What a flow takes: its own resources, the statements and the variables that are there for it.
    fn flow(&self, flow: &Flow, touched: &[&Registered]) -> Case {
        let origin = Origin::Flow(flow.id.0);
        let mut checks = Vec::new();
        for resource in touched {
            let (kind, name) = (short(&resource.id.kind), resource.id.name.clone());
            let own = resource.origin == origin && resource.id.kind.contains(':');
            if own && !matches!(resource.id.kind.as_str(), ROLE | ROLE_POLICY) {
                let inputs = resource.inputs.iter().map(|(name, value)| (name.clone(), self.expected(value)));
                checks.push(Check::Registered(kind, name, Expected::Object(inputs.collect())));
                continue;
            }
            if let Some(policy) = resource.input("policy") {
                for statement in statements(policy) {
                    let from = statement.origins().contains(&origin) || (own && statement.origins().is_empty());
                    if from {
                        checks.push(Check::Statement(kind.clone(), name.clone(), self.expected(statement)));
                    }
                }
            }
            if resource.id.kind == FUNCTION {
                checks.extend(self.variables(resource, &origin));
            }
        }
        Case { title: title(flow), checks }
    }

    /// The variables that a function has for a flow.
    fn variables(&self, function: &Registered, origin: &Origin) -> Option<Check> {
        let mine = variables(function).iter().filter(|(_, value)| value.origins().contains(origin));
        let expected: Vec<(String, Expected)> =
            mine.map(|(name, value)| (name.clone(), self.expected(value))).collect();
        let told = expected.iter().any(|(_, value)| *value != Expected::Anything);
        told.then(|| Check::Variables(function.id.name.clone(), Expected::Object(expected)))
    }

    /// That a policy says nothing else.
    fn policy(&self, resource: &Registered) -> Option<Case> {
        let statements = statements(resource.input("policy")?);
        let (kind, name) = (short(&resource.id.kind), resource.id.name.clone());
        if statements.is_empty() || resource.existing {
            return None;
        }
        if resource.id.kind != ROLE_POLICY {
            let expected = statements.iter().map(|statement| self.expected(statement)).collect();
            let title = format!("the policy of {name} lets nobody else in");
            return Some(Case { title, checks: vec![Check::Policy(kind, name, expected)] });
        }
        let names = statements.iter().filter_map(|statement| statement.get("Sid")?.as_text().map(str::to_owned));
        let mut checks = vec![Check::Names(kind, name.clone(), names.collect())];
        let role = resource.input("role").and_then(Value::resource);
        if let Some(role) = role.and_then(|id| self.resource(id))
            && let Some(trust) = role.input("assumeRolePolicy")
        {
            let trust = Expected::Object(vec![("assumeRolePolicy".to_owned(), self.expected(trust))]);
            checks.push(Check::Registered(short(ROLE), role.id.name.clone(), trust));
        }
        let holder = name.strip_suffix("-policy").unwrap_or(&name);
        Some(Case { title: format!("{holder} may do nothing else"), checks })
    }
}

/// The statements of a policy.
fn statements(policy: &Value) -> Vec<&Value> {
    policy.get("Statement").map(Value::items).unwrap_or_default()
}
