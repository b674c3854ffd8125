//! Dashboards: one a service, with a row for each of its things that has metrics worth a look.

use crate::design::NodeId;
use crate::program::{Expression, Name, Origin, Part, SettingKind, Statement};

use super::super::draft::{Item, New, Position, Stage, of};
use super::super::settings::Derived;
use super::{Aws, support};

const CLASS: &str = "aws.cloudwatch.Dashboard";
const LAST: Position = (usize::MAX, Stage::Alarm);

/// The kinds that have a row, and the attribute that their metrics are found by.
const ROWS: &[(&str, &str)] = &[
    ("delivery-stream", "name"),
    ("function", "name"),
    ("graphql-api", "id"),
    ("http-api", "id"),
    ("queue", "name"),
    ("stream", "name"),
    ("table", "name"),
    ("topic", "name"),
    ("websocket-api", "id"),
    ("workflow", "arn"),
];

/// What delivery streams are to dashboards that deliver documents and not files.
const TO_SEARCH: &str = "delivery-to-search";

/// Makes the dashboards, once all nodes are there.
pub(super) fn finish(cx: &mut Aws) {
    let design = cx.design;
    for (service, content) in &design.services {
        let made = content.nodes.iter().filter(|(_, node)| node.get("existing").is_none());
        let rows: Vec<Expression> = made
            .filter_map(|(name, node)| {
                let (kind, attribute) = ROWS.iter().find(|(kind, _)| *kind == node.kind)?;
                let id = NodeId::new(service.clone(), name.clone());
                let kind = if super::delivery_stream::writes_documents(design, &id) { TO_SEARCH } else { kind };
                Some(row(&id, kind, attribute))
            })
            .collect();
        if !rows.is_empty() {
            dashboard(cx, service, rows);
        }
    }
}

fn row(id: &NodeId, kind: &str, attribute: &str) -> Expression {
    Expression::properties([
        ("title", Expression::text(&id.node)),
        ("kind", Expression::text(kind)),
        ("id", of(&id.to_string(), attribute)),
    ])
}

fn dashboard(cx: &mut Aws, service: &str, rows: Vec<Expression>) {
    cx.facts.support.insert(support::DASHBOARD);
    let wanted = cx.settings.derive(Derived {
        wish: "dashboards".to_owned(),
        kind: SettingKind::Boolean,
        default: Some(crate::program::Literal::Boolean(true)),
        documentation: "Make a dashboard for each service.".to_owned(),
        ..Derived::default()
    });
    let setting = |name: &str| Part::Value(Expression::Setting(Name::known(name)));
    // Dashboards have no names but those that they are given.
    let name = Expression::Format(vec![
        setting("project"),
        Part::Text("-".to_owned()),
        setting("environment"),
        Part::Text(format!("-{service}")),
    ]);
    let logical = cx.names.take(service, CLASS, "dashboard", service);
    let item = New::function("components/dashboard:createDashboard", "", logical, Origin::Service(service.to_owned()))
        .argument("dashboardName", name)
        .argument("region", Expression::Setting(Name::known("region")))
        .argument("rows", Expression::List(rows))
        .at(LAST);
    let statement =
        Statement::If { condition: Expression::Setting(wanted), then: vec![item.statement], origin: Origin::Frame };
    cx.push(service, Item { statement, ..Item::value("", "dashboard", Expression::Boolean(true), LAST) });
}
