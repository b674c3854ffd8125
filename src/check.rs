//! Checks of a design: rules, findings, quick fixes. Pure; knows the design and the catalogue, never how either is
//! written to a file or drawn.
//!
//! A rule is a value in one table ([`rules`]). It looks at a [`context::Context`], built once for each check, and puts
//! what it finds into a [`report::Report`]. Adding a rule is a file and a row.

mod accept;
mod context;
mod cost;
mod data;
mod events;
pub mod finding;
pub mod legal;
mod limits;
mod naming;
mod operations;
mod order;
mod performance;
mod prelude;
mod reliability;
mod report;
mod rule;
mod security;
mod settled;
mod structure;
mod table;

pub use finding::{Finding, Fix, Severity};
pub use rule::Rule;
pub use settled::{Reason, Settled, settled};
pub use table::{explain, rule, rules};

use context::Context;
use report::Report;
use rule::Body;

use crate::design::Design;

/// Everything the rules have to say about the design in all its environments, worst first, then in the order of the
/// file. Findings that the design accepts under `allow` are left out.
pub fn check(design: &Design) -> Vec<Finding> {
    let context = Context::new(design);
    let mut report = Report::new(&context);
    for rule in rules() {
        if let Body::Design(run) = rule.body {
            report.begin(rule);
            run(&context, &mut report);
        }
    }
    let found = order::suppress(&context, report.finish());
    let (mut kept, uses) = accept::accept(&context, found);
    let mut report = Report::new(&context);
    for rule in rules() {
        if let Body::Acceptance(run) = rule.body {
            report.begin(rule);
            run(&context, &uses, &mut report);
        }
    }
    kept.extend(report.finish());
    order::sort(&context, &mut kept);
    kept
}
