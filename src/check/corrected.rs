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
        "CST001",
        "Log groups of a design have an end by default, so that it speaks of those drawn as resources of the provider.",
    ),
    row(
        "CST009",
        "It speaks of service levels only where the design can choose one: queues, topics, streams, caches and APIs.",
    ),
    row(
        "DAT002",
        "It also tells a key of one attribute alone in both parts, and indexes of one name, which DynamoDB refuses. Every index of a design is a global one; local indexes, which share the table's partition key, are not drawn, and neither is their limit of five looked at.",
    ),
    row("DAT004", "Only global indexes are counted, since a design has no others."),
    row("DAT012", "A bucket that something subscribes to, or that a site shows, is filled from outside."),
    row(
        "DAT015",
        "It is an info and no warning: nearly every function that keeps something and tells of it does this, and whether a lost event matters only its author knows.",
    ),
    row("DAT021", "It tells indexes that hold keys alone; a design does not say which transactions its code makes."),
    row(
        "DAT024",
        "Fixes differ: what is temporary is deleted after 30 days, all else moves to cheaper storage after 90.",
    ),
    row("EVT001", "A channel that is there already, or that sends mail, has readers outside the design."),
    row("EVT005", "More participles count than end in ed, and a version such as V2 at the end is left out of account."),
    row("EVT008", "A standard topic that subscribes a FIFO queue is told too: AWS refuses the pair."),
    row(
        "EVT018",
        "Above 2,048 characters it is a warning, since AWS raises that quota on request; above 4,096 it is an error.",
    ),
    row(
        "EVT024",
        "A change of the number is not told, since a design does not know what was deployed; the preview of Pulumi shows it.",
    ),
    row("EVT026", "How many subscriptions a topic may have is told by STR027."),
    row("EVT027", "How many subscriptions a bus may have is told by STR027."),
    row("EVT029", "Containers have no timeout of their own in a design, so that it speaks of functions."),
    row("EVT038", "That AWS starts nothing more often than each minute is told by STR033, as the range of every."),
    row("EVT044", "Keywords that JSON Schema does not know are annotations there, and are let through."),
    row("NAM014", "A name that must be unique in the whole world is told by NAM013 alone."),
    row("OPS004", "For an express workflow it is a warning in every environment."),
    row(
        "OPS006",
        "The day counted from is that of the table of runtimes, not today's, so that a design is judged the same every day.",
    ),
    row("OPS008", "Alarms are on by default; it tells nodes on which they are switched off."),
    row("OPS019", "Streams and tables are polled like queues, and count too."),
    row(
        "PRF001",
        "A function of a design has 512 MiB unless it says otherwise: it tells those that say 128, and functions drawn as resources of the provider that say nothing.",
    ),
    row("PRF007", "Functions run Node.js, Python or an image, and only images start slowly."),
    row("REL010", "Fewer than one attempt, or more than a thousand, is told by STR033 as out of range."),
    row("REL013", "Where a function sends dead letters back, its quick fix limits how often."),
    row(
        "REL016",
        "A function of a design has ten seconds unless it says otherwise: it speaks of functions drawn as resources of the provider.",
    ),
    row("REL017", "It also tells functions that outlast the user pool that triggers them."),
    row(
        "REL020",
        "A request counts as one that changes something by the method of its route, or as a mutation of a GraphQL API.",
    ),
    row(
        "REL025",
        "On AWS, functions without a limit share the concurrency of the account and are counted together, not each with all of it.",
    ),
    row("REL028", "It speaks of containers on every cloud; functions have no plan with a number of instances."),
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
    row("STR002", "Its fix takes a call away: a queue in place of one would leave a loop of events, which is STR004."),
    row(
        "STR004",
        "A loop through a store's own subscription is told by STR005 alone, and one of calls alone by STR002.",
    ),
    row(
        "STR006",
        "A container may work by itself and is an entry unless it has no copies until it is reached; so are a resource of the provider, and a bucket that nothing in the design writes to. What only another unreachable node leads to, or a channel that nothing publishes to, is not told besides.",
    ),
    row(
        "STR007",
        "Stores, APIs, sites, networks, secrets, parameters and resources of the provider without flows are told by rules of their own, or need none.",
    ),
    row("STR011", "Two routes of an HTTP API with one method and path are told by STR015."),
    row(
        "STR016",
        "On AWS the most specific route answers whatever the order, so that it speaks of Azure and Google Cloud.",
    ),
    row("STR019", "How many may wait in a row stands in the table of limits and is the same for all designs."),
    row("STR021", "Inside a circle of calls no timeouts would do; the circle is told by STR002."),
    row("STR024", "What is shared counts neither as a service that waits nor as one that is waited for."),
    row(
        "STR025",
        "The service shared is created before the others and belongs to none of them, so that it closes no circle.",
    ),
    row("STR043", "log_level is read by every program and never unused."),
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
