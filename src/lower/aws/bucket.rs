//! bucket: S3, private, encrypted, with versions; what happens in it is told by one notification for all.

use crate::design::{FileEvent, Flow, NodeId, Place};
use crate::program::{Expression, Literal, Origin, SettingKind};
use crate::text::duration::Duration;
use crate::text::words;
use crate::value::Value;

use super::super::draft::{New, Stage, of};
use super::access::{Access, Allow, Grant, KeyUse, Request};
use super::event_bus::{self, Rule};
use super::function::Invoker;
use super::iam::inside;
use super::{Aws, iam, mapping, pattern, static_site, support, with_suffix};

pub(super) const CLASS: &str = "aws.s3.Bucket";
const POLICY: &str = "aws.s3.BucketPolicy";
/// How long what could not be delivered is kept.
const FAILURE_DAYS: i64 = 90;
/// Storage for what is seldom read: cheaper to keep, at once when it is.
const CHEAPER: &str = "STANDARD_IA";
const SERVICE: &str = "s3.amazonaws.com";

/// What a bucket tells whom; S3 keeps one list for each bucket.
#[derive(Debug, Clone, Default)]
pub(super) struct Notifications {
    functions: Vec<Expression>,
    queues: Vec<Expression>,
    topics: Vec<Expression>,
    event_bridge: bool,
    depends_on: Vec<String>,
}

pub(super) fn lower(cx: &mut Aws, id: &NodeId) {
    let key = id.to_string();
    let wish = with_suffix(&id.node, "bucket");
    let main = New::sdk(CLASS, &key, cx.logical(id), Origin::Node(key.clone())).variable(wish.clone(), "bucket");
    cx.output(&id.service, &format!("{wish}-name"), of(&key, "bucket"));
    if let Some(existing) = cx.existing(id) {
        let item = main.existing(existing).at(cx.position(id, Stage::Main));
        cx.push(&id.service, item);
        return;
    }
    let protection = cx.deletion_protection(id);
    let extra = cx.extra(id);
    let item = main
        .overriding(extra)
        .protected(&protection)
        .aliases(cx.former(id, &cx.logical(id)))
        .at(cx.position(id, Stage::Main));
    cx.push(&id.service, item);
    refuse_public(cx, id);
    let store = Store::drawn(id);
    private(cx, &store);
    // CloudFront cannot use the key that AWS manages for S3.
    let algorithm = if static_site::shows(cx, id) { "AES256" } else { "aws:kms" };
    let encryption = cx.key_of(id);
    encrypted(cx, &store, algorithm, encryption);
    versions(cx, id);
    lifecycle(cx, id);
    cors(cx, id);
    let plain = !cx.flag(id, &["require_tls"]);
    let oldest_tls = oldest_tls(cx, id);
    policy(cx, &store, plain, oldest_tls);
}

/// A bucket as the resources around it know it: the node beside which it stands, its key, and what they are called after.
struct Store<'a> {
    id: &'a NodeId,
    key: String,
    base: String,
}

impl<'a> Store<'a> {
    /// That of a node of the design.
    fn drawn(id: &'a NodeId) -> Self {
        Self { id, key: id.to_string(), base: id.node.clone() }
    }
}

/// Makes a bucket that nobody has drawn, for what could not be delivered by a node; gives its key.
pub(super) fn for_failures(cx: &mut Aws, id: &NodeId) -> String {
    let name = cx.companion(id, CLASS, &format!("{}-failures", id.node));
    let store = Store { id, key: format!("{id}/failures"), base: name.clone() };
    let aliases = cx.former(id, &name);
    let item = New::sdk(CLASS, &store.key, name.clone(), Origin::Node(id.to_string()))
        .variable(with_suffix(&name, "bucket"), "bucket")
        .aliases(aliases)
        .at(cx.position(id, Stage::Before));
    cx.push(&id.service, item);
    private(cx, &store);
    let key = cx.key_of(id);
    encrypted(cx, &store, "aws:kms", key);
    let gone = Expression::properties([("days", Expression::Integer(FAILURE_DAYS))]);
    let rules = vec![abandoned_uploads(), rule("expire", vec![("expiration", gone)])];
    facet(cx, &store, "aws.s3.BucketLifecycleConfiguration", "lifecycle", vec![("rules", Expression::List(rules))]);
    policy(cx, &store, false, None);
    store.key
}

/// The bucket's own policy, to which what may use it is added later.
fn policy(cx: &mut Aws, store: &Store, plain: bool, oldest_tls: Option<Expression>) {
    let id = store.id;
    let name = cx.companion(id, POLICY, &format!("{}-policy", store.base));
    let policy = iam::ResourcePolicy {
        component: id.service.clone(),
        origin: Origin::Node(id.to_string()),
        position: cx.position(id, Stage::Policy),
        class: POLICY,
        subject: ("bucket", "bucket"),
        secured: "s3:*",
        plain,
        oldest_tls,
        contents: true,
        aliases: cx.former(id, &name),
        name,
        statements: Vec::new(),
    };
    cx.facts.policies.insert(store.key.clone(), policy);
}

/// One of the resources that each say one thing about a bucket.
fn facet(cx: &mut Aws, store: &Store, class: &str, suffix: &str, arguments: Vec<(&str, Expression)>) {
    let id = store.id;
    let name = cx.companion(id, class, &format!("{}-{suffix}", store.base));
    let aliases = cx.former(id, &name);
    let mut item = New::sdk(class, "", name, Origin::Node(id.to_string())).argument("bucket", of(&store.key, "bucket"));
    for (argument, value) in arguments {
        item = item.argument(argument, value);
    }
    let item = item.aliases(aliases).at(cx.position(id, Stage::After));
    cx.push(&id.service, item);
}

fn refuse_public(cx: &mut Aws, id: &NodeId) {
    if cx.flag(id, &["public_access"]) {
        cx.refuse(
            Place::property(id, "public_access"),
            format!("{id} would be open to everybody, which the program's own policies forbid"),
            "leave public_access out, and draw a static site that reads the bucket",
        );
    }
}

fn private(cx: &mut Aws, store: &Store) {
    let yes = || Expression::Boolean(true);
    let blocks = vec![
        ("blockPublicAcls", yes()),
        ("blockPublicPolicy", yes()),
        ("ignorePublicAcls", yes()),
        ("restrictPublicBuckets", yes()),
    ];
    facet(cx, store, "aws.s3.BucketPublicAccessBlock", "public-access", blocks);
    let rule = Expression::properties([("objectOwnership", Expression::text("BucketOwnerEnforced"))]);
    facet(cx, store, "aws.s3.BucketOwnershipControls", "ownership", vec![("rule", rule)]);
}

fn encrypted(cx: &mut Aws, store: &Store, algorithm: &str, key: Option<String>) {
    let mut default = vec![("sseAlgorithm", Expression::text(algorithm))];
    default.extend(key.map(|key| ("kmsMasterKeyId", of(&key, "arn"))));
    let mut entries = vec![("applyServerSideEncryptionByDefault", Expression::properties(default))];
    if algorithm == "aws:kms" {
        entries.push(("bucketKeyEnabled", Expression::Boolean(true)));
    }
    let rule = Expression::properties(entries);
    let class = "aws.s3.BucketServerSideEncryptionConfiguration";
    facet(cx, store, class, "encryption", vec![("rules", Expression::List(vec![rule]))]);
}

fn versions(cx: &mut Aws, id: &NodeId) {
    let status = match cx.boolean(id, &["versioning"]) {
        Some(Expression::Boolean(true)) => Expression::text("Enabled"),
        // A bucket that never had versions has nothing to say about them.
        Some(Expression::Boolean(false)) | None => return,
        Some(setting) => Expression::Conditional {
            condition: Box::new(setting),
            then: Box::new(Expression::text("Enabled")),
            otherwise: Some(Box::new(Expression::text("Suspended"))),
        },
    };
    let configuration = Expression::properties([("status", status)]);
    facet(
        cx,
        &Store::drawn(id),
        "aws.s3.BucketVersioning",
        "versioning",
        vec![("versioningConfiguration", configuration)],
    );
}

/// The oldest version of TLS, where it is newer than what S3 accepts anyway.
fn oldest_tls(cx: &mut Aws, id: &NodeId) -> Option<Expression> {
    let usual = |value: Value| value.as_number() == Some(1.2);
    if !cx.design.varies(id, &["min_tls"]) && cx.design.effective(id, &["min_tls"], None).is_none_or(usual) {
        return None;
    }
    cx.vary(id, &["min_tls"], &SettingKind::Text, "", |value| Some(Literal::Text(value.as_number()?.to_string())))
}

/// A rule for all files.
fn rule(name: &str, effect: Vec<(&'static str, Expression)>) -> Expression {
    let everything = Expression::properties([("prefix", Expression::text(""))]);
    let mut entries = vec![("id", Expression::text(name)), ("status", Expression::text("Enabled"))];
    entries.push(("filter", everything));
    entries.extend(effect);
    Expression::properties(entries)
}

/// Parts of files that nobody finished are not kept.
fn abandoned_uploads() -> Expression {
    let abandoned = Expression::properties([("daysAfterInitiation", Expression::Integer(7))]);
    rule("abort-abandoned-uploads", vec![("abortIncompleteMultipartUpload", abandoned)])
}

fn lifecycle(cx: &mut Aws, id: &NodeId) {
    let days = |name: &'static str, days: Expression| Expression::properties([(name, days)]);
    let mut rules = vec![abandoned_uploads()];
    if cx.boolean(id, &["versioning"]) != Some(Expression::Boolean(false)) {
        let old = days("noncurrentDays", cx.days(id, &["expire_versions"]).unwrap_or(Expression::Integer(90)));
        rules.push(rule("expire-old-versions", vec![("noncurrentVersionExpiration", old)]));
    }
    if let Some(age) = cx.days(id, &["transition"]) {
        let cheaper = Expression::properties([("days", age.clone()), ("storageClass", Expression::text(CHEAPER))]);
        let transition = rule("transition", vec![("transitions", Expression::List(vec![cheaper]))]);
        rules.push(where_given(cx, id, "transition", age, transition));
        refuse_late_transition(cx, id);
    }
    if let Some(age) = cx.days(id, &["expire"]) {
        let expire = rule("expire", vec![("expiration", days("days", age.clone()))]);
        rules.push(where_given(cx, id, "expire", age, expire));
    }
    facet(
        cx,
        &Store::drawn(id),
        "aws.s3.BucketLifecycleConfiguration",
        "lifecycle",
        vec![("rules", Expression::List(rules))],
    );
}

/// S3 refuses a rule that does nothing, so an environment that says nothing of the property has no such rule.
fn where_given(cx: &Aws, id: &NodeId, property: &str, age: Expression, rule: Expression) -> Expression {
    let everywhere = cx.known(id, &[property]).len() >= cx.design.environments.len();
    if everywhere || !matches!(age, Expression::Setting(_)) {
        return rule;
    }
    Expression::Spread(Box::new(Expression::Conditional {
        condition: Box::new(age),
        then: Box::new(Expression::List(vec![rule])),
        otherwise: Some(Box::new(Expression::List(Vec::new()))),
    }))
}

/// S3 does not move files that are deleted by then.
fn refuse_late_transition(cx: &mut Aws, id: &NodeId) {
    let days = |path: &str, environment: Option<&str>| {
        let value = cx.design.effective(id, &[path], environment)?;
        Some(Duration::parse(value.as_str()?)?.days())
    };
    let late = |environment: Option<&str>| matches!((days("transition", environment), days("expire", environment)), (Some(moved), Some(gone)) if gone <= moved);
    if late(None) || cx.design.environments.keys().any(|name| late(Some(name))) {
        cx.refuse(
            Place::property(id, "transition"),
            format!("{id} has its files deleted before they are moved to cheaper storage"),
            "set transition to less than expire, or leave one of them out",
        );
    }
}

fn cors(cx: &mut Aws, id: &NodeId) {
    if cx.design.node(id).and_then(|node| node.get("cors")).is_none() {
        // One that only some environments have would come and go with them.
        cx.fixed(id, &["cors"]);
        return;
    }
    let (Some(origins), Some(methods)) = (cx.texts(id, &["cors", "origins"]), cx.texts(id, &["cors", "methods"]))
    else {
        return;
    };
    let rule = Expression::properties([
        ("allowedOrigins", origins),
        ("allowedMethods", methods),
        ("allowedHeaders", Expression::texts(["*"])),
        ("exposeHeaders", Expression::texts(["ETag"])),
        ("maxAgeSeconds", Expression::Integer(3600)),
    ]);
    facet(
        cx,
        &Store::drawn(id),
        "aws.s3.BucketCorsConfiguration",
        "cors",
        vec![("corsRules", Expression::List(vec![rule]))],
    );
}

pub(super) fn grant(cx: &mut Aws, request: &Request) -> Grant {
    let (verb, actions): (_, &[&'static str]) = match request.access {
        Access::Read => ("Read", &["s3:GetObject"]),
        Access::Write => ("Write", &["s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"]),
        Access::ReadWrite => {
            ("ReadAndWrite", &["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"])
        }
        _ => return Grant::default(),
    };
    cx.uses_iam();
    let key = request.node.to_string();
    let encrypted = cx.key_of(request.node);
    let mut grant = Grant::allow(request, verb, actions, vec![inside(of(&key, "arn"), "/*")]);
    if request.access != Access::Write {
        // Without the list, S3 answers for a missing file as if it were forbidden.
        grant.allows.push(Allow {
            verb: "List",
            object: request.node.node.clone(),
            service: request.node.service.clone(),
            actions: vec!["s3:ListBucket"],
            resources: vec![of(&key, "arn")],
            condition: None,
        });
    }
    let usage = if request.access == Access::Read { KeyUse::Decrypt } else { KeyUse::Encrypt };
    grant.variable("bucket", of(&key, "bucket")).key(encrypted, usage)
}

/// What a flow's event means to S3.
fn events(flow: &Flow) -> &'static str {
    match FileEvent::meant_by(flow.event()) {
        FileEvent::Removed => "s3:ObjectRemoved:*",
        FileEvent::Restored => "s3:ObjectRestore:Completed",
        FileEvent::Created => "s3:ObjectCreated:*",
    }
}

pub(super) fn flow(cx: &mut Aws, flow: &Flow) {
    if !matches!(flow.kind.as_str(), "subscribe" | "publish") {
        return;
    }
    if cx.is_existing(&flow.from) {
        cx.refuse(
            Place::flow(flow.id),
            format!("{flow}: the notifications of a bucket that is there already belong to whoever made it"),
            "let its owner send events to a bus, and subscribe to that",
        );
        return;
    }
    let kind = cx.design.kind_of(&flow.to).unwrap_or_default();
    if matches!(kind, "queue" | "topic") && cx.is_fifo(&flow.to) {
        cx.refuse(
            Place::flow(flow.id),
            format!("{flow}: S3 does not notify queues and topics that keep order"),
            "let a function put the messages in order, or leave fifo out",
        );
        return;
    }
    match kind {
        "function" => to_function(cx, flow),
        "queue" => to_channel(cx, flow, "sqs:SendMessage"),
        "topic" => to_channel(cx, flow, "sns:Publish"),
        "event-bus" => to_bus(cx, flow),
        other => {
            let message = format!("{flow}: notifications to a {other} come later");
            cx.refuse(Place::flow(flow.id), message, "notify a function, a queue, a topic or a bus");
        }
    }
}

/// One entry of the notification: whom, of what, for which files.
fn entry(cx: &mut Aws, flow: &Flow, target: &'static str, arn: Expression) -> Expression {
    let mut entries = vec![(target, arn), ("events", Expression::texts([events(flow)]))];
    let filter = flow.get("filter").and_then(Value::as_map).cloned().unwrap_or_default();
    for (key, value) in &filter {
        let place = Place::flow_property(flow.id, "filter");
        if value.as_str().is_none() && value.as_setting().is_none() {
            cx.refuse(
                place,
                format!("{flow}: S3 cannot filter by {value}"),
                "filter by one text, or draw a flow for each",
            );
            continue;
        }
        match key.as_str() {
            "prefix" => entries.push(("filterPrefix", cx.plain(value, &place))),
            "suffix" => entries.push(("filterSuffix", cx.plain(value, &place))),
            other => cx.refuse(place, format!("{flow}: S3 cannot filter by {other}"), "filter by prefix and suffix"),
        }
    }
    Expression::properties(entries)
}

fn to_function(cx: &mut Aws, flow: &Flow) {
    let permission = cx.permit_invoke(
        &flow.to,
        Invoker {
            home: &flow.from,
            name: mapping::between(flow),
            principal: SERVICE,
            source: of(&flow.from.to_string(), "arn"),
            this_account: true,
            origin: Origin::Flow(flow.id.0),
        },
    );
    let entry = entry(cx, flow, "lambdaFunctionArn", of(&flow.to.to_string(), "arn"));
    let told = cx.facts.notifications.entry(flow.from.clone()).or_default();
    told.functions.push(entry);
    told.depends_on.push(permission);
}

/// S3 refuses a notification to a channel whose policy does not let it in yet, so the notification waits for it.
fn to_channel(cx: &mut Aws, flow: &Flow, action: &'static str) {
    let target = flow.to.to_string();
    let bucket = of(&flow.from.to_string(), "arn");
    let sid = format!("Notify{}", words::pascal(&flow.from.node));
    cx.permit(&target, iam::Statement { sid, service: SERVICE, action, source: bucket });
    cx.uses_key(&target, SERVICE);
    let policy = Aws::policy_key(&target);
    let ours = !cx.is_existing(&flow.to);
    let arn = if ours && flow.to.service != flow.from.service {
        cx.facts.support.insert(support::ORDERING);
        Expression::Call {
            function: crate::program::Support::parse("ordering:after"),
            arguments: vec![of(&target, "arn"), of(&policy, "id")],
        }
    } else {
        of(&target, "arn")
    };
    let queue = action.starts_with("sqs");
    let entry = entry(cx, flow, if queue { "queueArn" } else { "topicArn" }, arn);
    let told = cx.facts.notifications.entry(flow.from.clone()).or_default();
    if queue {
        told.queues.push(entry);
    } else {
        told.topics.push(entry);
    }
    if ours && flow.to.service == flow.from.service {
        told.depends_on.push(policy);
    }
}

/// S3 tells only the account's own bus, so a rule there passes its events on.
fn to_bus(cx: &mut Aws, flow: &Flow) {
    cx.facts.notifications.entry(flow.from.clone()).or_default().event_bridge = true;
    let rule = Rule {
        bus: None,
        name: mapping::between(flow),
        description: format!("Files of {} for {}", flow.from, flow.to),
        pattern: pattern::stored_objects(std::slice::from_ref(&flow.from), None),
        home: flow.from.clone(),
    };
    let key = event_bus::rule_item(cx, flow, &rule);
    let item = event_bus::bus_target(cx, flow, &rule, &key);
    let failed = event_bus::kept_apart(cx, flow, &rule);
    event_bus::push_target(cx, flow, &rule, &key, item, failed);
}

/// Makes the one notification of each bucket, once all flows have been seen.
pub(super) fn finish(cx: &mut Aws) {
    for (id, told) in std::mem::take(&mut cx.facts.notifications) {
        let class = "aws.s3.BucketNotification";
        let name = cx.companion(&id, class, &format!("{}-notification", id.node));
        let aliases = cx.former(&id, &name);
        let list = |items: Vec<Expression>| (!items.is_empty()).then_some(Expression::List(items));
        let mut item = New::sdk(class, "", name, Origin::Node(id.to_string()))
            .argument("bucket", of(&id.to_string(), "bucket"))
            .argument("lambdaFunctions", list(told.functions))
            .argument("queues", list(told.queues))
            .argument("topics", list(told.topics))
            .argument("eventbridge", told.event_bridge.then_some(Expression::Boolean(true)))
            .aliases(aliases);
        for key in &told.depends_on {
            item = item.depends_on(key);
        }
        let item = item.at(cx.position(&id, Stage::Alarm));
        cx.push(&id.service, item);
    }
}
