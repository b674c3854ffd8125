//! Every flow that may be drawn is wired: with it the program makes other things than without it, or it is refused. Of all kinds,
//! on all clouds.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, unreachable_pub)]

#[path = "support/pairs.rs"]
mod pairs;

use pulumi_designer::catalog::{Provider, catalog_on};
use pulumi_designer::check::legal::legal_flows;
use pulumi_designer::design::{Design, NodeId};
use pulumi_designer::lower::lower;
use pulumi_designer::program::{Component, EntryPoint};

/// What a design's program makes, without the code of functions.
fn resources(design: &Design) -> Option<(Vec<Component>, EntryPoint)> {
    lower(design).ok().map(|program| (program.components, program.entry))
}

/// The flows that leave the program as it was.
fn ignored(provider: Provider) -> Vec<String> {
    let mut found = Vec::new();
    let kinds = &catalog_on(provider).kinds;
    for from in kinds.values() {
        for to in kinds.values() {
            let (one, two) = (NodeId::parse("one.one").unwrap(), NodeId::parse("two.two").unwrap());
            let design = |flow: Option<&str>| pairs::design(provider, from, Some(to), flow).unwrap();
            let pair = design(None);
            let Some(without) = resources(&pair) else { continue };
            for kind in legal_flows(&pair, &one, &two).flows() {
                if resources(&design(Some(kind))).is_some_and(|with| with == without) {
                    found.push(format!("{kind}: {} → {}", from.name, to.name));
                }
            }
        }
    }
    found
}

/// Flows that shape what other flows bring: who authorizes decides for those routes of an API that ask.
const WAITING: &[&str] = &["authorize: user-pool → http-api", "authorize: function → websocket-api"];

#[test]
fn no_flow_is_drawn_for_nothing() {
    for provider in Provider::ALL {
        let found: Vec<String> =
            ignored(provider).into_iter().filter(|flow| !WAITING.contains(&flow.as_str())).collect();
        assert_eq!(found, [""; 0], "{provider:?}");
    }
}
