//! Logical names of resources: unique for each component and type, short enough for what the cloud makes of them, and
//! the same after every edit that is no rename.
//!
//! A deployed resource whose logical name changes is deleted and made anew, so a name follows from its own node or flow
//! and from no neighbour. Nodes keep their own names; one that reads like a companion's, or like what the cloud keeps
//! for itself, says its kind as well, whether or not there is such a companion. Only where two wishes are equal letter
//! for letter does the later one give way.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::names::shorten;
use crate::catalog::{NameLimit, Provider, catalog};
use crate::design::model::SHARED;
use crate::program::ResourceType;

/// Endings of what comes with nodes and is of the same type as nodes of that kind.
const COMPANIONS: &[(&str, &str)] = &[("queue", "-dead-letters")];

/// Nodes of `shared` that would have the name of what every program has there.
const FRAME: &[(&str, &str)] = &[("topic", "alarms")];

/// Names of components whose own parts add to them: the most characters that leave room for the parts.
const ROOM: &[(&str, usize)] = &[
    ("components/http-route:HttpRoute", 72),
    // The plan of an app has 40 characters, random suffix included.
    ("components/function-app:FunctionApp", 32),
    // Load balancers have names of 32 characters, random suffix included.
    ("components/load-balancer:LoadBalancer", 24),
];

/// The logical name of a node's main resource. Other nodes and flows have no say in it.
pub(crate) fn logical(provider: Provider, service: &str, kind: &str, node: &str) -> String {
    let row = catalog().names.of_kind(kind, provider);
    let mut name = node.to_owned();
    // What was made different once must stay different from what reads like that by itself: each level adds its own.
    let stem = node.trim_end_matches(&format!("-{kind}"));
    let companion = COMPANIONS.iter().any(|(of, ending)| *of == kind && stem.ends_with(ending));
    let frame = service == SHARED && FRAME.iter().any(|(of, taken)| *of == kind && *taken == stem);
    if companion || frame {
        name.extend(["-", kind]);
    }
    let mut core = node;
    while let Some(rest) = core.strip_prefix(&format!("{kind}-")) {
        core = rest;
    }
    if row.is_some_and(|row| begins_as_kept(row, core)) {
        name.insert_str(0, &format!("{kind}-"));
    }
    name
}

/// Whether the cloud keeps names for itself that begin so. A random part follows, so endings and whole names are free.
fn begins_as_kept(row: &NameLimit, name: &str) -> bool {
    row.prefixes.iter().any(|prefix| name.to_ascii_lowercase().starts_with(&prefix.to_ascii_lowercase()))
}

/// The logical names that are taken.
#[derive(Debug, Default)]
pub(crate) struct Names {
    taken: BTreeSet<(String, String, String)>,
    /// The whole of names that were cut, and the most characters they could have.
    cut: BTreeMap<String, (String, usize)>,
}

impl Names {
    /// Takes the name of a node, before any companion asks for one.
    pub(crate) fn reserve(&mut self, component: &str, class: &str, name: &str) {
        self.taken.insert((component.to_owned(), class.to_owned(), name.to_owned()));
    }

    /// Takes the wish, shortened where the cloud's name for it would be too long; where it is taken, the wish behind the
    /// qualifier, then with a number.
    pub(crate) fn take(&mut self, component: &str, class: &str, wish: &str, qualifier: &str) -> String {
        let most = most(class);
        let mut claim = |wish: &str| {
            let name = shorten(wish, most);
            if name != wish {
                self.cut.insert(name.clone(), (wish.to_owned(), most));
            }
            self.taken.insert((component.to_owned(), class.to_owned(), name.clone())).then_some(name)
        };
        if let Some(name) = claim(wish) {
            return name;
        }
        let longer = format!("{qualifier}-{wish}");
        if let Some(name) = claim(&longer) {
            return name;
        }
        (2..=u32::MAX).find_map(|number| claim(&format!("{longer}-{number}"))).unwrap_or(longer)
    }

    /// What a name would be if another beginning stood in place of its own; `None` where it begins otherwise.
    pub(crate) fn renamed(&self, name: &str, from: &str, to: &str) -> Option<String> {
        let Some((whole, most)) = self.cut.get(name) else {
            return name.strip_prefix(from).map(|rest| format!("{to}{rest}"));
        };
        whole.strip_prefix(from).map(|rest| shorten(&format!("{to}{rest}"), *most))
    }
}

/// The most characters of a logical name of that class.
fn most(class: &str) -> usize {
    if let Some((_, most)) = ROOM.iter().find(|(of, _)| *of == class) {
        return *most;
    }
    catalog().names.of_type(&ResourceType::parse(class).token()).map_or(usize::MAX, NameLimit::logical_max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn companions_give_way_to_nodes() {
        let mut names = Names::default();
        names.reserve("orders", "aws.sqs.Queue", "placed-dead-letters");
        assert_eq!(names.take("orders", "aws.sqs.Queue", "placed-dead-letters", "queue"), "queue-placed-dead-letters");
        assert_eq!(
            names.take("orders", "aws.sqs.Queue", "placed-dead-letters", "queue"),
            "queue-placed-dead-letters-2"
        );
        assert_eq!(names.take("orders", "aws.sns.Topic", "placed-dead-letters", "queue"), "placed-dead-letters");
        assert_eq!(names.take("auth", "aws.sqs.Queue", "placed-dead-letters", "queue"), "placed-dead-letters");
    }

    #[test]
    fn nodes_that_read_like_companions_or_like_the_clouds_own_say_their_kind() {
        let aws = |service, kind, node| logical(Provider::Aws, service, kind, node);
        assert_eq!(aws("orders", "queue", "placed"), "placed");
        assert_eq!(aws("orders", "queue", "placed-dead-letters"), "placed-dead-letters-queue");
        assert_eq!(aws("orders", "queue", "placed-dead-letters-queue"), "placed-dead-letters-queue-queue");
        assert_eq!(aws("orders", "function", "placed-dead-letters"), "placed-dead-letters");
        assert_eq!(aws("shared", "topic", "alarms"), "alarms-topic");
        assert_eq!(aws("shared", "topic", "alarms-topic"), "alarms-topic-topic");
        assert_eq!(aws("orders", "topic", "alarms"), "alarms");
        assert_eq!(aws("orders", "parameter", "aws-account"), "parameter-aws-account");
        assert_eq!(aws("orders", "parameter", "parameter-aws-account"), "parameter-parameter-aws-account");
        assert_eq!(aws("orders", "parameter", "parameter-mode"), "parameter-mode");
        assert_eq!(logical(Provider::Gcp, "orders", "topic", "google-events"), "topic-google-events");
    }

    #[test]
    fn no_two_nodes_and_no_companion_get_one_name() {
        let bases = ["a", "alarms", "aws", "ssm-x", "goog", "x-dead-letters", "queue", "topic", "parameter"];
        for kind in ["queue", "topic", "parameter", "bucket"] {
            let mut ids: BTreeSet<String> = bases.map(str::to_owned).into();
            for _ in 0..3 {
                let more: Vec<String> =
                    ids.iter().flat_map(|id| [format!("{id}-{kind}"), format!("{kind}-{id}")]).collect();
                ids.extend(more);
            }
            for provider in Provider::ALL {
                let names: BTreeSet<String> = ids.iter().map(|id| logical(provider, SHARED, kind, id)).collect();
                assert_eq!(names.len(), ids.len(), "{kind} on {provider}");
                assert!(!names.iter().any(|name| kind == "queue" && name.ends_with("-dead-letters")));
                assert!(!names.contains("alarms") || kind != "topic");
                let row = catalog().names.of_kind(kind, provider);
                assert!(!names.iter().any(|name| row.is_some_and(|row| begins_as_kept(row, name))));
            }
        }
    }

    #[test]
    fn long_names_are_cut_for_what_the_cloud_makes_of_them() {
        let mut names = Names::default();
        let long = "a-function-with-a-name-of-forty-character-to-another-function-with-such-a-name";
        let rule = names.take("orders", "aws.cloudwatch.EventRule", long, "function");
        assert_eq!(rule.len(), 56);
        assert!(rule.starts_with("a-function-with-a-name-of-forty"), "{rule}");
        assert_eq!(names.take("orders", "aws.lambda.EventSourceMapping", long, "function"), long);
        let archive =
            names.take("orders", "aws.cloudwatch.EventArchive", &format!("{}-archive", &long[..40]), "event-bus");
        assert_eq!(archive.len(), 40);
        let former = Names::default().take(
            "orders",
            "aws.cloudwatch.EventArchive",
            &format!("{}-archive", &long[1..40]),
            "event-bus",
        );
        assert_eq!(names.renamed(&archive, &long[..40], &long[1..40]), Some(former));
    }
}
