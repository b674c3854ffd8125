//! function: Cloud Run functions, each with a service account of its own.

use crate::design::{Flow, NodeId, Place};
use crate::program::{Expression, Name, Origin};
use crate::text::words;
use crate::value::Value;

use super::super::draft::{New, Stage, data, of};
use super::super::frames::function_folder;
use super::access::{self, Access, Grant, Request, Role};
use super::{Gcp, container, handler, http_api, labels, logs, network, region, support};

pub(super) const CLASS: &str = "components/cloud-function:CloudFunction";
const ACCOUNT: &str = "gcp.serviceaccount.Account";
/// The class of who may call.
pub(super) const INVOKER: &str = "gcp.cloudrunv2.ServiceIamMember";

/// The runtimes of programs, the newest of a language first.
const RUNTIMES: &[(&str, &str, &str)] = &[
    ("nodejs", "24", "nodejs24"),
    ("nodejs", "22", "nodejs22"),
    ("nodejs", "20", "nodejs20"),
    ("python", "3.13", "python313"),
    ("python", "3.12", "python312"),
    ("python", "3.11", "python311"),
];

/// How others reach a function.
fn attributes(function: Expression, attribute: &str) -> Expression {
    let part = |name: &str| Expression::Field(Box::new(function.clone()), Name::known(name));
    match attribute {
        "member" | "email" => part("account").property(attribute),
        "name" => part("function").property("name"),
        "uri" => part("uri"),
        _ => function,
    }
}

pub(super) fn lower(cx: &mut Gcp, id: &NodeId) {
    if cx.is_existing(id) {
        cx.refuse(
            Place::property(id, "existing"),
            format!("{id}: a function that is there already has no account of the program's"),
            "call it as an external system by its address",
        );
        return;
    }
    cx.facts.support.insert(support::CLOUD_FUNCTION);
    cx.facts.apis.extend(["iam", "logging"]);
    let item = function(cx, id);
    cx.push(&id.service, item.at(cx.position(id, Stage::Main)));
    let name = of(&id.to_string(), "name");
    logs::keep(cx, id, "resource.type = \"cloud_run_revision\" AND resource.labels.service_name", name);
    address(cx, id);
}

fn function(cx: &mut Gcp, id: &NodeId) -> New {
    let (language, runtime) = runtime(cx, id);
    let access = access_of(cx, id);
    let environment = access.environment;
    let injected: Vec<String> = access.secrets.iter().map(|secret| secret.variable.clone()).collect();
    handler::write(cx, id, language, &environment, &injected, access.accesses);
    let description = cx.description(id, &words::sentence(&id.node));
    let project = cx.google_project();
    let account = crate::catalog::names::shorten(&id.node, 22);
    let build = cx.function_build();
    let channel = cx.alarm_channel();
    let mut item = New::component(CLASS, &id.to_string(), id.node.clone(), Origin::Node(id.to_string()))
        .variable(id.node.clone(), "function")
        .attributes(attributes)
        .argument("project", project)
        .argument("region", region())
        .argument("description", Expression::text(description))
        .argument("codePath", Expression::text(function_folder(id)))
        .argument("runtime", Expression::text(runtime))
        .argument("memoryMb", cx.integer(id, &["memory"]))
        .argument("cpu", cx.number(id, &["cpu"]))
        .argument("timeoutSeconds", cx.seconds(id, &["timeout"]))
        .argument("minInstances", cx.integer(id, &["concurrency", "provisioned"]))
        .argument("maxInstances", cx.integer(id, &["concurrency", "reserved"]))
        .argument("concurrency", cx.integer(id, &["concurrency", "per_instance"]));
    if !environment.is_empty() {
        item = item.argument("environment", data(environment));
    }
    if !access.secrets.is_empty() {
        item = item.argument("secrets", secret_variables(&access.secrets));
    }
    item = item
        .argument("follows", follows(cx, id))
        .argument("subnet", network::subnet_of(cx, id))
        .argument("build", build)
        .argument("alarmChannel", channel)
        .argument("accountName", (account != id.node).then(|| Expression::text(account)));
    let extra = labels::extra(cx, id);
    item.extra(&extra).aliases(cx.former(id, &id.node))
}

/// What the code of a function or container gets: what its flows give it, what the node sets, and what all code is told.
pub(super) fn access_of(cx: &mut Gcp, id: &NodeId) -> access::CodeAccess {
    let own = own_environment(cx, id);
    let names: Vec<String> = own.iter().map(|(name, _)| name.clone()).collect();
    let mut access = access::of_code(cx, id, &names);
    let environment = &mut access.environment;
    environment.extend(own);
    if let Some(field) = cx.settings.named("log_level").cloned()
        && environment.iter().all(|(name, _)| name != "LOG_LEVEL")
    {
        environment.push(("LOG_LEVEL".to_owned(), Expression::Setting(field)));
    }
    environment.extend(http_api::page_origins(cx, id));
    access
}

/// The variables that hold the values of secrets.
pub(super) fn secret_variables(secrets: &[access::SecretVariable]) -> Expression {
    let variable = |secret: &access::SecretVariable| {
        let value = Expression::properties([
            ("variable", Expression::text(&secret.variable)),
            ("secretId", secret.id.clone()),
            ("version", secret.version.clone()),
        ]);
        Expression::From { origins: vec![Origin::Flow(secret.flow.0)], remark: None, value: Box::new(value) }
    };
    Expression::List(secrets.iter().map(variable).collect())
}

/// The language of the code, and the runtime's name.
fn runtime(cx: &mut Gcp, id: &NodeId) -> (handler::Language, &'static str) {
    let runtime = cx.fixed(id, &["runtime"]).and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default();
    if runtime == "container" {
        cx.refuse(
            Place::property(id, "runtime"),
            format!("{id}: functions of Google Cloud are built from code"),
            "make it a node of kind container, which runs an image",
        );
    }
    let version = cx.fixed(id, &["version"]).and_then(|value| value.as_str().map(str::to_owned));
    let language = if runtime == "python" { "python" } else { "nodejs" };
    let family = || RUNTIMES.iter().filter(|known| known.0 == language);
    let found = family().find(|known| version.as_deref().is_none_or(|version| known.1 == version));
    if found.is_none() {
        let known: Vec<&str> = family().map(|known| known.1).collect();
        cx.refuse(
            Place::property(id, "version"),
            format!("no function can be made for version {} of {language}", version.unwrap_or_default()),
            format!("use one of {}, or leave version out for the newest", known.join(", ")),
        );
    }
    let language = if runtime == "python" { handler::Language::Python } else { handler::Language::Nodejs };
    (language, found.map_or("", |known| known.2))
}

/// The documents whose changes call the function. A function that they call cannot be called otherwise.
fn follows(cx: &mut Gcp, id: &NodeId) -> Option<Expression> {
    let design = cx.design;
    let starts: Vec<&Flow> = design.flows_to(id).filter(|flow| flow.kind != "authorize").collect();
    let from_table = |flow: &&Flow| flow.kind == "subscribe" && design.kind_of(&flow.from) == Some("table");
    let flow = starts.iter().copied().find(from_table)?;
    if let Some(other) = starts.iter().copied().find(|other| other.from != flow.from) {
        cx.refuse(
            Place::flow(other.id),
            format!("{id} follows {}, and such a function of Google Cloud can be called by nothing else", flow.from),
            "let another function take it",
        );
    }
    Some(Expression::From {
        origins: vec![Origin::Flow(flow.id.0)],
        remark: None,
        value: Box::new(Expression::properties([
            ("database", of(&flow.from.to_string(), "name")),
            ("document", Expression::text(format!("{}/{{id}}", flow.from.node))),
        ])),
    })
}

/// The variables that the node itself sets, in any environment.
fn own_environment(cx: &mut Gcp, id: &NodeId) -> Vec<(String, Expression)> {
    let design = cx.design;
    let written = design.node(id).and_then(|node| node.get("environment"));
    let sets = design.environments.values().filter_map(|environment| environment.set.get(&id.to_string()));
    let overridden = sets.filter_map(|set| set.get("environment"));
    let mut names: Vec<String> = Vec::new();
    for name in written.into_iter().chain(overridden).filter_map(Value::as_map).flat_map(|map| map.keys()) {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    let mut variables = Vec::new();
    for name in names {
        if let Some(value) = cx.text(id, &["environment", &name]) {
            variables.push((name, value));
        }
    }
    variables
}

/// A public address of the function's own: it has one anyway, and without `auth: none` only members may call it.
fn address(cx: &mut Gcp, id: &NodeId) {
    if cx.fixed(id, &["url"]).is_none() {
        return;
    }
    let auth = cx.fixed(id, &["url", "auth"]).and_then(|value| value.as_str().map(str::to_owned));
    if auth.as_deref() == Some("none") {
        cx.invoker(id, id, Expression::text("allUsers"), "anyone", &[]);
    }
    cx.output(&id.service, &format!("{}-url", id.node), of(&id.to_string(), "uri"));
}

impl Gcp<'_> {
    /// How long a function or a container may take to answer.
    pub(super) fn longest(&mut self, id: &NodeId) -> Option<Expression> {
        match self.design.kind_of(id) {
            Some("function") => self.seconds(id, &["timeout"]),
            Some("container") => Some(Expression::Integer(container::LONGEST)),
            _ => None,
        }
    }

    /// How what is called is named in a sentence: `the notify function`.
    pub(super) fn called(&self, id: &NodeId) -> String {
        format!("the {} {}", id.node, self.design.kind_of(id).unwrap_or_default())
    }

    /// Lets somebody call a function or a container; the key of the right, for what must wait for it.
    pub(super) fn invoker(
        &mut self,
        home: &NodeId,
        function: &NodeId,
        member: Expression,
        subject: &str,
        flows: &[Flow],
    ) -> String {
        let role = Role::on("calls", INVOKER, "roles/run.invoker", invoked(function));
        self.member(home, &role, member, subject, &function.node, flows)
    }

    /// An account as which something of Google's own calls functions; the key of it.
    pub(super) fn caller(&mut self, home: &NodeId, wish: &str, purpose: String) -> String {
        self.facts.apis.insert("iam");
        let name = self.companion(home, ACCOUNT, wish);
        let key = format!("{home}/{name}");
        let aliases = self.former(home, &name);
        let item = New::sdk(ACCOUNT, &key, name.clone(), Origin::Node(home.to_string()))
            .variable(format!("{name}-account"), "account")
            .argument("displayName", Expression::text(purpose))
            .aliases(aliases)
            .at(self.position(home, Stage::Before));
        self.push(&home.service, item);
        key
    }
}

/// The Cloud Run service that a function or a container is.
fn invoked(function: &NodeId) -> Vec<(&'static str, Expression)> {
    vec![("location", region()), ("name", of(&function.to_string(), "name"))]
}

pub(super) fn grant(cx: &mut Gcp, request: &Request) -> Grant {
    if request.access != Access::Invoke {
        return Grant::default();
    }
    let mode = request.flow.effective(&["mode"]).and_then(|value| value.as_str().map(str::to_owned));
    if mode.as_deref() == Some("async") {
        cx.refuse(
            Place::flow_property(request.flow.id, "mode"),
            format!("{}: Google Cloud calls code by waiting for its answer", request.flow),
            "put a queue between them",
        );
    }
    let role = Role::on("calls", INVOKER, "roles/run.invoker", invoked(request.node));
    let kind = cx.design.kind_of(request.node).unwrap_or_default();
    Grant::role(role).variable(&format!("{kind} url"), of(&request.node.to_string(), "uri"))
}
