//! What answers the fields of a GraphQL API: a data source for each node that a route leads to, with a role that may do no
//! more than its fields ask, and a resolver for each field.

use crate::design::{Flow, NodeId, Place};
use crate::program::{Expression, Handler, Origin, Packages};
use crate::text::words;

use super::super::super::draft::{New, Stage, of};
use super::super::access::{Access, Request, Statements};
use super::super::route::{self, RoleFor};
use super::super::{Aws, iam};
use super::{SERVICE, field, resolver};

const SOURCE: &str = "aws.appsync.DataSource";
const RESOLVER: &str = "aws.appsync.Resolver";
/// The language that resolvers are written in, and its version.
const RUNTIME: (&str, &str) = ("APPSYNC_JS", "1.0.0");

/// The fields that an API answers, in the order in which they are drawn.
pub(super) fn routes<'a>(cx: &Aws<'a>, api: &NodeId) -> Vec<&'a Flow> {
    let api = api.clone();
    cx.design.flows.iter().filter(|flow| flow.from == api).filter(|flow| flow.kind == "route").collect()
}

/// What a field does to the table that answers it: fields of mutations write.
pub(super) fn access(kind: &str) -> Access {
    if kind == "Mutation" { Access::Write } else { Access::Read }
}

pub(super) fn lower(cx: &mut Aws, flow: &Flow) {
    let Some((kind, name)) = field(flow) else {
        cx.refuse(
            Place::flow_property(flow.id, "key"),
            format!("{flow} does not say which field it answers"),
            "set key to a type and a field, such as Query.order",
        );
        return;
    };
    let routes = routes(cx, &flow.from);
    let same = |other: &&&Flow| other.text("key") == flow.text("key");
    if routes.iter().find(same).is_some_and(|first| first.id != flow.id) {
        cx.refuse(
            Place::flow_property(flow.id, "key"),
            format!("{kind}.{name} of {} is answered twice", flow.from),
            "keep one of the two flows",
        );
        return;
    }
    let first = routes.iter().find(|other| other.to == flow.to).is_none_or(|first| first.id == flow.id);
    if first {
        source(cx, flow);
    }
    let home = Aws::home(flow).clone();
    let wish = format!("{}-{}", words::kebab(kind), words::kebab(name));
    let logical = cx.companion(&home, RESOLVER, &wish);
    let mut item = New::sdk(RESOLVER, "", logical, Origin::Flow(flow.id.0))
        .argument("apiId", of(&flow.from.to_string(), "id"))
        .argument("type", Expression::text(kind))
        .argument("field", Expression::text(name))
        .argument("dataSource", of(&source_key(flow), "name"));
    if let Some(code) = resolver::text(cx, flow) {
        let folder = format!("graphql/{}/{}", flow.from.service, flow.from.node);
        let file = format!("{kind}.{name}.mjs");
        let (runtime, version) = RUNTIME;
        item = item.argument("code", Expression::FileText(format!("{folder}/{file}"))).argument(
            "runtime",
            Expression::properties([
                ("name", Expression::text(runtime)),
                ("runtimeVersion", Expression::text(version)),
            ]),
        );
        cx.handlers.push(Handler {
            folder,
            files: vec![(file, code)],
            generated: Vec::new(),
            shared: Vec::new(),
            packages: Packages::None,
            origin: Origin::Flow(flow.id.0),
        });
    }
    cx.push(&home.service, item.at(cx.position(&home, Stage::Flow)));
}

fn source_key(flow: &Flow) -> String {
    format!("{}/{}-source-of-{}", flow.to, flow.from.service, flow.from.node)
}

/// A name inside of the API, in which only letters, digits and `_` may stand.
fn source_name(cx: &Aws, flow: &Flow) -> String {
    let name = words::snake(&flow.to.node);
    let alike = routes(cx, &flow.from).iter().any(|other| other.to != flow.to && words::snake(&other.to.node) == name);
    if alike { format!("{}__{name}", words::snake(&flow.to.service)) } else { name }
}

fn source(cx: &mut Aws, flow: &Flow) {
    let home = Aws::home(flow).clone();
    let to = flow.to.to_string();
    let base = cx.companion(&home, SOURCE, &format!("{}-of-{}", flow.to.node, flow.from.node));
    let role = role(cx, flow, &home, &base);
    let (kind, setting, named) = if cx.design.kind_of(&flow.to) == Some("function") {
        ("AWS_LAMBDA", "lambdaConfig", ("functionArn", of(&to, "arn")))
    } else {
        ("AMAZON_DYNAMODB", "dynamodbConfig", ("tableName", of(&to, "name")))
    };
    let item = New::sdk(SOURCE, &source_key(flow), base.clone(), Origin::Flow(flow.id.0))
        .variable(format!("{base}-source"), "data-source")
        .argument("apiId", of(&flow.from.to_string(), "id"))
        .argument("name", Expression::Text(source_name(cx, flow)))
        .argument("type", Expression::text(kind))
        .argument(setting, Expression::properties([named]))
        .argument("serviceRoleArn", of(&role.key, "arn"))
        .depends_on(&role.policy)
        .at(cx.position(&home, Stage::Flow));
    cx.push(&home.service, item);
}

/// The role by which the API reaches one node, for all of its fields that lead there.
fn role(cx: &mut Aws, flow: &Flow, home: &NodeId, base: &str) -> route::Role {
    let mut statements = Statements::default();
    for other in routes(cx, &flow.from).into_iter().filter(|other| other.to == flow.to) {
        let access = match (cx.design.kind_of(&other.to), field(other)) {
            (Some("function"), _) => Access::Invoke,
            (_, Some((kind, _))) => access(kind),
            _ => continue,
        };
        let grant = cx.grant(&Request::of(&other.to, access, &other.from.service));
        statements.add_for(&grant, other);
    }
    route::role(
        cx,
        &RoleFor {
            home,
            name: base,
            service: SERVICE,
            description: format!("Lets {} reach {}", flow.from.node, flow.to.node),
            condition: Some(iam::condition("ArnEquals", "aws:SourceArn", of(&flow.from.to_string(), "arn"))),
            origin: Origin::Flow(flow.id.0),
        },
        statements,
    )
}
