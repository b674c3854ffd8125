//! Logical names of resources: unique for each component and type, and the same after every edit that is no rename.
//!
//! Nodes keep their own names; what comes with them takes a name of its own, and gives way where a node has it.

use std::collections::BTreeSet;

/// The logical names that are taken.
#[derive(Debug, Default)]
pub(crate) struct Names {
    taken: BTreeSet<(String, String, String)>,
}

impl Names {
    /// Takes the name of a node, before any companion asks for one.
    pub(crate) fn reserve(&mut self, component: &str, class: &str, name: &str) {
        self.taken.insert((component.to_owned(), class.to_owned(), name.to_owned()));
    }

    /// Takes the wish; where it is taken, the wish behind the qualifier, then with a number.
    pub(crate) fn take(&mut self, component: &str, class: &str, wish: &str, qualifier: &str) -> String {
        let mut claim = |name: &str| {
            self.taken.insert((component.to_owned(), class.to_owned(), name.to_owned())).then(|| name.to_owned())
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
}
