//! Checks of a design: rules, findings, quick fixes. Pure; knows the design and the catalogue.

pub mod finding;

pub use finding::{Finding, Fix, Severity};
