//! Limits of clouds that several rules ask for, read from the catalogue's table.

use crate::catalog::{Provider, catalog};
use crate::text::duration::Duration;

/// How many computing nodes may wait for one another in a row behind a route.
pub(super) fn synchronous_depth(provider: Provider) -> usize {
    count("synchronous-depth", "", provider).unwrap_or(3)
}

/// Subscribers of one channel above which a reader loses the overview.
pub(super) fn subscribers_to_oversee(kind: &str, provider: Provider) -> usize {
    count("subscribers-overview", kind, provider).unwrap_or(20)
}

/// The longest that an API waits for an answer, where it is known.
pub(super) fn api_timeout(kind: &str, provider: Provider) -> Option<Duration> {
    catalog().limits.duration("api-timeout", kind, provider)
}

/// The most subscribers that a channel of that kind can have.
pub(super) fn subscribers(kind: &str, fifo: bool, provider: Provider) -> Option<usize> {
    let ordered = if fifo { count("subscribers-fifo", kind, provider) } else { None };
    ordered.or_else(|| count("subscribers", kind, provider))
}

/// A limit as a count, where one tier has its own, that.
pub(super) fn count_in_tier(name: &str, tier: &str, kind: &str, provider: Provider) -> Option<usize> {
    count(&format!("{name}-{tier}"), kind, provider).or_else(|| count(name, kind, provider))
}

/// A limit as a duration, where one tier has its own, that.
pub(super) fn duration_in_tier(name: &str, tier: &str, kind: &str, provider: Provider) -> Option<Duration> {
    duration(&format!("{name}-{tier}"), kind, provider).or_else(|| duration(name, kind, provider))
}

/// A limit of that name as a duration.
pub(super) fn duration(name: &str, kind: &str, provider: Provider) -> Option<Duration> {
    catalog().limits.duration(name, kind, provider)
}

/// A limit of that name as a count.
pub(super) fn count(name: &str, kind: &str, provider: Provider) -> Option<usize> {
    catalog().limits.count(name, kind, provider)?.try_into().ok()
}

/// A limit of that name as a number.
pub(super) fn number(name: &str, kind: &str, provider: Provider) -> Option<f64> {
    catalog().limits.number(name, kind, provider)
}
