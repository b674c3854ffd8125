//! APIs without a limit of their own on requests.

use crate::catalog::{Provider, catalog};
use crate::check::prelude::*;

pub(in crate::check) const THROTTLING: Rule = Rule::warning("OPS003", "operations/api-default-throttling", throttling)
    .says(
        "An API in production whose limit on requests is that of the whole account.",
        "One caller, or one mistake in a loop, uses up what all APIs of the account share.",
        "Set throttle to what the API needs: a rate in requests a second, and a burst.",
    );

/// Requests a second, and at once, that suit most APIs.
const RATE: i64 = 100;
const BURST: i64 = 200;

fn throttling(context: &Context<'_>, report: &mut Report<'_, '_>) {
    if context.provider != Provider::Aws {
        return;
    }
    for api in context.nodes.iter().filter(|node| node.is_any(&["http-api", "websocket-api"]) && !node.existing()) {
        let limit = |name: &str| catalog().limits.number(name, &api.node.kind, context.provider);
        let (Some(most), Some(most_at_once)) = (limit("account-throttle-rate"), limit("account-throttle-burst")) else {
            continue;
        };
        report.each_stage(|stage| {
            let number = |part: &str| context.value(api, &["throttle", part], stage).and_then(Value::as_number);
            let (rate, burst) = (number("rate")?, number("burst")?);
            if !stage.production || (rate < most && burst < most_at_once) {
                return None;
            }
            let message = format!(
                "{} lets {rate} requests a second and {burst} at once through, as many as the whole account: set throttle \
                 to what it needs.",
                api.id
            );
            let mut throttle = Map::new();
            throttle.insert("rate".to_owned(), Value::Integer(RATE));
            throttle.insert("burst".to_owned(), Value::Integer(BURST));
            let mend = context.mend(api, &["throttle"], Some(Value::Map(throttle)), stage);
            Some(
                Outcome::new(context.place_of(api, &["throttle"], stage), message)
                    .mend(format!("Let {RATE} requests a second through, and {BURST} at once"), mend),
            )
        });
    }
}
