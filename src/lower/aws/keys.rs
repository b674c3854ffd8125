//! Keys that encrypt: the one for messages, which every program with queues or topics has, and those that a design asks
//! for by `encryption_key`: one for a service, one for all, or one that is there already.
//!
//! Who uses a key is gathered while flows are lowered; the keys are made last, each with a policy for just them.

use std::collections::BTreeMap;

use crate::design::model::SHARED;
use crate::design::{NodeId, Place};
use crate::program::{Expression, Origin, Part, Statement};
use crate::text::words;

use super::super::draft::{Item, New, Position, Stage, of};
use super::{Aws, iam, shared};

const CLASS: &str = "aws.kms.Key";
const FIRST: Position = (0, Stage::Before);
const USE_KEY: &[&str] = &["kms:Decrypt", "kms:GenerateDataKey"];

/// How a service of AWS uses a key itself.
#[derive(Debug)]
struct User {
    /// The name of the statement in the key's policy.
    sid: &'static str,
    service: &'static str,
    actions: &'static [&'static str],
    /// For whom it may.
    bound: fn(component: &str) -> Expression,
}

const fn user(sid: &'static str, service: &'static str) -> User {
    User { sid, service, actions: USE_KEY, bound: for_this_account }
}

/// Those that deliver to encrypted queues and topics.
const DELIVERING: &[User] = &[
    user("EncryptAlarms", "cloudwatch.amazonaws.com"),
    user("EncryptEvents", "events.amazonaws.com"),
    user("EncryptNotifications", "sns.amazonaws.com"),
    user("EncryptBucketNotifications", "s3.amazonaws.com"),
];

/// EventBridge keeps the events of a bus under a key, which it looks at first.
const KEEPING_EVENTS: User = User {
    actions: &["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"],
    ..user("KeepEvents", "events.amazonaws.com")
};

/// What an encrypted run did is read when it is written to its log. Source: AWS Step Functions Developer Guide, data at rest
/// encryption, 2026-11.
const LOGGING_RUNS: User = User {
    actions: &["kms:Decrypt"],
    bound: |_| iam::condition("StringLike", "kms:EncryptionContext:SourceArn", logs_of_this_account()),
    ..user("LogRuns", "delivery.logs.amazonaws.com")
};

fn logs_of_this_account() -> Expression {
    iam::arn_here("logs", vec![Part::Text(":*".to_owned())])
}

/// What policies have in common has a name in their own component alone.
fn for_this_account(component: &str) -> Expression {
    if component == SHARED { of(shared::FROM_THIS_ACCOUNT, "") } else { iam::from_this_account() }
}

/// The keys of a program while flows are lowered, by their keys in the draft.
#[derive(Debug, Default)]
pub(super) struct Keys {
    found: BTreeMap<String, Key>,
}

#[derive(Debug)]
struct Key {
    /// The component in which it stands.
    component: String,
    /// The id or alias of a key that is there already.
    given: Option<(String, Expression)>,
    /// The services that use it themselves, by the name of their statement.
    users: Users,
}

/// The services that use a key, by the names of their statements.
type Users = BTreeMap<&'static str, &'static User>;

/// The name of the statement by which a role uses a key.
pub(super) fn use_of(key: &str) -> String {
    let whose = key.strip_prefix("shared/").unwrap_or(key);
    format!("Use{}", words::pascal(&whose.replace('/', "-")))
}

impl Aws<'_> {
    /// The key that encrypts what a node holds, by its key in the draft; none where AWS manages it, or where the node is
    /// there already. Queues and topics always have one: the services that deliver to them cannot use the keys that AWS
    /// manages.
    pub(super) fn key_of(&mut self, id: &NodeId) -> Option<String> {
        if self.is_existing(id) {
            return None;
        }
        let channel = matches!(self.design.kind_of(id), Some("queue" | "topic"));
        self.own_key(id).or_else(|| channel.then(|| self.messaging_key()))
    }

    /// The key that encrypts the messages of a queue or topic that has this key in the draft: a node's, or that of a
    /// dead-letter queue beside one.
    pub(super) fn key_of_channel(&mut self, draft: &str) -> Option<String> {
        let (node, companion) = draft.split_once('/').map_or((draft, false), |(node, _)| (node, true));
        let node = NodeId::parse(node).filter(|id| matches!(self.design.kind_of(id), Some("queue" | "topic")));
        let own = node.and_then(|id| self.key_of(&id));
        own.or_else(|| companion.then(|| self.messaging_key()))
    }

    /// An AWS service that delivers to a queue or topic uses its key itself.
    pub(super) fn uses_key(&mut self, channel: &str, service: &'static str) {
        if let Some(key) = self.key_of_channel(channel) {
            self.key_user(&key, service);
        }
    }

    /// An AWS service uses a key itself.
    pub(super) fn key_user(&mut self, key: &str, service: &'static str) {
        if let Some(user) = DELIVERING.iter().find(|user| user.service == service) {
            self.used_by(key, user);
        }
    }

    fn used_by(&mut self, key: &str, user: &'static User) {
        if let Some(key) = self.facts.keys.found.get_mut(key) {
            key.users.insert(user.sid, user);
        }
    }

    /// EventBridge keeps the events of a bus under a key, which it looks at first.
    pub(super) fn keeps_events(&mut self, key: &str) {
        self.used_by(key, &KEEPING_EVENTS);
    }

    /// The log of runs is written from what the key encrypts.
    pub(super) fn logs_runs(&mut self, key: &str) {
        self.used_by(key, &LOGGING_RUNS);
    }

    /// The key that encrypts messages.
    pub(super) fn messaging_key(&mut self) -> String {
        self.key(shared::KEY, SHARED, None)
    }

    fn key(&mut self, draft: &str, component: &str, given: Option<(String, Expression)>) -> String {
        let new = || Key { component: component.to_owned(), given, users: BTreeMap::new() };
        self.facts.keys.found.entry(draft.to_owned()).or_insert_with(new);
        draft.to_owned()
    }

    /// The key that a node asks for.
    fn own_key(&mut self, id: &NodeId) -> Option<String> {
        let written = self.fixed_or_setting(id, "encryption_key")?;
        let (name, value) = match (written.as_setting(), written.as_str()) {
            (Some(setting), _) => {
                let value = self.setting(setting, &Place::property(id, "encryption_key"));
                (setting.to_owned(), value)
            }
            (None, Some("shared")) => return Some(self.key("shared/encryption-key", SHARED, None)),
            (None, Some("service")) => {
                return Some(self.key(&format!("{}/encryption-key", id.service), &id.service, None));
            }
            (None, Some(text)) => (text.to_owned(), Expression::text(text)),
            (None, None) => return None,
        };
        let name = name.rsplit_once("alias/").map_or(name.as_str(), |(_, alias)| alias);
        let name = words::kebab(name.rsplit_once(":key/").map_or(name, |(_, id)| id));
        let name = super::with_suffix(&name, "key");
        Some(self.key(&format!("{}/{name}", id.service), &id.service, Some((name, value))))
    }
}

/// Makes the keys, once all who use them are known.
pub(super) fn finish(cx: &mut Aws) {
    for (draft, key) in std::mem::take(&mut cx.facts.keys).found {
        match key.given {
            Some((name, value)) => looked_up(cx, &draft, &key.component, &name, value, &key.users),
            None => made(cx, &draft, &key.component, &key.users),
        }
    }
}

/// A key that is there already: what it is called is enough to find it, and its policy is its owner's.
fn looked_up(cx: &mut Aws, draft: &str, component: &str, name: &str, value: Expression, users: &Users) {
    let key = Expression::Invoke {
        function: ["aws", "kms", "getKey"].map(str::to_owned).to_vec(),
        arguments: vec![("keyId".to_owned(), value)],
    };
    let mut item = Item::value(draft, &format!("{name}-arn"), key.property("arn"), FIRST);
    let services: Vec<&str> = users.values().map(|user| user.service).collect();
    if let (Statement::Let { comment, .. }, false) = (&mut item.statement, services.is_empty()) {
        *comment = Some(format!("The key's own policy must let {} use it.", services.join(", ")));
    }
    cx.push(component, item);
}

fn made(cx: &mut Aws, draft: &str, component: &str, users: &Users) {
    let messages = draft == shared::KEY;
    let root = Expression::Interpolate(vec![
        Part::Text("arn:".to_owned()),
        Part::Value(of(shared::PARTITION, "")),
        Part::Text(":iam::".to_owned()),
        Part::Value(of(shared::ACCOUNT, "")),
        Part::Text(":root".to_owned()),
    ]);
    let administer = Expression::data([
        ("Sid", Expression::text("AdministerFromIam")),
        ("Effect", Expression::text("Allow")),
        ("Principal", Expression::data([("AWS", root)])),
        ("Action", Expression::text("kms:*")),
        ("Resource", Expression::text("*")),
    ]);
    let mut statements = vec![administer];
    for user in users.values() {
        let any = Expression::text("*");
        statements.push(iam::allow_service(user.sid, user.service, user.actions, any, (user.bound)(component)));
    }
    let wish = if messages { "messaging-key" } else { "encryption-key" };
    let name = cx.names.take(component, CLASS, wish, component);
    let description = match (messages, component) {
        (true, _) => "Encrypts queues and topics".to_owned(),
        (false, SHARED) => "Encrypts what services store".to_owned(),
        (false, service) => format!("Encrypts what the {service} service stores"),
    };
    let mut item = New::sdk(CLASS, draft, name, Origin::Frame)
        .argument("description", Expression::text(description))
        .argument("enableKeyRotation", Expression::Boolean(true))
        .argument("policy", iam::policy_text(statements));
    if messages {
        item = item
            .comment("AWS services cannot publish to queues and topics that are encrypted with the keys AWS manages.");
    } else {
        // Without its key, what is stored is lost.
        let protect = Expression::Setting(cx.settings.protect_data());
        item = item.protected(&protect);
    }
    cx.push(component, item.at(FIRST));
}
