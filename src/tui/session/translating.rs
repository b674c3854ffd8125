//! What would become of the design on other clouds, as far as somebody has asked.

use std::collections::BTreeMap;

use crate::catalog::Provider;
use crate::translate::{Translation, translate};

use super::super::effect::Effect;
use super::Session;

/// Translations of one state of the design.
#[derive(Debug, Default)]
pub(crate) struct Translations {
    revision: u64,
    known: BTreeMap<Provider, Translation>,
}

impl Session {
    /// Finds out what would become of the design on a cloud: at once, or on another thread when it is large.
    pub(crate) fn ask_translation(&mut self, to: Provider) -> Vec<Effect> {
        if self.translation(to).is_some() {
            return Vec::new();
        }
        let revision = self.document.revision();
        if self.is_small() {
            let translation = translate(self.design(), to);
            self.take_translation(revision, to, translation);
            return Vec::new();
        }
        vec![Effect::Translate { revision, to, design: self.shared_design() }]
    }

    /// Takes a translation that was asked for, unless the design has moved on.
    pub(crate) fn take_translation(&mut self, revision: u64, to: Provider, translation: Translation) {
        if revision != self.document.revision() {
            return;
        }
        if revision != self.translations.revision {
            self.translations = Translations { revision, known: BTreeMap::new() };
        }
        self.translations.known.insert(to, translation);
    }

    /// What would become of the design on a cloud, when it is known.
    pub(crate) fn translation(&self, to: Provider) -> Option<&Translation> {
        let current = self.translations.revision == self.document.revision();
        self.translations.known.get(&to).filter(|_| current)
    }
}
