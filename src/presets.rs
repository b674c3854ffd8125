//! Designs to start from: those in the program, and the user's own.
//!
//! The texts in the program are data in `presets/*.yaml`; a new one is a file and a row in `table`. Finding the user's
//! own is the one thing in here that reads a disk, in its own file. Knows designs and the catalogue, no rules.

mod offer;
mod own;
mod table;

use std::borrow::Cow;
use std::sync::OnceLock;

use crate::catalog::Provider;

pub use own::own;

/// A design to start from.
///
/// One text serves every cloud where its nodes and flows are legal: only the lines with the provider and the region
/// change. A cloud that needs another design has a text of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preset {
    /// What it is asked for by.
    pub name: Cow<'static, str>,
    /// The name for people.
    pub title: Cow<'static, str>,
    /// What it holds, in a sentence.
    pub summary: Cow<'static, str>,
    /// The design file.
    pub text: Cow<'static, str>,
    /// The design files for clouds that need another design.
    variants: &'static [(Provider, &'static str)],
    /// Why it is not offered, by cloud, once it was asked.
    refusals: OnceLock<Vec<Option<String>>>,
}

impl Preset {
    const fn embedded(
        name: &'static str,
        title: &'static str,
        summary: &'static str,
        text: &'static str,
        variants: &'static [(Provider, &'static str)],
    ) -> Self {
        Self {
            name: Cow::Borrowed(name),
            title: Cow::Borrowed(title),
            summary: Cow::Borrowed(summary),
            text: Cow::Borrowed(text),
            variants,
            refusals: OnceLock::new(),
        }
    }

    /// Why it is not offered for that cloud, in a sentence; `None` where it is.
    pub fn refusal(&self, provider: Provider) -> Option<&str> {
        let refusals = self.refusals.get_or_init(|| {
            let mut refusals = offer::refusals(&self.text);
            for (provider, refusal) in Provider::ALL.iter().zip(&mut refusals) {
                if self.variant(*provider).is_some() {
                    *refusal = None;
                }
            }
            refusals
        });
        let index = Provider::ALL.iter().position(|known| *known == provider)?;
        refusals.get(index)?.as_deref()
    }

    /// The clouds that it is offered for, in the order of the catalogue.
    pub fn clouds(&self) -> Vec<Provider> {
        Provider::ALL.into_iter().filter(|provider| self.refusal(*provider).is_none()).collect()
    }

    /// The design file for a cloud, and under a name of one's own; what is not given stays as it is written.
    ///
    /// # Errors
    ///
    /// Why it is not offered for that cloud, in a sentence.
    pub fn text_for(&self, provider: Option<Provider>, name: Option<&str>) -> Result<String, String> {
        if let Some(refusal) = provider.and_then(|provider| self.refusal(provider)) {
            return Err(refusal.to_owned());
        }
        let text = provider.and_then(|provider| self.variant(provider)).unwrap_or(&self.text);
        Ok(offer::adapted(text, provider, name))
    }

    fn variant(&self, provider: Provider) -> Option<&'static str> {
        self.variants.iter().find(|(cloud, _)| *cloud == provider).map(|(_, text)| *text)
    }
}

/// The presets in the program, in the order they are offered.
pub fn all() -> &'static [Preset] {
    &table::PRESETS
}

/// The preset that is an empty design.
pub fn blank() -> &'static Preset {
    &table::BLANK
}

/// The preset of that name: the user's own first, so that a team can replace ours.
pub fn find<'a>(name: &str, own: &'a [Preset]) -> Option<&'a Preset> {
    own.iter().chain(all()).chain([blank()]).find(|preset| preset.name == name)
}
