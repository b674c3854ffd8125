//! Which image of a container runs.

use crate::check::prelude::*;

pub(in crate::check) const MUTABLE_TAG: Rule = Rule::warning("SEC042", "security/mutable-image-tag", mutable_tag).says(
    "An image that is named by a tag which can come to mean another image; in production, by anything but a digest.",
    "What was tested is not what runs: copies that start tomorrow may be another program, or an attacker's.",
    "Name the image by its digest, name@sha256:…, at least in production.",
);

/// How an image is named.
#[derive(Debug, PartialEq, Eq)]
enum Name<'a> {
    Digest,
    Tag(&'a str),
    Nothing,
}

fn name(image: &str) -> Name<'_> {
    if image.contains("@sha256:") || image.contains("@sha512:") {
        return Name::Digest;
    }
    // A colon before the last slash belongs to the port of the registry.
    let last = image.rsplit('/').next().unwrap_or(image);
    last.split_once(':').map_or(Name::Nothing, |(_, tag)| Name::Tag(tag))
}

fn mutable_tag(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for node in context.nodes.iter().filter(|node| node.is_any(&["container", "function"]) && !node.existing()) {
        report.each_stage(|stage| {
            if node.is("function") && context.value(node, &["runtime"], stage)?.as_str() != Some("container") {
                return None;
            }
            let image = context.value(node, &["image"], stage)?.as_str()?;
            let message = match name(image) {
                Name::Nothing | Name::Tag("latest") => {
                    format!("{} runs whatever {image} is at the moment: name a digest.", node.id)
                }
                Name::Tag(tag) if stage.production => {
                    format!("The tag {tag} of {}'s image can be moved to another one: name a digest.", node.id)
                }
                Name::Digest | Name::Tag(_) => return None,
            };
            Some(Outcome::new(context.place_of(node, &["image"], stage), message))
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_told_from_ports_and_digests() {
        assert_eq!(name("nginx"), Name::Nothing);
        assert_eq!(name("registry.example:5000/team/app"), Name::Nothing);
        assert_eq!(name("registry.example:5000/team/app:1.4"), Name::Tag("1.4"));
        assert_eq!(name("app:1.4@sha256:0f1e"), Name::Digest);
    }
}
