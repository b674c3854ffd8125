//! Rules that look for more or for less than their line in the catalogue of rules says, each with the reason.

/// A rule with another reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Corrected {
    /// The rule's code.
    pub code: &'static str,
    /// What it looks for instead, and why, in a sentence or two.
    pub because: &'static str,
}

/// The rules with another reading, in the order of their codes.
pub fn corrected() -> &'static [Corrected] {
    CORRECTED
}

const fn row(code: &'static str, because: &'static str) -> Corrected {
    Corrected { code, because }
}

static CORRECTED: &[Corrected] = &[
    row(
        "SEC005",
        "A store counts as public by its tags: data: public. Paths that must be open, such as /health and sign-in, are left out as in SEC004.",
    ),
    row("SEC007", "A webhook may also go to a queue or bus first: then one of those who receive it must have the key."),
    row(
        "SEC008",
        "An API without a route for $connect is told too: API Gateway then lets everybody connect without asking anything.",
    ),
    row(
        "SEC010",
        "It also tells * for headers and methods, which browsers do not take where cookies or tokens are sent.",
    ),
    row("SEC011", "It speaks of AWS and Azure; on Google Cloud the same address is told by SEC029."),
    row(
        "SEC013",
        "A permission written as a resource is matched with nodes by the names in it, which is all that a design can tell.",
    ),
    row(
        "SEC015",
        "Only what calls a function by itself counts: APIs, buckets, topics, buses, schedules and user pools. Queues, streams and tables are polled with the function's own rights.",
    ),
    row("SEC018", "A policy tag is one of the node: encryption: customer-key, or customer-key: true."),
    row(
        "SEC021",
        "A database that nobody uses yet is being drawn and may lack its network; so may one with public access, which SEC020 tells.",
    ),
    row("SEC024", "Caches count too: each of the three clouds lets identities sign in to them."),
    row("SEC029", "It holds behind a route with auth as well: the address of the function stays open past the API."),
    row(
        "SEC034",
        "What opens a database or an API is told by the words of the secret's name; keys that sign or encrypt are left out.",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_corrected_code_is_a_rule_and_each_reason_a_sentence() {
        for row in CORRECTED {
            assert!(crate::check::rule(row.code).is_some(), "{}", row.code);
            assert!(row.because.ends_with('.'), "{}", row.because);
        }
        assert!(CORRECTED.is_sorted_by_key(|row| row.code));
    }
}
