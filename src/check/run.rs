//! Runs the rules over a design, on several threads where that pays. What comes out does not depend on how many.

use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::context::Context;
use super::finding::Finding;
use super::report::Report;
use super::rule::Body;
use super::table::rules;

/// The nodes and flows below which one thread is as fast as several.
const ALONE: usize = 2_000;

/// The most threads: a few rules take most of the time, and more threads would wait for them.
const MOST: usize = 8;

/// What each rule finds, in the order of the rules.
pub(super) fn run(context: &Context<'_>) -> Vec<Finding> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut found: Vec<(usize, Vec<Finding>)> = Vec::new();
        loop {
            let position = next.fetch_add(1, Ordering::Relaxed);
            let Some(rule) = rules().get(position) else { return found };
            if let Body::Design(run) = rule.body {
                let mut report = Report::new(context);
                report.begin(rule);
                run(context, &mut report);
                found.push((position, report.finish()));
            }
        }
    };
    let mut found = if context.nodes.len() + context.flows.len() < ALONE {
        work()
    } else {
        let threads = thread::available_parallelism().map_or(1, NonZero::get).min(MOST);
        thread::scope(|scope| {
            let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
            let mut found = work();
            for other in others {
                match other.join() {
                    Ok(more) => found.extend(more),
                    Err(panic) => std::panic::resume_unwind(panic),
                }
            }
            found
        })
    };
    found.sort_by_key(|(position, _)| *position);
    found.into_iter().flat_map(|(_, findings)| findings).collect()
}
