//! Limits of clouds that no property of the catalogue holds, each with its source. A change of a quota is one line.

use crate::catalog::Provider;
use crate::text::duration::Duration;

/// How many computing nodes may wait for one another in a row behind a route.
pub(super) const SYNCHRONOUS_DEPTH: usize = 3;

/// Subscribers of one channel above which a reader loses the overview.
pub(super) const SUBSCRIBERS_TO_OVERSEE: usize = 20;

/// The longest that an API waits for an answer, where it is known.
///
/// AWS: `TimeoutInMillis` 50 to 30,000 (HTTP) and 29,000 (WebSocket), API model of apigatewayv2. Azure: 230 s, page on
/// the timeout of function apps.
pub(super) fn api_timeout(kind: &str, provider: Provider) -> Option<Duration> {
    let seconds = match (provider, kind) {
        (Provider::Aws, "http-api") => 30,
        (Provider::Aws, "websocket-api") => 29,
        (Provider::Azure, "http-api") => 230,
        _ => return None,
    };
    Some(Duration::from_seconds(seconds))
}

/// The most subscribers that a channel of that kind can have.
///
/// AWS: 300 rules a bus, 100 subscriptions of a FIFO topic. Azure: 500 subscriptions of an Event Grid topic, 2,000 of
/// a Service Bus topic. Google Cloud: 10,000 subscriptions of a topic.
pub(super) fn subscribers(kind: &str, fifo: bool, provider: Provider) -> Option<usize> {
    Some(match (provider, kind) {
        (Provider::Aws, "event-bus") => 300,
        (Provider::Aws, "topic") if fifo => 100,
        (Provider::Azure, "event-bus") => 500,
        (Provider::Azure, "topic") => 2000,
        (Provider::Gcp, "event-bus" | "topic") => 10_000,
        _ => return None,
    })
}
