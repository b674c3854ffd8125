//! Checks of a design: rules, findings, quick fixes. Pure; knows the design and the catalogue, never how either is
//! written to a file or drawn.
//!
//! A rule is a value in one table ([`rules`]). It looks at a [`context::Context`], built once for each check, and puts
//! what it finds into a [`report::Report`]. Adding a rule is a file and a row.

mod accept;
mod context;
mod corrected;
mod cost;
mod data;
mod events;
mod examples;
pub mod finding;
pub mod legal;
mod limits;
mod mend;
mod naming;
mod operations;
mod options;
mod order;
mod performance;
mod prelude;
mod profile;
mod reliability;
mod report;
mod rule;
mod run;
mod safety;
mod security;
mod settled;
mod structure;
mod table;
mod unfixed;

pub use corrected::{Corrected, corrected};
pub use examples::{Example, example, examples};
pub use finding::{Finding, Fix, Safety, Severity};
pub use mend::{Applied, Mended, mend};
pub use options::Options;
pub use profile::Profile;
pub use rule::Rule;
pub use settled::{Reason, Settled, settled};
pub use table::{categories, rule, rules};
pub use unfixed::{Unfixed, unfixed, unfixed_because};

use context::Context;
use report::Report;
use rule::Body;

use crate::design::Design;

/// Everything the rules have to say about the design in all its environments, worst first, then in the order of the
/// file. Findings that the design accepts under `allow` are left out.
pub fn check(design: &Design) -> Vec<Finding> {
    check_with(design, &Options::default())
}

/// As [`check`], with other weights or for one environment alone.
pub fn check_with(design: &Design, options: &Options) -> Vec<Finding> {
    let mut context = Context::new(design);
    if let Some(name) = &options.environment {
        context.only(name);
    }
    let found = order::suppress(&context, run::run(&context));
    let (mut kept, uses) = accept::accept(&context, found);
    // An entry that accepts nothing here may accept something in another environment.
    if options.environment.is_none() {
        let mut report = Report::new(&context);
        for rule in rules() {
            if let Body::Acceptance(run) = rule.body {
                report.begin(rule);
                run(&context, &uses, &mut report);
            }
        }
        kept.extend(report.finish());
    }
    safety::mark(design, &mut kept);
    order::sort(&context, &mut kept);
    if options.profile != Profile::Normal {
        kept = options.profile.apply(kept);
        order::sort(&context, &mut kept);
    }
    kept
}
