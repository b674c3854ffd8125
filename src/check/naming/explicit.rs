//! Names that a design gives resources itself, past Pulumi's own: under `extra`, in a `resource` node, or as the name of
//! what is there already.

use crate::catalog::{NameLimit, catalog};
use crate::check::context::{Context, NodeView, Stage};
use crate::design::{Edit, Place};
use crate::value::Value;

/// A name that a design gives.
pub(super) struct Explicit<'d> {
    /// What the cloud allows.
    pub(super) row: &'static NameLimit,
    /// The name.
    pub(super) name: &'d str,
    /// The way to it from the node.
    path: [&'static str; 2],
    depth: usize,
}

impl<'d> Explicit<'d> {
    /// The name that the design gives the node's resource in an environment, where it does and where that is known.
    pub(super) fn of(context: &Context<'d>, node: &NodeView<'d>, stage: Stage<'d>) -> Option<Self> {
        let (row, path) = if node.is("resource") {
            let token = context.value(node, &["type"], stage)?.as_str()?;
            let row = catalog().names.of_type(token)?;
            (row, ["properties", row.property.as_str()])
        } else {
            let row = catalog().names.of_kind(&node.node.kind, context.provider)?;
            (row, ["extra", row.property.as_str()])
        };
        let name = context.value(node, &path, stage)?.as_str()?;
        Some(Self { row, name, path, depth: 2 })
    }

    /// As [`Explicit::of`], or the name of the resource that is there already.
    pub(super) fn or_existing(context: &Context<'d>, node: &NodeView<'d>, stage: Stage<'d>) -> Option<Self> {
        Self::of(context, node, stage).or_else(|| {
            let row = catalog().names.of_kind(&node.node.kind, context.provider).filter(|row| row.id)?;
            let name = context.value(node, &["existing"], stage)?.as_str()?;
            // An ARN or an address is an id too, and no name.
            (!name.contains([':', '/'])).then_some(Self { row, name, path: ["existing", ""], depth: 1 })
        })
    }

    /// Whether it names what is there already.
    pub(super) fn is_existing(&self) -> bool {
        self.depth == 1
    }

    /// The argument that gives it.
    pub(super) fn property(&self) -> &'static str {
        self.steps().last().copied().unwrap_or_default()
    }

    /// The resource as the subject of a sentence: `An S3 bucket`, `A queue`.
    pub(super) fn resource(&self) -> String {
        article(&self.row.resource)
    }

    fn steps(&self) -> &[&'static str] {
        self.path.get(..self.depth).unwrap_or_default()
    }

    /// Where it stands.
    pub(super) fn place(&self, context: &Context<'d>, node: &NodeView<'d>, stage: Stage<'d>) -> Place {
        context.place_of(node, self.steps(), stage)
    }

    /// The edit that gives another name, or leaves the name to Pulumi.
    pub(super) fn mend(
        &self,
        context: &Context<'d>,
        node: &NodeView<'d>,
        stage: Stage<'d>,
        name: Option<String>,
    ) -> Edit {
        context.mend(node, self.steps(), name.map(Value::String), stage)
    }
}

/// `an S3 bucket`, `a queue`: the article goes by the sound of the first letter, or of the abbreviation's.
fn article(resource: &str) -> String {
    let first = resource.split(' ').next().unwrap_or_default();
    let spelt = first.len() > 1 && first.chars().all(|letter| letter.is_ascii_uppercase() || letter.is_ascii_digit());
    let vowels = if spelt { "AEFHILMNORSX" } else { "aeioAEIO" };
    let an = first.starts_with(|letter| vowels.contains(letter));
    format!("{} {resource}", if an { "an" } else { "a" })
}

#[cfg(test)]
mod tests {
    use super::article;

    #[test]
    fn articles_go_by_the_sound() {
        for (resource, said) in [
            ("S3 bucket", "an S3 bucket"),
            ("SQS queue", "an SQS queue"),
            ("IAM role", "an IAM role"),
            ("API", "an API"),
            ("DynamoDB table", "a DynamoDB table"),
            ("event bus", "an event bus"),
            ("user pool", "a user pool"),
            ("storage account", "a storage account"),
        ] {
            assert_eq!(article(resource), said.to_owned());
        }
    }
}
