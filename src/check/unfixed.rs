//! Rules without a quick fix, each with the reason: what only the author knows, or what no edit of the design mends.

/// A rule without a quick fix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unfixed {
    /// The rule's code.
    pub code: &'static str,
    /// Why there is none, in a sentence.
    pub because: &'static str,
}

/// The rules without a quick fix, in the order of their codes.
pub fn unfixed() -> &'static [Unfixed] {
    UNFIXED
}

/// Why the rule of that code has no quick fix, where it has none.
pub fn unfixed_because(code: &str) -> Option<&'static str> {
    UNFIXED.iter().find(|row| row.code == code).map(|row| row.because)
}

const fn row(code: &'static str, because: &'static str) -> Unfixed {
    Unfixed { code, because }
}

/// Why a limit of the cloud is not kept by an edit.
const WHAT_TO_LEAVE: &str = "What is left out, or put elsewhere, only the author can say.";

/// Why nothing is joined to what nothing is joined to.
const WHAT_TO_JOIN: &str = "What it is meant to be joined to only the author knows; taking it away would guess worse.";

/// Why services are not cut anew.
const HOW_TO_CUT: &str = "Where to cut between services is the author's decision.";

static UNFIXED: &[Unfixed] = &[
    row("CST006", "Which subscriber may publish less, or filter, only the author can say."),
    row("DAT002", "Which type, attribute or name is meant only the author knows."),
    row("DAT004", WHAT_TO_LEAVE),
    row("DAT005", "Which attribute tells items apart is known to those who wrote the items."),
    row("DAT006", "Another key means other queries; how long items are of use only the author knows."),
    row("DAT011", WHAT_TO_JOIN),
    row("DAT012", WHAT_TO_JOIN),
    row("DAT020", "Whether the data belongs into a table or a database is the author's decision."),
    row("DAT021", "It says what reading by the index costs there; nothing in the design is wrong."),
    row("EVT001", WHAT_TO_JOIN),
    row("EVT003", WHAT_TO_JOIN),
    row("EVT011", "The group is sent by the code of the publisher, whose first version names it."),
    row("EVT016", WHAT_TO_LEAVE),
    row("EVT017", WHAT_TO_LEAVE),
    row("EVT018", WHAT_TO_LEAVE),
    row("EVT026", WHAT_TO_LEAVE),
    row("EVT032", "It says what a change of the filter does there; nothing in the design is wrong."),
    row("EVT044", "Which of two parts that contradict each other is meant only the author knows."),
    row("EVT045", "Whether events are copied at the first bus or by a function is the author's decision."),
    row("NAM023", "What a node is for only the author knows."),
    row("OPS011", "Which of the two values is meant only the author knows."),
    row("OPS012", "Whether it is drawn as a node or comes from a setting is the author's decision."),
    row("OPS014", "What something is for only the author can say."),
    row("OPS019", "Only the author knows the resource of the right region."),
    row("OPS020", "A certificate of us-east-1 must have been issued before the design can name it."),
    row("PRF006", WHAT_TO_LEAVE),
    row("PRF014", HOW_TO_CUT),
    row("SEC012", "What is needed beyond the flows, and on what, only the author knows."),
    row("SEC015", "Which part of the code goes with which caller only the author knows."),
    row("SEC034", "A rotation needs a function that knows how to change what the secret opens."),
    row("SEC038", "A firewall is paid for by the month, and its rules are the author's decision."),
    row("SEC039", "Whom to let in, by account, service or condition, only the author knows."),
    row("SEC042", "The digest stands in the registry, and a check asks nobody but the design."),
    row("STR006", WHAT_TO_JOIN),
    row("STR015", "Which path or method the second one is meant to have only the author knows."),
    row("STR022", "Which service owns the data, and which events the others send, is the author's decision."),
    row("STR023", HOW_TO_CUT),
    row("STR024", "Which of the calls may be an event only the author knows."),
    row("STR026", HOW_TO_CUT),
    row("STR027", "How a subject is divided only the author knows; each target has a rule of its own in any case."),
    row("STR029", WHAT_TO_JOIN),
    row("STR034", "The alternative behaves differently, so that choosing it is the author's decision."),
    row("STR036", WHAT_TO_JOIN),
    row("STR039", HOW_TO_CUT),
    row("STR042", "An empty value would silence the question and deploy nothing of use."),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_code_is_a_rule_and_each_reason_a_sentence() {
        for row in UNFIXED {
            assert!(crate::check::rule(row.code).is_some(), "{}", row.code);
            assert!(row.because.ends_with('.'), "{}", row.because);
        }
        assert!(UNFIXED.is_sorted_by_key(|row| row.code));
    }
}
