//! What programs have without anyone drawing it: the topic of all alarms, the key that encrypts messages, the account.

use crate::design::model::SHARED;
use crate::program::{Expression, Name, Origin, Part, Statement};

use super::super::draft::{Item, New, Position, Stage, of};
use super::super::settings::Derived;
use super::{Aws, iam, support};

/// The key of the account's id.
pub(super) const ACCOUNT: &str = "shared/account-id";
/// The key of the key that encrypts queues and topics.
pub(super) const KEY: &str = "shared/messaging-key";
/// The key of the topic that all alarms go to.
pub(super) const ALARMS: &str = "shared/alarms";

/// The key of the condition that a source is in this account.
const FROM_THIS_ACCOUNT: &str = "shared/from-this-account";
/// The key of the partition of AWS, such as `aws`.
pub(super) const PARTITION: &str = "shared/partition";
const FIRST: Position = (0, Stage::Before);
const USE_KEY: &[&str] = &["kms:Decrypt", "kms:GenerateDataKey"];

/// Makes the frame's part of the shared component.
pub(super) fn lower(cx: &mut Aws) {
    if cx.design.node_count() > 0 {
        cx.facts.support.insert(support::IAM);
    }
    if cx.facts.alarming {
        cx.facts.key_users.insert("EncryptAlarms", "cloudwatch.amazonaws.com");
    }
    let value = |key: &str, wish: &str, value: Expression| Item::value(key, wish, value, FIRST);
    let question = |function: &str| Expression::Invoke {
        function: vec!["aws".to_owned(), function.to_owned()],
        arguments: Vec::new(),
    };
    cx.push(SHARED, value(ACCOUNT, "account-id", question("getCallerIdentity").property("accountId")));
    cx.push(SHARED, value(PARTITION, "partition", question("getPartition").property("partition")));
    cx.push(SHARED, value(FROM_THIS_ACCOUNT, "from-this-account", iam::from_this_account()));
    let encrypted = cx.design.nodes().any(|(_, node)| matches!(node.kind.as_str(), "queue" | "topic"));
    if cx.facts.alarming || encrypted {
        messaging_key(cx);
    }
    if cx.facts.alarming {
        alarms(cx);
    }
}

/// EventBridge, SNS, S3 and CloudWatch cannot use the keys that AWS manages, so messages have a key of ours.
fn messaging_key(cx: &mut Aws) {
    let root = Expression::Interpolate(vec![
        Part::Text("arn:".to_owned()),
        Part::Value(of(PARTITION, "")),
        Part::Text(":iam::".to_owned()),
        Part::Value(of(ACCOUNT, "")),
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
    for (sid, service) in cx.facts.key_users.clone() {
        let any = Expression::text("*");
        statements.push(iam::allow_service(sid, service, USE_KEY, any, of(FROM_THIS_ACCOUNT, "")));
    }
    let name = cx.names.take(SHARED, "aws.kms.Key", "messaging-key", "shared");
    let item = New::sdk("aws.kms.Key", KEY, name, Origin::Frame)
        .argument("description", Expression::text("Encrypts queues and topics"))
        .argument("enableKeyRotation", Expression::Boolean(true))
        .argument("policy", iam::policy_text(statements))
        .comment("AWS services cannot publish to queues and topics that are encrypted with the keys AWS manages.")
        .at(FIRST);
    cx.push(SHARED, item);
}

fn alarms(cx: &mut Aws) {
    let name = cx.names.take(SHARED, "aws.sns.Topic", "alarms", "shared");
    let topic = New::sdk("aws.sns.Topic", ALARMS, name.clone(), Origin::Frame)
        .variable("alarms-topic".to_owned(), "shared")
        .argument("kmsMasterKeyId", of(KEY, "arn"))
        .at(FIRST);
    cx.push(SHARED, topic);

    let publish = iam::allow_service(
        "PublishAlarms",
        "cloudwatch.amazonaws.com",
        &["sns:Publish"],
        of(ALARMS, "arn"),
        of(FROM_THIS_ACCOUNT, ""),
    );
    let secure = iam::deny_insecure_transport("sns:Publish", vec![of(ALARMS, "arn")]);
    let policy_name = cx.names.take(SHARED, "aws.sns.TopicPolicy", &format!("{name}-policy"), "shared");
    let policy = New::sdk("aws.sns.TopicPolicy", "", policy_name, Origin::Frame)
        .argument("arn", of(ALARMS, "arn"))
        .argument("policy", iam::policy(vec![publish, secure]))
        .at(FIRST);
    cx.push(SHARED, policy);

    let setting = alarm_email(cx);
    let email_name = cx.names.take(SHARED, "aws.sns.TopicSubscription", &format!("{name}-email"), "shared");
    let email = New::sdk("aws.sns.TopicSubscription", "", email_name, Origin::Frame)
        .argument("topic", of(ALARMS, "arn"))
        .argument("protocol", Expression::text("email"))
        .argument("endpoint", Expression::Setting(setting.clone()))
        .at(FIRST);
    let subscribe =
        Statement::If { condition: Expression::Setting(setting), then: vec![email.statement], origin: Origin::Frame };
    cx.push(SHARED, Item { statement: subscribe, ..Item::value("", "alarms-email", Expression::Boolean(true), FIRST) });
}

/// The address that alarms are sent to: the design's own setting of that name, or one of the program.
fn alarm_email(cx: &mut Aws) -> Name {
    if let Some(name) = cx.settings.named("alarm_email") {
        return name.clone();
    }
    cx.settings.derive(Derived {
        wish: "alarm-email".to_owned(),
        optional: true,
        documentation: "Where alarms are sent; to nobody when absent.".to_owned(),
        ..Derived::default()
    })
}
