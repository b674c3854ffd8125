//! Kinds that are not in the catalogue, and kinds and flows that the design's cloud does not have.

use crate::catalog::{Support, catalog};
use crate::check::prelude::*;

pub(in crate::check) const UNKNOWN: Rule = Rule::error("STR001", "structure/unknown-kind", unknown).says(
    "A node of a kind that the catalogue does not have.",
    "Nothing can be drawn, checked or exported for it.",
    "Give it one of the kinds of the palette.",
);

pub(in crate::check) const UNSUPPORTED: Rule = Rule::error("STR034", "structure/unsupported-on-cloud", unsupported)
    .says(
        "A kind or a flow that the design's cloud has no honest equivalent for.",
        "A stand-in that behaves differently would surprise you in production.",
        "Use the alternative that the message names, or another cloud.",
    );

fn unknown(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for node in context.nodes.iter().filter(|node| node.kind.is_none()) {
        let meant = nearest(&node.node.kind, catalog().kinds.keys().map(String::as_str));
        let hint =
            meant.map_or_else(|| "choose one from the palette.".to_owned(), |meant| format!("did you mean {meant}?"));
        let fix = meant.map(|meant| Edit::SetKind { id: node.id.clone(), kind: meant.to_owned() });
        report
            .add(node.at("kind"), format!("{} is of kind {}, which there is not: {hint}", node.id, node.node.kind))
            .maybe_fix(format!("Make {} a {}", node.id, meant.unwrap_or_default()), fix);
    }
}

fn unsupported(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let cloud = context.provider.title();
    for node in &context.nodes {
        let Some(kind) = node.kind.filter(|kind| kind.cloud_name(context.provider).is_none()) else { continue };
        let instead = kind.alternative(context.provider).unwrap_or("another kind");
        report.add(
            node.at("kind"),
            format!("{} is of kind {}, which {cloud} has no equivalent for: use {instead}.", node.id, kind.name),
        );
    }
    for joined in context.all() {
        let (Some(flow), Some(from), Some(to)) = (joined.view.kind, joined.from.kind, joined.to.kind) else { continue };
        let both = from.cloud_name(context.provider).is_some() && to.cloud_name(context.provider).is_some();
        if both && flow.support(&from.name, &to.name, context.provider) == Some(Support::None) {
            report.add(
                joined.view.at("kind"),
                format!(
                    "{cloud} has no {} flow from {} to {}: join them in another way.",
                    flow.name, from.name, to.name
                ),
            );
        }
    }
}
