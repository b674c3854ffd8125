//! Policies: statements as calls of the support module `iam`, and the policies of resources as they gather.

use crate::program::{Alias, Expression, Name, Origin, Part, Support};

use super::super::draft::{New, Position, data, of};
use super::{Aws, support};

/// A call of a function of the support module `iam`.
fn call(function: &str, arguments: Vec<Expression>) -> Expression {
    Expression::Call { function: Support { module: vec!["iam".to_owned()], item: function.to_owned() }, arguments }
}

/// A policy from its statements.
pub(super) fn policy(statements: Vec<Expression>) -> Expression {
    call("policy", statements)
}

/// A policy as JSON text, for resources that take nothing else.
pub(super) fn policy_text(statements: Vec<Expression>) -> Expression {
    call("policyText", statements)
}

/// Allows actions on resources to whoever holds the policy.
pub(super) fn allow(
    sid: &str,
    actions: &[&str],
    resources: Vec<Expression>,
    condition: Option<Expression>,
) -> Expression {
    let mut arguments =
        vec![Expression::text(sid), Expression::texts(actions.iter().copied()), Expression::List(resources)];
    arguments.extend(condition);
    call("allow", arguments)
}

/// Allows a service actions on a resource, in the resource's own policy.
pub(super) fn allow_service(
    sid: &str,
    service: &str,
    actions: &[&str],
    resource: Expression,
    condition: Expression,
) -> Expression {
    call(
        "allowService",
        vec![
            Expression::text(sid),
            Expression::text(service),
            Expression::texts(actions.iter().copied()),
            resource,
            condition,
        ],
    )
}

/// Refuses requests without TLS, in the resource's own policy.
pub(super) fn deny_insecure_transport(action: &str, resources: Vec<Expression>) -> Expression {
    call("denyInsecureTransport", vec![Expression::text(action), Expression::List(resources)])
}

/// Refuses requests over older versions of TLS, in a bucket's own policy.
fn deny_old_tls(action: &str, resources: Vec<Expression>, oldest: Expression) -> Expression {
    Expression::data([
        ("Sid", Expression::text("DenyOldTls")),
        ("Effect", Expression::text("Deny")),
        ("Principal", Expression::text("*")),
        ("Action", Expression::text(action)),
        ("Resource", Expression::List(resources)),
        ("Condition", condition("NumericLessThan", "s3:TlsVersion", oldest)),
    ])
}

/// Lets the identities of an account do whatever they may do anyway, in the policy of a network's endpoint.
pub(super) fn allow_account(account: Expression) -> Expression {
    call("allowAccount", vec![account])
}

/// Lets anyone who gets through a network's endpoint do something to a resource.
pub(super) fn allow_anyone(sid: &str, actions: &[&str], resource: Expression) -> Expression {
    call("allowAnyone", vec![Expression::text(sid), Expression::texts(actions.iter().copied()), resource])
}

/// Lets a service assume a role.
pub(super) fn trust(service: &str, condition: Option<Expression>) -> Expression {
    let mut arguments = vec![Expression::text(service)];
    arguments.extend(condition);
    call("trust", arguments)
}

/// A condition with one operator and one key.
pub(super) fn condition(operator: &str, key: &str, value: Expression) -> Expression {
    data(vec![(operator.to_owned(), data(vec![(key.to_owned(), value)]))])
}

/// The source must be this resource.
pub(super) fn from_source(arn: Expression) -> Expression {
    condition("ArnEquals", "aws:SourceArn", arn)
}

/// The source must be in this account.
pub(super) fn from_this_account() -> Expression {
    condition("StringEquals", "aws:SourceAccount", of(super::shared::ACCOUNT, ""))
}

/// The policy of a resource while flows add to it.
#[derive(Debug, Clone)]
pub(super) struct ResourcePolicy {
    /// Where the resource is.
    pub(super) component: String,
    /// The node that it belongs to, or the frame.
    pub(super) origin: Origin,
    /// Where the policy stands.
    pub(super) position: Position,
    /// The class of the policy.
    pub(super) class: &'static str,
    /// The argument that names the resource, and the attribute that it takes.
    pub(super) subject: (&'static str, &'static str),
    /// The actions that insecure requests are refused.
    pub(super) secured: &'static str,
    /// Whether requests without TLS are let in.
    pub(super) plain: bool,
    /// The oldest version of TLS that is accepted, where it is newer than what AWS accepts everywhere.
    pub(super) oldest_tls: Option<Expression>,
    /// Whether what is inside of the resource is meant too.
    pub(super) contents: bool,
    /// The logical name.
    pub(super) name: String,
    /// Names it had before.
    pub(super) aliases: Vec<Alias>,
    /// What it says, beside that requests must be secure: a statement and what it is about, in order.
    pub(super) statements: Vec<Statement>,
}

/// A statement of a resource's policy: which service may do what, from which sources.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Statement {
    /// Its name.
    pub(super) sid: String,
    /// The service.
    pub(super) service: &'static str,
    /// The one action.
    pub(super) action: &'static str,
    /// The source's ARN.
    pub(super) source: Expression,
}

impl Aws<'_> {
    /// Lets a service do something to a resource that has a policy; nothing where the policy is not ours.
    pub(super) fn permit(&mut self, key: &str, statement: Statement) {
        if let Some(policy) = self.facts.policies.get_mut(key)
            && !policy.statements.contains(&statement)
        {
            policy.statements.push(statement);
        }
    }

    /// The key of the policy of a resource, for what must wait for it.
    pub(super) fn policy_key(key: &str) -> String {
        format!("{key}/policy")
    }

    /// Makes the policies that flows have gathered.
    pub(super) fn finish_policies(&mut self) {
        for (key, policy) in std::mem::take(&mut self.facts.policies) {
            let arn = || of(&key, "arn");
            let mut taken = std::collections::BTreeSet::new();
            let mut statements = Vec::new();
            for statement in policy.statements {
                let sid = free_sid(&statement.sid, &mut taken);
                let source = from_source(statement.source);
                let resource = if statement.action == "s3:GetObject" { inside(arn(), "/*") } else { arn() };
                statements.push(allow_service(&sid, statement.service, &[statement.action], resource, source));
            }
            let mut secured = vec![arn()];
            if policy.contents {
                secured.push(inside(arn(), "/*"));
            }
            if !policy.plain {
                statements.push(deny_insecure_transport(policy.secured, secured.clone()));
            }
            statements.extend(policy.oldest_tls.map(|oldest| deny_old_tls(policy.secured, secured, oldest)));
            if statements.is_empty() {
                continue;
            }
            self.facts.support.insert(support::IAM);
            let item = New::sdk(policy.class, &Self::policy_key(&key), policy.name, policy.origin)
                .argument(policy.subject.0, of(&key, policy.subject.1))
                .argument("policy", self::policy(statements))
                .aliases(policy.aliases)
                .at(policy.position);
            self.push(&policy.component, item);
        }
    }
}

/// The ARN of something of a service in this account and region.
pub(super) fn arn_here(service: &str, rest: Vec<Part>) -> Expression {
    let mut parts = vec![
        Part::Text("arn:".to_owned()),
        Part::Value(of(super::shared::PARTITION, "")),
        Part::Text(format!(":{service}:")),
        Part::Value(Expression::Setting(Name::known("region"))),
        Part::Text(":".to_owned()),
        Part::Value(of(super::shared::ACCOUNT, "")),
    ];
    parts.extend(rest);
    // Neighbouring texts are one.
    let mut joined: Vec<Part> = Vec::new();
    for part in parts {
        match (joined.last_mut(), part) {
            (Some(Part::Text(before)), Part::Text(text)) => before.push_str(&text),
            (_, part) => joined.push(part),
        }
    }
    Expression::Interpolate(joined)
}

/// An ARN with something behind it.
pub(super) fn inside(arn: Expression, suffix: &str) -> Expression {
    Expression::Interpolate(vec![Part::Value(arn), Part::Text(suffix.to_owned())])
}

/// A statement id that is not taken: the wish, or the wish with a number. Letters and digits only, as IAM asks.
pub(super) fn free_sid(wish: &str, taken: &mut std::collections::BTreeSet<String>) -> String {
    let plain: String = wish.chars().filter(char::is_ascii_alphanumeric).collect();
    if taken.insert(plain.clone()) {
        return plain;
    }
    (2..=u32::MAX).map(|number| format!("{plain}{number}")).find(|name| taken.insert(name.clone())).unwrap_or(plain)
}
