//! The role of a state machine: a statement for each of its flows, its logs and its traces.

use crate::design::steps::{Deed, Steps};
use crate::design::{Flow, NodeId};
use crate::program::{Expression, Origin, Part};

use super::super::super::draft::{Stage, of};
use super::super::access::{Access, Allow, Grant, KeyUse, Request, Statements};
use super::super::route::{self, RoleFor};
use super::super::{Aws, external, iam, shared};
use super::starts;
use super::task::container;

/// Log delivery is set up for the whole account; these take no narrower resource.
const DELIVER_LOGS: &[&str] = &[
    "logs:CreateLogDelivery",
    "logs:DeleteLogDelivery",
    "logs:DescribeLogGroups",
    "logs:DescribeResourcePolicies",
    "logs:GetLogDelivery",
    "logs:ListLogDeliveries",
    "logs:PutResourcePolicy",
    "logs:UpdateLogDelivery",
];
const WRITE_TRACES: &[&str] =
    &["xray:PutTraceSegments", "xray:PutTelemetryRecords", "xray:GetSamplingRules", "xray:GetSamplingTargets"];

/// The key of the connection by which a workflow calls an external system.
pub(super) fn connection_key(id: &NodeId, external: &NodeId) -> String {
    format!("{id}/{external}-connection")
}

/// Makes the role with its policy, and the connections that its calls need.
pub(super) fn lower(cx: &mut Aws, id: &NodeId, logged: bool, traced: &Expression) -> route::Role {
    let mut statements = Statements::default();
    let mut allow = |verb: &'static str, object: &str, actions: &[&'static str]| {
        statements.add(&Grant {
            allows: vec![Allow {
                verb,
                object: object.to_owned(),
                service: id.service.clone(),
                actions: actions.to_vec(),
                resources: vec![Expression::text("*")],
                condition: None,
            }],
            ..Grant::default()
        });
    };
    if logged {
        allow("Deliver", "logs", DELIVER_LOGS);
    }
    let traced = *traced != Expression::Boolean(false);
    if traced {
        allow("Write", "traces", WRITE_TRACES);
    }
    statements.add(&Grant::default().key(cx.key_of(id), KeyUse::Encrypt));
    let flows: Vec<Flow> = cx.design.flows_from(id).cloned().collect();
    for flow in &flows {
        for grant in grants(cx, id, flow) {
            statements.add_for(&grant, flow);
        }
    }
    route::role_at(
        cx,
        Stage::Before,
        (logged || traced).then_some("Log delivery and X-Ray do not support resource-level permissions."),
        &RoleFor {
            home: id,
            name: &id.node,
            service: "states.amazonaws.com",
            description: format!("Lets runs of {} do their steps", id.node),
            condition: Some(iam::from_this_account()),
            origin: Origin::Node(id.to_string()),
        },
        statements,
    )
}

fn grants(cx: &mut Aws, id: &NodeId, flow: &Flow) -> Vec<Grant> {
    let request = |access: Access| Request::of(&flow.to, access, &id.service);
    let key = flow.to.to_string();
    let kind = cx.design.kind_of(&flow.to).unwrap_or_default().to_owned();
    match (flow.kind.as_str(), kind.as_str()) {
        ("invoke", "workflow") => {
            let mut grant = cx.grant(&request(Access::Invoke));
            if flow.text("mode") != Some("async") {
                grant.allows.extend(starts::follow(&flow.to));
                grant = grant.key(cx.key_of(&flow.to), KeyUse::Decrypt);
            }
            vec![grant]
        }
        ("invoke", "container") => {
            let mut grant = cx.grant(&request(Access::Invoke));
            if container::waits(flow) {
                grant.allows.extend(starts::follow_task(&flow.to));
            }
            vec![grant]
        }
        ("invoke", _) => vec![cx.grant(&request(Access::Invoke))],
        ("publish", _) => events(cx, id, flow)
            .iter()
            .map(|event| cx.publish_grant(&flow.to, event.as_deref(), &id.service).one_at_a_time())
            .collect(),
        ("read" | "write" | "read-write", "table") => {
            let (verb, actions) = held(&flow.kind, "dynamodb:GetItem", "dynamodb:PutItem");
            let encrypted = cx.key_of(&flow.to);
            let grant = Grant::allow(&request(Access::Read), verb, &actions, vec![of(&key, "arn")]);
            vec![grant.key(encrypted, usage(&flow.kind))]
        }
        ("read" | "write" | "read-write", "bucket") => {
            let (verb, actions) = held(&flow.kind, "s3:GetObject", "s3:PutObject");
            let encrypted = cx.key_of(&flow.to);
            let grant = Grant::allow(&request(Access::Read), verb, &actions, vec![iam::inside(of(&key, "arn"), "/*")]);
            vec![grant.key(encrypted, usage(&flow.kind))]
        }
        ("call", "email") => vec![cx.grant(&request(Access::Call))],
        ("call", "external") => vec![call(cx, id, flow)],
        _ => Vec::new(),
    }
}

/// How the key of a store is used.
fn usage(kind: &str) -> KeyUse {
    if kind == "read" { KeyUse::Decrypt } else { KeyUse::Encrypt }
}

fn held(kind: &str, read: &'static str, write: &'static str) -> (&'static str, Vec<&'static str>) {
    match kind {
        "read" => ("Read", vec![read]),
        "write" => ("Write", vec![write]),
        _ => ("ReadAndWrite", vec![read, write]),
    }
}

/// The events that the steps publish by a flow: the one that it names, or those that the steps name.
fn events(cx: &Aws, id: &NodeId, flow: &Flow) -> Vec<Option<String>> {
    if let Some(event) = flow.event() {
        return vec![Some(event.to_owned())];
    }
    let mut found: Vec<Option<String>> = Vec::new();
    let steps = cx.design.node(id).map(Steps::of).unwrap_or_default();
    for step in steps.iter() {
        let named: Option<String> = match &step.deed {
            Deed::Publish(to, event) if *to == flow.to => event.map(str::to_owned),
            _ => continue,
        };
        if !found.contains(&named) {
            found.push(named);
        }
    }
    if found.is_empty() { vec![None] } else { found }
}

/// A request to the address of an external system, and what proves who asks.
fn call(cx: &mut Aws, id: &NodeId, flow: &Flow) -> Grant {
    let Some(address) = external::web_address(cx, &flow.to) else { return Grant::default() };
    let connection = connection_key(id, &flow.to);
    external::connection(
        cx,
        id,
        &format!("{}-to-{}", id.node, flow.to.node),
        &connection,
        &flow.to,
        Stage::Before,
        flow,
    );
    cx.uses_iam();
    let allow =
        |verb: &'static str, actions: &[&'static str], resource: Expression, condition: Option<Expression>| Allow {
            verb,
            object: flow.to.node.clone(),
            service: flow.to.service.clone(),
            actions: actions.to_vec(),
            resources: vec![resource],
            condition,
        };
    // The machine's own name is not known before its role is there, but what it begins with is.
    let machines = Expression::Interpolate(vec![
        Part::Text("arn:".to_owned()),
        Part::Value(of(shared::PARTITION, "")),
        Part::Text(":states:".to_owned()),
        Part::Value(Expression::Setting(crate::program::Name::known("region"))),
        Part::Text(":".to_owned()),
        Part::Value(of(shared::ACCOUNT, "")),
        Part::Text(format!(":stateMachine:{}-*", id.node)),
    ]);
    let asked = Expression::data([(
        "StringEquals",
        Expression::data([("states:HTTPMethod", Expression::text("POST")), ("states:HTTPEndpoint", address)]),
    )]);
    Grant {
        allows: vec![
            allow("Call", &["states:InvokeHTTPEndpoint"], machines, Some(asked)),
            allow("Prove", &["events:RetrieveConnectionCredentials"], of(&connection, "arn"), None),
            allow(
                "ReadKeyOf",
                &["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
                of(&connection, "secretArn"),
                None,
            ),
        ],
        ..Grant::default()
    }
}
