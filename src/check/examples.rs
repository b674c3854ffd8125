//! An example for each rule: the design that breaks it, and the nearest that does not. They are the fixtures of the
//! tests, taken into the program when it is built.

/// A design that breaks a rule, and the nearest that does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Example {
    /// The rule's code.
    pub code: &'static str,
    /// The design that breaks it.
    pub failing: &'static str,
    /// The design that does not.
    pub passing: &'static str,
}

// `EXAMPLES`, in the order of the names of the fixtures; written by build.rs.
include!(concat!(env!("OUT_DIR"), "/examples.rs"));

/// Every example, in the order of the codes.
pub fn examples() -> &'static [Example] {
    EXAMPLES
}

/// The first example of the rule with that code.
pub fn example(code: &str) -> Option<&'static Example> {
    EXAMPLES.iter().find(|example| example.code == code)
}
