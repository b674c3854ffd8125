//! function: Lambda, with a role, a log group, the alias `live` and alarms of its own. Callers use the alias.

use crate::design::{Flow, NodeId, Place};
use crate::program::{Expression, Literal, Name, Origin, SettingKind, Support};
use crate::text::duration::Duration;
use crate::text::words;
use crate::value::Value;

use super::super::draft::{New, Stage, of, properties};
use super::access::{self, Access, Grant, Request};
use super::alarm::{Alarm, Statistic};
use super::network::Home;
use super::{Aws, asynchronous, canary, function_code, graphql_api, http_api, shared, support, websocket_api};

pub(super) const CLASS: &str = "components/lambda-function:LambdaFunction";
const EXISTING: &str = "aws.lambda.Function";
/// Ten minutes, in milliseconds.
const BEHIND_MILLISECONDS: i64 = 600_000;

/// The runtimes of programs, the newest of a language first: language, version, and what the SDKs call them.
const RUNTIMES: &[(&str, &str, &str, &str)] = &[
    ("nodejs", "24", "NodeJS24dX", "NODE_JS24D_X"),
    ("nodejs", "22", "NodeJS22dX", "NODE_JS22D_X"),
    ("nodejs", "20", "NodeJS20dX", "NODE_JS20D_X"),
    ("python", "3.14", "Python3d14", "PYTHON3D14"),
    ("python", "3.13", "Python3d13", "PYTHON3D13"),
    ("python", "3.12", "Python3d12", "PYTHON3D12"),
    ("python", "3.11", "Python3d11", "PYTHON3D11"),
    ("python", "3.10", "Python3d10", "PYTHON3D10"),
];

/// How others reach a function: always by its alias.
pub(super) fn attributes(function: Expression, attribute: &str) -> Expression {
    let part = |name: &str| Expression::Field(Box::new(function.clone()), Name::known(name));
    match attribute {
        "arn" | "invokeArn" => part("alias").property(attribute),
        "qualifier" => part("alias").property("name"),
        "name" | "version" => part("function").property(attribute),
        "functionArn" => part("function").property("arn"),
        "roleArn" => part("role").property("arn"),
        _ => function,
    }
}

pub(super) fn lower(cx: &mut Aws, id: &NodeId) {
    if let Some(existing) = cx.existing(id) {
        let item = New::sdk(EXISTING, &id.to_string(), id.node.clone(), Origin::Node(id.to_string()))
            .variable(id.node.clone(), "function")
            .attributes(properties)
            .existing(existing)
            .at(cx.position(id, Stage::Main));
        cx.push(&id.service, item);
        return;
    }
    cx.facts.support.insert(support::LAMBDA_FUNCTION);
    if cx.keeps_failures(id) {
        let description = format!("The {} function gave up on events", id.node);
        cx.dead_letter_queue(id, Stage::Before, false, description);
    }
    let item = function(cx, id);
    cx.push(&id.service, item.at(cx.position(id, Stage::Main)));
    asynchronous::lower(cx, id);
    url(cx, id);
    behind_alarm(cx, id);
}

/// Who follows records in order can fall behind, and one that fails holds up all others.
fn behind_alarm(cx: &mut Aws, id: &NodeId) {
    let design = cx.design;
    let follows =
        |flow: &Flow| flow.kind == "subscribe" && matches!(design.kind_of(&flow.from), Some("table" | "stream"));
    if !design.flows_to(id).any(|flow| follows(flow) && flow.get("enrich").is_none()) {
        return;
    }
    cx.alarm(
        id,
        Alarm {
            base: &id.node,
            suffix: "behind",
            description: format!("The {} function is more than 10 minutes behind", id.node),
            metric: ("AWS/Lambda", "IteratorAge"),
            dimensions: vec![("FunctionName", of(&id.to_string(), "name"))],
            threshold: BEHIND_MILLISECONDS,
            statistic: Statistic::Maximum,
        },
    );
}

fn function(cx: &mut Aws, id: &NodeId) -> New {
    let runtime = cx.fixed(id, &["runtime"]).and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default();
    let own = own_environment(cx, id);
    let names: Vec<String> = own.iter().map(|(name, _)| name.clone()).collect();
    let vpc_config = in_network(cx, id);
    let access = access::of_function(cx, id, &names);
    let mut environment = access.environment.clone();
    environment.extend(own);
    let log_level = log_level(cx, &mut environment);

    if runtime != "container" {
        function_code::write(cx, id, &runtime, &environment, access.accesses);
    }
    let purpose = purpose(cx, id);
    let description = cx.description(id, &purpose);
    let mut item = New::component(CLASS, &id.to_string(), id.node.clone(), Origin::Node(id.to_string()))
        .variable(id.node.clone(), "function")
        .attributes(attributes)
        .argument("description", Expression::text(description));
    item = code(cx, id, &runtime, item)
        .argument("architecture", cx.text(id, &["architecture"]))
        .argument("memoryMb", cx.integer(id, &["memory"]))
        .argument("timeoutSeconds", cx.seconds(id, &["timeout"]))
        .argument("reservedConcurrency", cx.integer(id, &["concurrency", "reserved"]))
        .argument("provisionedConcurrency", cx.integer(id, &["concurrency", "provisioned"]));
    for (name, value) in canary::arguments(cx, id) {
        item = item.argument(name, value);
    }
    let tracing = cx.boolean(id, &["tracing"]).filter(|tracing| *tracing != Expression::Boolean(true));
    item = item
        .argument("logRetentionDays", cx.retention(id))
        .argument("logLevel", log_level)
        .argument("tracing", tracing);
    if !environment.is_empty() {
        item = item.argument("environment", super::super::draft::data(environment));
    }
    if !access.statements.is_empty() {
        cx.uses_iam();
    }
    let watched = cx.fixed(id, &["alarms"]).and_then(|value| value.as_bool()) != Some(false);
    cx.facts.alarming |= watched;
    item = item
        .argument("vpcConfig", vpc_config)
        .argument("statements", Expression::List(access.statements))
        .argument("alarmTopicArn", watched.then(|| of(shared::ALARMS, "arn")));
    let mut extra = Vec::new();
    if cx.fixed(id, &["ephemeral_storage"]).and_then(|size| size.as_integer()).is_some_and(|size| size != 512) {
        let size = cx.integer(id, &["ephemeral_storage"]);
        extra.extend(size.map(|size| ("ephemeralStorage".to_owned(), Expression::properties([("size", size)]))));
    }
    extra.extend(cx.texts(id, &["layers"]).map(|layers| ("layers".to_owned(), layers)));
    for (name, value) in cx.extra(id) {
        extra.retain(|(present, _)| *present != name);
        extra.push((name, value));
    }
    item.extra(&extra).aliases(cx.former(id, &id.node))
}

/// Where in a network the function runs, with a security group of its own.
fn in_network(cx: &mut Aws, id: &NodeId) -> Option<Expression> {
    let home = Home::Node(cx.network_of(id)?);
    let group = cx.security_group(id, &home, "function");
    let reaches = cx.reaches_of(id);
    cx.reach_out(id, &home, reaches);
    Some(Expression::properties([
        ("subnetIds", home.of("subnetIds")),
        ("securityGroupIds", Expression::List(vec![of(&group, "id")])),
    ]))
}

/// What the function does, as far as its flows tell: what starts it.
fn purpose(cx: &Aws, id: &NodeId) -> String {
    let design = cx.design;
    let starts = design.flows_to(id).filter_map(|flow| {
        let text = |property: &str| flow.text(property).unwrap_or_default().to_owned();
        Some(match (flow.kind.as_str(), design.kind_of(&flow.from)?) {
            ("route", "websocket-api") => format!("Takes {} of {}", text("key"), flow.from.node),
            ("route", _) => format!("Answers {} {}", super::route::method(flow), text("path")),
            ("subscribe", "queue") => format!("Works off {}", flow.from.node),
            ("subscribe", "event-bus") => format!("Handles {}", flow.event().unwrap_or("events")),
            ("subscribe", "table") => format!("Follows changes of {}", flow.from.node),
            ("subscribe", "stream") => format!("Reads {}", flow.from.node),
            ("subscribe", "bucket") => format!("Handles files of {}", flow.from.node),
            ("subscribe", _) => format!("Handles messages of {}", flow.from.node),
            ("invoke", "schedule") => format!("Started by {}", flow.from.node),
            ("invoke", "workflow") => format!("Does a step of {}", flow.from.node),
            ("trigger", _) => format!("Called by {} on {}", flow.from.node, text("on")),
            _ => return None,
        })
    });
    let decides = design.flows_from(id).filter(|flow| flow.kind == "authorize");
    let all: Vec<String> = starts.chain(decides.map(|flow| format!("Decides who may call {}", flow.to.node))).collect();
    let joined = all
        .iter()
        .enumerate()
        .map(|(index, part)| if index == 0 { part.clone() } else { uncapitalised(part) })
        .collect::<Vec<_>>()
        .join(", ");
    // Lambda takes 256 characters.
    if joined.is_empty() || joined.len() > 200 { words::sentence(&id.node) } else { joined }
}

fn uncapitalised(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_lowercase().chain(characters).collect())
}

/// The code: a folder with a handler, or an image.
fn code(cx: &mut Aws, id: &NodeId, runtime: &str, item: New) -> New {
    if runtime == "container" {
        let image = cx.text(id, &["image"]);
        if image.is_none() || !cx.is_always_given(id, &["image"]) {
            cx.refuse(
                Place::property(id, "image"),
                format!("{id} runs a container image but names none"),
                "set image, such as 123456789012.dkr.ecr.eu-west-1.amazonaws.com/name:tag",
            );
        }
        return item.argument("imageUri", image);
    }
    let version = cx.fixed(id, &["version"]).and_then(|value| value.as_str().map(str::to_owned));
    let family = RUNTIMES.iter().filter(|known| known.0 == if runtime == "python" { "python" } else { "nodejs" });
    let found = family.clone().find(|known| version.as_deref().is_none_or(|version| known.1 == version));
    if found.is_none() {
        let known: Vec<&str> = family.clone().map(|known| known.1).collect();
        cx.refuse(
            Place::property(id, "version"),
            format!("no function can be made for version {} of {runtime}", version.unwrap_or_default()),
            format!("use one of {}, or leave version out for the newest", known.join(", ")),
        );
    }
    let (typescript, python) = found.map_or(("", ""), |known| (known.2, known.3));
    let folder = super::function_folder(id);
    let code = if runtime == "python" { Expression::Archive(folder) } else { bundled(cx, folder) };
    item.argument("code", code).argument("runtime", runtime_named(typescript, python))
}

/// The code in TypeScript of a folder, made one file whenever the program runs.
pub(super) fn bundled(cx: &mut Aws, folder: String) -> Expression {
    cx.facts.support.insert(support::BUNDLE);
    Expression::Call { function: Support::parse("bundle:typescript"), arguments: vec![Expression::Text(folder)] }
}

/// A runtime, by what the SDKs call it.
fn runtime_named(typescript: &str, python: &str) -> Expression {
    Expression::Enumeration {
        path: vec!["aws".to_owned(), "lambda".to_owned(), "Runtime".to_owned()],
        typescript: typescript.to_owned(),
        python: python.to_owned(),
    }
}

/// The runtime of code in TypeScript that is the program's own.
pub(super) fn newest_nodejs() -> Option<Expression> {
    RUNTIMES.iter().find(|known| known.0 == "nodejs").map(|known| runtime_named(known.2, known.3))
}

/// The variables that the node itself sets, in any environment.
pub(super) fn own_environment(cx: &mut Aws, id: &NodeId) -> Vec<(String, Expression)> {
    let design = cx.design;
    let written = design.node(id).and_then(|node| node.get("environment"));
    let sets = design.environments.values().filter_map(|environment| environment.set.get(&id.to_string()));
    let overridden = sets.filter_map(|set| set.get("environment"));
    let mut names: Vec<String> = Vec::new();
    for map in written.into_iter().chain(overridden).filter_map(Value::as_map) {
        for name in map.keys().filter(|name| !names.contains(name)).cloned().collect::<Vec<_>>() {
            names.push(name);
        }
    }
    let mut variables = Vec::new();
    for name in names {
        let Some(value) = cx.text(id, &["environment", &name]) else { continue };
        if let Expression::Setting(field) = &value
            && cx.settings.is_optional(field)
        {
            cx.refuse(
                Place::Node { id: id.clone(), path: vec!["environment".to_owned(), name.clone()] },
                format!("the variable {name} of {id} has a value in some environments only"),
                "give it one in the node's own environment, which holds where no other is set",
            );
        }
        variables.push((name, value));
    }
    variables
}

/// Lambda drops messages below a level of its own, so it must follow the program's setting. Levels that Lambda does not
/// know leave the choice to the code alone.
pub(super) fn log_level(cx: &mut Aws, environment: &mut Vec<(String, Expression)>) -> Option<Expression> {
    let field = cx.settings.named("log_level")?.clone();
    // What is called so and is no text means something else.
    let secret = cx.design.settings.get("log_level").is_some_and(|setting| setting.secret);
    if secret || !matches!(cx.settings.kind(&field), Some(SettingKind::Text | SettingKind::OneOf(_))) {
        return None;
    }
    let level = Expression::Setting(field.clone());
    if environment.iter().all(|(name, _)| name != "LOG_LEVEL") {
        environment.push(("LOG_LEVEL".to_owned(), level.clone()));
    }
    let known = ["TRACE", "DEBUG", "INFO", "WARN", "WARNING", "ERROR", "FATAL"];
    match cx.settings.kind(&field) {
        Some(SettingKind::OneOf(levels)) if levels.iter().all(|level| known.contains(&level.as_str())) => Some(level),
        _ => Some(Expression::text("TRACE")),
    }
}

/// A public address of the function's own.
fn url(cx: &mut Aws, id: &NodeId) {
    if cx.fixed(id, &["url"]).is_none() {
        return;
    }
    let auth = cx.fixed(id, &["url", "auth"]).and_then(|value| value.as_str().map(str::to_owned));
    let open = auth.as_deref() == Some("none");
    let function = id.to_string();
    let key = format!("{id}/url");
    let origin = Origin::Node(id.to_string());
    let name = cx.companion(id, "aws.lambda.FunctionUrl", &format!("{}-url", id.node));
    let aliases = cx.former(id, &name);
    let item = New::sdk("aws.lambda.FunctionUrl", &key, name.clone(), origin.clone())
        .variable(name.clone(), "function-url")
        .argument("functionName", of(&function, "name"))
        .argument("qualifier", of(&function, "qualifier"))
        .argument("authorizationType", Expression::text(if open { "NONE" } else { "AWS_IAM" }))
        .aliases(aliases)
        .at(cx.position(id, Stage::After));
    cx.push(&id.service, item);
    cx.output(&id.service, &format!("{}-url", id.node), of(&key, "functionUrl"));
    if !open {
        return;
    }
    // An open address takes both rights: to use the address, and to invoke through it and no other way.
    for (suffix, action, argument, value) in [
        ("url-public", "lambda:InvokeFunctionUrl", "functionUrlAuthType", Expression::text("NONE")),
        ("url-invoke", "lambda:InvokeFunction", "invokedViaFunctionUrl", Expression::Boolean(true)),
    ] {
        let name = cx.companion(id, "aws.lambda.Permission", &format!("{}-{suffix}", id.node));
        let item = New::sdk("aws.lambda.Permission", "", name, origin.clone())
            .argument("action", Expression::text(action))
            .argument("principal", Expression::text("*"))
            .argument("function", of(&function, "name"))
            .argument("qualifier", of(&function, "qualifier"))
            .argument(argument, value)
            .at(cx.position(id, Stage::Policy));
        cx.push(&id.service, item);
    }
}

pub(super) fn grant(cx: &mut Aws, request: &Request) -> Grant {
    if request.access != Access::Invoke {
        return Grant::default();
    }
    let arn = of(&request.node.to_string(), "arn");
    cx.uses_iam();
    Grant::allow(request, "Invoke", &["lambda:InvokeFunction"], vec![arn.clone()]).variable("function arn", arn)
}

pub(super) fn flow(cx: &mut Aws, flow: &Flow) {
    match (flow.kind.as_str(), cx.design.kind_of(&flow.to)) {
        ("authorize", Some("websocket-api")) => websocket_api::authorizer(cx, flow),
        ("authorize", Some("graphql-api")) => graphql_api::authorizer(cx, flow),
        ("authorize", _) => http_api::function_authorizer(cx, flow),
        _ => {}
    }
}

/// Who may invoke a function, from where.
pub(super) struct Invoker<'a> {
    /// The component in which the permission is made, and the node beside which it stands.
    pub(super) home: &'a NodeId,
    /// The logical name that it would like.
    pub(super) name: String,
    /// The AWS service.
    pub(super) principal: &'a str,
    /// The source's ARN.
    pub(super) source: Expression,
    /// Whether the source's account must be this one, for sources whose ARN names none.
    pub(super) this_account: bool,
    /// The flow.
    pub(super) origin: Origin,
}

impl Aws<'_> {
    /// Lets an AWS service invoke a function; gives the permission's key.
    pub(super) fn permit_invoke(&mut self, function: &NodeId, invoker: Invoker) -> String {
        let id = function.to_string();
        let name = self.companion(invoker.home, "aws.lambda.Permission", &invoker.name);
        let key = format!("{}/{name}", invoker.home);
        let qualifier = (!self.is_existing(function)).then(|| of(&id, "qualifier"));
        let item = New::sdk("aws.lambda.Permission", &key, name.clone(), invoker.origin)
            .variable(format!("{name}-permission"), "permission")
            .argument("action", Expression::text("lambda:InvokeFunction"))
            .argument("principal", Expression::text(invoker.principal))
            .argument("function", of(&id, "name"))
            .argument("qualifier", qualifier)
            .argument("sourceArn", invoker.source)
            .argument("sourceAccount", invoker.this_account.then(|| of(shared::ACCOUNT, "")))
            .at(self.position(invoker.home, Stage::Flow));
        self.push(&invoker.home.service, item);
        key
    }

    /// The days for which a node's logs are kept, rounded up to a number that CloudWatch knows.
    pub(super) fn retention(&mut self, id: &NodeId) -> Option<Expression> {
        self.vary(id, &["log_retention"], &SettingKind::Integer, "days", |value| {
            let days = Duration::parse(value.as_str()?)?.days().min(100_000) as i64;
            Some(Literal::Integer(RETENTIONS.iter().copied().find(|legal| *legal >= days).unwrap_or(3653)))
        })
    }
}

/// The days for which CloudWatch can keep logs, from the API's model of `PutRetentionPolicy`.
const RETENTIONS: &[i64] =
    &[1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];
