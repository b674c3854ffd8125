//! What programs have without anyone drawing it: the topic of all alarms, the account. Keys are made in `keys`.

use crate::design::model::SHARED;
use crate::program::{Expression, Name, Origin, Part, SettingKind, Statement};

use super::super::draft::{Item, New, Position, Stage, of};
use super::super::settings::Derived;
use super::{Aws, iam, keys, support};

/// The key of the account's id.
pub(super) const ACCOUNT: &str = "shared/account-id";
/// The key of the key that encrypts queues and topics.
pub(super) const KEY: &str = "shared/messaging-key";
/// The key of the topic that all alarms go to.
pub(super) const ALARMS: &str = "shared/alarms";

/// The key of the condition that a source is in this account.
pub(super) const FROM_THIS_ACCOUNT: &str = "shared/from-this-account";
/// The key of the partition, `aws` for most regions.
pub(super) const PARTITION: &str = "shared/partition";
const FIRST: Position = (0, Stage::Before);

/// What is made without anyone drawing it, where something needs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Undrawn {
    /// The cluster of all containers.
    Cluster,
    /// The network of what must stand in one and names none.
    Network,
}

/// Makes the frame's part of the shared component.
pub(super) fn lower(cx: &mut Aws) {
    if cx.design.node_count() > 0 {
        cx.facts.support.insert(support::IAM);
    }
    if cx.facts.alarming {
        let key = cx.messaging_key();
        cx.key_user(&key, "cloudwatch.amazonaws.com");
    }
    let value = |key: &str, wish: &str, value: Expression| Item::value(key, wish, value, FIRST);
    let question = |function: &str| Expression::Invoke {
        function: vec!["aws".to_owned(), function.to_owned()],
        arguments: Vec::new(),
    };
    cx.push(SHARED, value(ACCOUNT, "account-id", question("getCallerIdentity").property("accountId")));
    cx.push(SHARED, value(PARTITION, "partition", question("getPartition").property("partition")));
    cx.push(SHARED, value(FROM_THIS_ACCOUNT, "from-this-account", iam::from_this_account()));
    keys::finish(cx);
    if cx.facts.alarming {
        alarms(cx);
    }
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
    budget(cx, &setting);
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

/// A budget for all that carries the project's tag and the environment's, where a stack says how much it may cost.
fn budget(cx: &mut Aws, email: &Name) {
    let wanted = cx.settings.derive(Derived {
        wish: "monthly-budget".to_owned(),
        optional: true,
        documentation: "US dollars a month, such as 100, of which whoever gets alarms is told in time; no budget when \
                        absent. Costs are told apart by the tag Project, once billing knows it."
            .to_owned(),
        ..Derived::default()
    });
    let setting = |name: &str| Expression::Setting(Name::known(name));
    let tagged = Expression::Format(vec![Part::Text("user:Project$".to_owned()), Part::Value(setting("project"))]);
    let filter =
        Expression::properties([("name", Expression::text("TagKeyValue")), ("values", Expression::List(vec![tagged]))]);
    let told = |kind: &str, percent: i64| {
        Expression::properties([
            ("notificationType", Expression::text(kind)),
            ("comparisonOperator", Expression::text("GREATER_THAN")),
            ("threshold", Expression::Integer(percent)),
            ("thresholdType", Expression::text("PERCENTAGE")),
            ("subscriberEmailAddresses", Expression::List(vec![Expression::Setting(email.clone())])),
        ])
    };
    let notifications = Expression::Conditional {
        condition: Box::new(Expression::Setting(email.clone())),
        then: Box::new(Expression::List(vec![told("ACTUAL", 80), told("FORECASTED", 100)])),
        otherwise: None,
    };
    let name = cx.names.take(SHARED, "aws.budgets.Budget", "monthly", "shared");
    let budget = New::sdk("aws.budgets.Budget", "", name, Origin::Frame)
        .argument("budgetType", Expression::text("COST"))
        .argument("timeUnit", Expression::text("MONTHLY"))
        .argument("limitAmount", Expression::Setting(wanted.clone()))
        .argument("limitUnit", Expression::text("USD"))
        .argument("costFilters", Expression::List(vec![filter]))
        .argument("notifications", notifications)
        .at(FIRST);
    let made =
        Statement::If { condition: Expression::Setting(wanted), then: vec![budget.statement], origin: Origin::Frame };
    cx.push(SHARED, Item { statement: made, ..Item::value("", "budget", Expression::Boolean(true), FIRST) });
}

/// The address that alarms are sent to: the design's own setting of that name, or one of the program.
fn alarm_email(cx: &mut Aws) -> Name {
    if let Some(name) = cx.settings.named("alarm_email")
        && matches!(cx.settings.kind(name), Some(SettingKind::Text | SettingKind::OneOf(_)))
    {
        return name.clone();
    }
    cx.settings.derive(Derived {
        wish: "alarm-email".to_owned(),
        optional: true,
        documentation: "Where alarms are sent; to nobody when absent.".to_owned(),
        ..Derived::default()
    })
}
