//! What a legal design may be refused for at export, each with its reason. A refusal that matches no row is a defect.

/// A part of the message, and why the refusal is right: AWS cannot do it, or only the author can say what is meant.
const RIGHT: &[(&str, &str)] = &[
    // What shapes the program.
    ("the program's shape depends on it", "one program serves every environment, and settings are known late"),
    ("differs between environments", "the value of a secret is one setting, which each stack gives its own value"),
    ("has a value in some environments only", "a variable is there or not in the program, not in a stack"),
    ("the setting ", "a setting of another type cannot be the property's value"),
    // What cannot be ordered.
    (
        "need each other before any of them exists",
        "functions that name each other cannot be created one after the other",
    ),
    // What is said twice, or not at all.
    ("has both every and cron, and can follow one", "the author chooses"),
    ("has both generate and value, and can have one", "the author chooses"),
    ("says neither when nor how often", "the author chooses"),
    ("runs a container image but names none", "nobody else knows the image"),
    ("has no path", "nobody else knows the path"),
    ("would set failed events aside in two places", "Lambda has one destination for each function"),
    ("has two functions for one step, and Cognito calls one", "the author chooses"),
    ("several nodes authorize", "a route of API Gateway has one authoriser"),
    ("but no function authorizes", "nobody else knows who decides"),
    ("but no user pool authorizes", "nobody else knows who signs people in"),
    ("neither the address of", "nobody else knows the address"),
    ("has two types", "an attribute of DynamoDB has one type"),
    ("two things would be the environment variable", "a function has one variable of a name"),
    ("which AWS cannot say", "a schedule of EventBridge gives the day of the month or of the week"),
    ("is outside of the program, so", "an external system is no resource"),
    // What AWS does not do.
    ("and another flow says so already", "Lambda has one mapping for each source and function"),
    ("a topic in order", "SNS delivers topics in order to queues alone"),
    ("is a topic in order, which delivers to queues only", "as AWS documents for FIFO topics"),
    ("which SNS does for topics in order only", "as AWS documents for archives of FIFO topics"),
    ("S3 does not notify queues and topics that keep order", "as AWS documents for event notifications"),
    ("S3 cannot filter by", "notifications are filtered by prefix and suffix"),
    ("a pipe does not deliver to a topic in order", "as AWS documents for targets of pipes"),
    ("AWS enriches only what comes from queues, streams and tables", "only pipes enrich"),
    ("a bus delivers to addresses of the web only", "API destinations speak HTTPS"),
    ("has no direct way from", "the catalogue says what to put between"),
    ("has neither steps nor flows", "nobody else knows what a run does"),
    ("has no steps, and", "nobody else knows which item is meant, and when"),
    ("is never reached: no step leads to it", "AWS refuses a state machine with such a state"),
    ("and cannot say which of its routes it means", "nobody else knows the message"),
    ("which AWS does when a connection is opened and not again", "as AWS documents for WebSocket APIs"),
    ("that a VPC with six zones can have", "ranges of a VPC have 16 to 28 bits"),
    ("which takes an address that begins with https", "connections of EventBridge speak HTTPS"),
    ("and Firehose delivers to one place", "as AWS documents for destinations"),
    ("has no bucket to deliver to", "nobody else knows where records go"),
    ("and Firehose then takes records from nowhere else", "as AWS documents for sources"),
    ("keeps nothing itself: its records wait in", "the stream's key encrypts what waits there"),
    ("a delivery stream writes and never reads", "as AWS documents for Firehose"),
    ("was said by whoever made it", "a delivery stream has one destination"),
    ("method of the flow route", "routes of WebSocket and GraphQL APIs have keys"),
    ("path of the flow route", "routes of WebSocket and GraphQL APIs have keys"),
    ("breaker of the flow call", "a workflow retries and catches by its steps"),
    ("on_failure of the flow invoke", "a workflow is started, and does not fail at that"),
    ("so CloudFront's own certificate decides", "a certificate, its zone and its oldest version of TLS are a domain's"),
    ("nothing proves that the domain of", "a certificate is given for a domain whose zone is known"),
    ("CloudFront reads buckets of this program alone", "the bucket's policy must let the distribution in"),
    ("a site shows files and never writes them", "nothing of a distribution writes"),
    ("asks for a token, which such an API cannot check by itself", "as AWS documents for WebSocket APIs"),
    ("has no key", "nobody else knows which messages are meant"),
    ("records are given up after one minute at the least", "as AWS documents for event source mappings"),
    ("event of the flow subscribe", "what is taken whole has no filter"),
    ("enrich of the flow subscribe", "what is taken whole goes through no function"),
    ("fan_out of the flow subscribe", "only Lambda reads by a channel of its own"),
    // What is there already belongs to others.
    ("belong to whoever made it", "a bucket or pool has one set of notifications or triggers"),
    ("a schedule that is there already cannot be given something to start", "a schedule is made with its target"),
    // What has no counterpart because nothing of AWS corresponds.
    ("batch of the flow subscribe", "what delivers one message at a time gathers none"),
    ("bisect of the flow subscribe", "a pipe does not halve batches"),
    ("partial_batch of the flow subscribe", "a pipe reads no answer of its target"),
    ("parallelization of the flow subscribe", "only Lambda reads a shard side by side"),
    ("max_concurrency of the flow subscribe", "only Lambda scales by a queue"),
    ("dead_letters of the flow subscribe", "the queue itself sets aside what cannot be worked off"),
    ("scopes of the flow authorize", "only tokens of user pools have scopes"),
    ("filter of the flow subscribe", "nothing filters there"),
];

/// Properties that a program does not follow yet, by the beginning of the refusal: gaps, to be closed.
const GAPS: &[&str] = &[
    "alarms of ",
    "allow_from of ",
    "api_keys of ",
    "caching of ",
    "certificate of ",
    "clients.grants of ",
    "enabled of ",
    "encryption_key of ",
    "expire_versions of ",
    "format of ",
    "inject of the flow use ",
    "input of the flow invoke ",
    "key of the flow route ",
    "max_age of the flow ",
    "max_attempts of the flow ",
    "min_tls of ",
    "network of ",
    "partition_key of the flow publish ",
    "private of ",
    "public_access of ",
    "require_tls of ",
    "stream of ",
    "tags of ",
    "transition of ",
    "validate_requests of ",
    "variant of ",
    "waf of ",
    "the domain of ",
    "the rotation of ",
];

/// Whether a row allows the refusal. Steps of workflows that publish to streams are a gap as well.
pub fn is_listed(message: &str) -> bool {
    let later = message.contains("the step ") && message.ends_with("which comes later");
    later
        || RIGHT.iter().any(|(part, _)| message.contains(part))
        || GAPS.iter().any(|beginning| message.starts_with(beginning))
}
