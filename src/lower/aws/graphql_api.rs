//! graphql-api: `AppSync` with its schema, who may call it, its logs and alarms. What answers fields is in `source`.

mod resolver;
mod schema;
mod source;

use crate::design::{Flow, NodeId, Place};
use crate::program::{Expression, Handler, Origin, Packages, Part};
use crate::text::words::is_identifier;

use super::super::draft::{New, Stage, of};
use super::super::settings::Derived;
use super::access::{Allow, Grant, Statements};
use super::alarm::{Alarm, Statistic};
use super::function::Invoker;
use super::route::{self, RoleFor};
use super::{Aws, iam};

pub(super) const CLASS: &str = "aws.appsync.GraphQLApi";
const SERVICE: &str = "appsync.amazonaws.com";
const LOG_GROUP: &str = "aws.cloudwatch.LogGroup";
/// How long `AppSync` remembers what a function has decided, in seconds.
const REMEMBERED: i64 = 300;
/// Half of the 30 seconds after which `AppSync` gives up, in milliseconds.
const SLOW_MILLISECONDS: i64 = 15_000;

/// Who may call an API.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Caller {
    /// Whoever has signed in to a user pool.
    User(NodeId),
    /// Whoever a function lets in.
    LetIn(NodeId),
    /// Whoever signs requests with a role that may.
    Role,
    /// Whoever has the key.
    Key,
}

impl Caller {
    fn kind(&self) -> &'static str {
        match self {
            Self::User(_) => "AMAZON_COGNITO_USER_POOLS",
            Self::LetIn(_) => "AWS_LAMBDA",
            Self::Role => "AWS_IAM",
            Self::Key => "API_KEY",
        }
    }

    /// What `AppSync` must know to ask them.
    fn settings(&self, first: bool) -> Option<(&'static str, Expression)> {
        match self {
            Self::User(pool) => {
                let mut entries = vec![("userPoolId", of(&pool.to_string(), "id"))];
                entries.extend(first.then(|| ("defaultAction", Expression::text("ALLOW"))));
                Some(("userPoolConfig", Expression::properties(entries)))
            }
            Self::LetIn(function) => {
                let entries = [
                    ("authorizerUri", of(&function.to_string(), "arn")),
                    ("authorizerResultTtlInSeconds", Expression::Integer(REMEMBERED)),
                ];
                Some(("lambdaAuthorizerConfig", Expression::properties(entries)))
            }
            Self::Role | Self::Key => None,
        }
    }
}

pub(super) fn lower(cx: &mut Aws, id: &NodeId) {
    let key = id.to_string();
    let origin = Origin::Node(key.clone());
    let main = New::sdk(CLASS, &key, id.node.clone(), origin.clone()).variable(id.node.clone(), "api");
    let address = Expression::Item(Box::new(of(&key, "uris")), "GRAPHQL".to_owned());
    if let Some(existing) = cx.existing(id) {
        let item = main.existing(existing).at(cx.position(id, Stage::Main));
        cx.push(&id.service, item);
        cx.output(&id.service, &format!("{}-url", id.node), address);
        return;
    }
    let Some((first, others)) = callers(cx, id) else { return };
    let Some(schema) = schema(cx, id) else { return };
    let logged = cx.flag(id, &["access_logs"]).then(|| logs(cx, id));
    let traced = cx.boolean(id, &["tracing"]);
    let extra = cx.extra(id);
    let mut item = main
        .argument("schema", Expression::FileText(schema))
        .argument("authenticationType", Expression::text(first.kind()));
    if let Some((name, value)) = first.settings(true) {
        item = item.argument(name, value);
    }
    let more = others.iter().map(|caller| {
        let mut entries = vec![("authenticationType", Expression::text(caller.kind()))];
        entries.extend(caller.settings(false));
        Expression::properties(entries)
    });
    let item = item
        .argument("additionalAuthenticationProviders", (!others.is_empty()).then(|| Expression::List(more.collect())))
        .argument("logConfig", logged)
        .argument("xrayEnabled", traced)
        .overriding(extra)
        .aliases(cx.former(id, &id.node))
        .at(cx.position(id, Stage::Main));
    cx.push(&id.service, item);
    if first == Caller::Key {
        api_key(cx, id);
    }
    alarms(cx, id);
    cx.output(&id.service, &format!("{}-url", id.node), address);
}

/// Who is asked by default, and who besides. None where the design does not say it.
fn callers(cx: &mut Aws, id: &NodeId) -> Option<(Caller, Vec<Caller>)> {
    let design = cx.design;
    let auth = cx.fixed(id, &["auth"]).and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default();
    let mut drawn: Vec<Caller> = Vec::new();
    for flow in design.flows_to(id).filter(|flow| flow.kind == "authorize") {
        let pool = design.kind_of(&flow.from) == Some("user-pool");
        drawn.push(if pool { Caller::User(flow.from.clone()) } else { Caller::LetIn(flow.from.clone()) });
    }
    if drawn.iter().filter(|caller| matches!(caller, Caller::LetIn(_))).count() > 1 {
        cx.refuse(
            Place::node(id),
            format!("several functions decide who may call {id}, and AppSync asks one"),
            "keep one of them",
        );
        return None;
    }
    let let_in = |drawn: &[Caller]| drawn.iter().position(|caller| matches!(caller, Caller::LetIn(_)));
    let user = |drawn: &[Caller]| drawn.iter().position(|caller| matches!(caller, Caller::User(_)));
    let place = match auth.as_str() {
        "iam" => return Some((Caller::Role, drawn)),
        "api-key" => return Some((Caller::Key, drawn)),
        "custom" => let_in(&drawn),
        "user-pool" => user(&drawn),
        _ if drawn.is_empty() => return Some((Caller::Role, drawn)),
        _ => user(&drawn).or_else(|| let_in(&drawn)),
    };
    let Some(place) = place else {
        let wanted = if auth == "custom" { "function" } else { "user pool" };
        cx.refuse(
            Place::property(id, "auth"),
            format!("{id} is called by whom a {wanted} lets in, and no {wanted} authorizes it"),
            format!("add a flow authorize from a {wanted} to {id}, or set auth: iam or auth: api-key"),
        );
        return None;
    };
    let first = drawn.remove(place);
    Some((first, drawn))
}

/// The path of the schema; a first one is written where it is a file of the project's own.
fn schema(cx: &mut Aws, id: &NodeId) -> Option<String> {
    let path = cx.fixed(id, &["schema"]).and_then(|value| value.as_str().map(str::to_owned))?;
    let steps: Vec<&str> = path.split('/').collect();
    let plain = |step: &&str| {
        !step.is_empty()
            && !step.starts_with('.')
            && step.chars().all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.'))
    };
    let Some((file, folders)) = steps.split_last() else { return Some(path) };
    if folders.first().is_some_and(|first| ["src", "functions"].contains(first)) {
        cx.refuse(
            Place::property(id, "schema"),
            format!("the schema of {id} would stand among the files of the program, in {path}"),
            "use a folder of its own, such as graphql",
        );
    } else if ![".graphql", ".graphqls", ".gql"].iter().any(|ending| file.ends_with(ending)) {
        cx.refuse(
            Place::property(id, "schema"),
            format!("the schema of {id}, {path}, does not look like one"),
            "use a file such as graphql/schema.graphql",
        );
    } else if steps.iter().all(plain) && !written(cx, folders, file) {
        let text = schema::first(cx, id);
        cx.handlers.push(Handler {
            folder: folders.join("/"),
            files: vec![((*file).to_owned(), text)],
            generated: Vec::new(),
            shared: Vec::new(),
            packages: Packages::None,
            origin: Origin::Node(id.to_string()),
        });
    }
    Some(path)
}

/// Whether another API has written the file.
fn written(cx: &Aws, folders: &[&str], file: &str) -> bool {
    let folder = folders.join("/");
    cx.handlers.iter().any(|one| one.folder == folder && one.files.iter().any(|(name, _)| name == file))
}

/// Requests are logged as a whole, and fields that fail; never what callers send along, which may be a token.
fn logs(cx: &mut Aws, id: &NodeId) -> Expression {
    let key = format!("{id}/logs");
    let name = cx.companion(id, LOG_GROUP, &format!("{}-logs", id.node));
    let aliases = cx.former(id, &name);
    let group = Expression::Interpolate(vec![
        Part::Text("/aws/appsync/apis/".to_owned()),
        Part::Value(of(&id.to_string(), "id")),
    ]);
    let item = New::sdk(LOG_GROUP, &key, name.clone(), Origin::Node(id.to_string()))
        .variable(name, "log-group")
        .argument("name", group)
        .argument("retentionInDays", cx.retention(id))
        .comment("The name under which AppSync looks for it.")
        .aliases(aliases)
        .at(cx.position(id, Stage::After));
    cx.push(&id.service, item);
    let mut statements = Statements::default();
    let streams = Expression::Interpolate(vec![Part::Value(of(&key, "arn")), Part::Text(":*".to_owned())]);
    statements.add(&Grant {
        allows: vec![Allow {
            verb: "Write",
            object: "logs".to_owned(),
            service: id.service.clone(),
            actions: vec!["logs:CreateLogStream", "logs:PutLogEvents"],
            resources: vec![streams],
            condition: None,
        }],
        ..Grant::default()
    });
    let role = route::role_at(
        cx,
        Stage::Before,
        None,
        &RoleFor {
            home: id,
            name: &format!("{}-logs", id.node),
            service: SERVICE,
            description: format!("Lets {} write its logs", id.node),
            condition: Some(iam::from_this_account()),
            origin: Origin::Node(id.to_string()),
        },
        statements,
    );
    Expression::properties([
        ("cloudwatchLogsRoleArn", of(&role.key, "arn")),
        ("fieldLogLevel", Expression::text("ERROR")),
        ("excludeVerboseContent", Expression::Boolean(true)),
    ])
}

/// A key that callers send along, and that every stack says the end of.
fn api_key(cx: &mut Aws, id: &NodeId) {
    let ends = cx.settings.derive(Derived {
        wish: format!("{}-{}-key-expires", id.service, id.node),
        documentation: format!(
            "When the key of {id} ends, such as 2027-06-30T00:00:00Z: within a year. Put it off before it does."
        ),
        origin: Origin::Node(id.to_string()),
        ..Derived::default()
    });
    let class = "aws.appsync.ApiKey";
    let name = cx.companion(id, class, &format!("{}-key", id.node));
    let key = format!("{id}/key");
    let aliases = cx.former(id, &name);
    let item = New::sdk(class, &key, name.clone(), Origin::Node(id.to_string()))
        .variable(name, "api-key")
        .argument("apiId", of(&id.to_string(), "id"))
        .argument("description", Expression::text(format!("Callers of {}", id.node)))
        .argument("expires", Expression::Setting(ends))
        .aliases(aliases)
        .at(cx.position(id, Stage::After));
    cx.push(&id.service, item);
    cx.output(&id.service, &format!("{}-key", id.node), of(&key, "key"));
}

fn alarms(cx: &mut Aws, id: &NodeId) {
    let mut alarm = |suffix: &str, description: String, metric: &str, threshold: i64, statistic: Statistic| {
        cx.alarm(
            id,
            Alarm {
                base: &id.node,
                suffix,
                description,
                metric: ("AWS/AppSync", metric),
                dimensions: vec![("GraphQLAPIId", of(&id.to_string(), "id"))],
                threshold,
                statistic,
            },
        );
    };
    let called = format!("The GraphQL API {}", id.node);
    alarm("server-errors", format!("{called} answers with server errors"), "5XXError", 0, Statistic::Sum);
    let slow = SLOW_MILLISECONDS / 1000;
    let slow = format!("One of a hundred requests to {called} takes longer than {slow} seconds");
    alarm("latency", slow, "Latency", SLOW_MILLISECONDS, Statistic::Percentile99);
}

/// A function is asked who may call, and `AppSync` may ask it.
pub(super) fn authorizer(cx: &mut Aws, flow: &Flow) {
    if cx.is_existing(&flow.to) {
        refuse_existing(cx, flow);
        return;
    }
    cx.permit_invoke(
        &flow.from,
        Invoker {
            home: &flow.from,
            name: format!("{}-to-{}", flow.to.node, flow.from.node),
            principal: SERVICE,
            source: of(&flow.to.to_string(), "arn"),
            this_account: false,
            origin: Origin::Flow(flow.id.0),
        },
    );
}

/// A user pool is asked by the API itself, which names it.
pub(super) fn ask_pool(cx: &mut Aws, flow: &Flow) {
    if cx.is_existing(&flow.to) {
        refuse_existing(cx, flow);
    }
}

/// Who may call an API that is there already is its owner's to say.
fn refuse_existing(cx: &mut Aws, flow: &Flow) {
    cx.refuse(
        Place::flow(flow.id),
        format!("{flow}: who may call an API that is there already is said by whoever made it"),
        "let its owner add the authorization",
    );
}

pub(super) fn flow(cx: &mut Aws, flow: &Flow) {
    if flow.kind == "route" {
        source::lower(cx, flow);
    }
}

/// The type and the field that a route answers: `Query` and `order`. None where the route does not say it.
fn field(flow: &Flow) -> Option<(&str, &str)> {
    let (kind, field) = flow.text("key")?.split_once('.')?;
    (is_identifier(kind) && is_identifier(field)).then_some((kind, field))
}
