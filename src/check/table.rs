//! The table of rules: one row each, in the order of their codes.

use std::fmt::Write as _;

use super::finding::Severity;
use super::rule::Rule;
use super::{data, events, naming, operations, performance, reliability, security, structure};

static RULES: &[Rule] = &[
    structure::kinds::UNKNOWN,
    structure::sync_cycle::RULE,
    structure::self_loop::RULE,
    structure::event_cycle::RULE,
    structure::store_recursion::RULE,
    structure::reach::UNREACHABLE,
    structure::reach::ISOLATED,
    structure::connections::DANGLING,
    structure::connections::ILLEGAL,
    structure::connections::ADAPTER,
    structure::duplicates::FLOW,
    structure::duplicates::ACCESS,
    structure::bidirectional_call::RULE,
    structure::api::WITHOUT_ROUTES,
    structure::routes::DUPLICATE,
    structure::routes::AMBIGUOUS,
    structure::routes::PATH,
    structure::routes::METHOD,
    structure::sync_depth::RULE,
    structure::timeouts::CHAIN,
    structure::timeouts::CALLEE,
    structure::ownership::WRITERS,
    structure::ownership::READERS,
    structure::services::CROSSING,
    structure::services::CYCLE,
    structure::load::GOD_FUNCTION,
    structure::load::FAN_OUT,
    structure::load::COMPETING,
    structure::load::NO_CONSUMER,
    structure::duplicates::ID,
    structure::properties::UNKNOWN,
    structure::properties::MISSING,
    structure::properties::WRONG,
    structure::kinds::UNSUPPORTED,
    structure::services::EMPTY,
    structure::reach::NO_ENTRY,
    structure::api::AUTHORIZE,
    structure::overrides::RULE,
    structure::services::SIZE,
    structure::settings::UNKNOWN,
    structure::settings::WITHOUT_VALUE,
    structure::settings::UNUSED,
    structure::dead_letters::RULE,
    events::consumers::NEVER_CONSUMED,
    events::consumers::NEVER_PUBLISHED,
    events::consumers::NO_PUBLISHER,
    events::names::SPELLING,
    events::names::CASE,
    events::names::UNDECLARED,
    events::names::UNUSED,
    events::fifo::PAIRING,
    events::fifo::BUCKET,
    events::fifo::DEDUPLICATION,
    events::fifo::GROUP,
    events::batches::FIFO_WINDOW,
    events::batches::SIZE,
    events::batches::NEEDS_WINDOW,
    events::batches::WINDOW,
    events::filters::KEYS,
    events::filters::COUNT,
    events::filters::SIZE,
    events::filters::CATCH_ALL,
    events::streams::TABLE,
    events::streams::STREAM,
    events::schedules::EXPRESSION,
    events::schedules::TOO_OFTEN,
    events::schedules::TIMEZONE,
    events::buckets::OVERLAP,
    events::buckets::NATIVE,
    events::protocols::RULE,
    events::schemas::RULE,
    data::keys::INDEXES,
    data::keys::CARDINALITY,
    data::protection::RECOVERY,
    data::protection::BACKUP,
    data::protection::DELETION,
    data::protection::VERSIONING,
    data::usage::UNREAD,
    data::usage::UNWRITTEN,
    data::usage::UNUSED,
    data::keys::TTL,
    security::plain_secrets::PROPERTY,
    security::plain_secrets::SETTING,
    security::plain_secrets::ENVIRONMENT,
    security::routes::PUBLIC_MUTATION,
    security::routes::NO_AUTHORISER,
    security::routes::WILDCARD,
    security::access::FUNCTION_URL,
    security::access::NO_MFA,
    security::access::UNUSED,
    security::access::HTTP_EXTERNAL,
    reliability::dead_letters::QUEUE,
    reliability::dead_letters::TOPIC,
    reliability::dead_letters::RULE,
    reliability::dead_letters::STREAM,
    reliability::visibility::BELOW_TIMEOUT,
    reliability::visibility::BELOW_SIX,
    reliability::visibility::RECEIVES,
    reliability::dead_letters::LOOP,
    reliability::functions::TIMEOUT,
    reliability::functions::API_LIMIT,
    reliability::functions::NEVER,
    reliability::functions::ORDER,
    reliability::functions::IDEMPOTENCY,
    reliability::functions::CALL_TIMEOUT,
    performance::functions::MEMORY,
    performance::functions::ENVIRONMENT_SIZE,
    performance::functions::NAME,
    operations::observing::TRACING,
    operations::observing::ACCESS_LOG,
    operations::environments::MISSING,
    operations::environments::REGION,
    operations::observing::EXISTING,
    operations::allow::UNUSED,
    operations::allow::INVALID,
    operations::environments::DEBUG,
    naming::names::INVALID,
    naming::names::COLLISION,
    naming::names::VARIABLE,
    naming::names::UNCLEAR,
    naming::names::DOUBLED,
];

/// Every rule, in the order of the codes.
pub fn rules() -> &'static [Rule] {
    RULES
}

/// The rule of that name (`structure/sync-cycle`) or code (`STR002`, in any case).
pub fn rule(name: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.name == name || rule.code.eq_ignore_ascii_case(name))
}

/// What a rule is about, for people: name, weight, why, and how to mend it.
pub fn explain(rule: &Rule) -> String {
    let mut text = String::new();
    let weight = if rule.in_production == rule.severity {
        rule.severity.to_string()
    } else {
        format!("{}, {} in production", rule.severity, rule.in_production)
    };
    let accepting = if rule.allowable || rule.in_production != Severity::Error {
        format!(
            "To accept it, with the reason, in the design:\n  allow:\n    - {{ rule: {}, at: SERVICE.NODE, because: … }}",
            rule.name
        )
    } else if rule.severity == Severity::Error {
        "It is an error and cannot be accepted.".to_owned()
    } else {
        "It can be accepted with an entry under `allow`, except where it is an error.".to_owned()
    };
    let _ = write!(
        text,
        "{} ({}): {}\n\n{}\n\nWhy: {}\n\nHow to mend it: {}\n\n{}\n",
        rule.name, rule.code, weight, rule.summary, rule.why, rule.fix, accepting
    );
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_names_are_unique_and_in_order_and_texts_are_sentences() {
        for (earlier, later) in RULES.iter().zip(RULES.iter().skip(1)) {
            let key = |rule: &Rule| (CATEGORIES.iter().position(|category| *category == rule.category()), rule.code);
            assert!(key(earlier) < key(later), "{} before {}", earlier.code, later.code);
        }
        for each in RULES {
            assert_eq!(rule(each.name).map(|rule| rule.code), Some(each.code), "{} twice", each.name);
            for text in [each.summary, each.why, each.fix] {
                assert!(
                    text.ends_with('.') && text.chars().next().is_some_and(char::is_uppercase),
                    "{}: {text}",
                    each.code
                );
            }
            assert!(explain(each).contains(each.name));
        }
    }

    const CATEGORIES: [&str; 8] =
        ["structure", "events", "data", "security", "reliability", "performance", "operations", "naming"];
}
