//! The vocabulary: node kinds, flow kinds, their properties, what may be joined, and what each is called on each cloud.
//!
//! All of it is data in `assets/catalog/*.yaml`, which the build turns into JSON, typed here. Knows nothing of designs.

mod fit;
mod flow_kind;
mod kind;
mod limits;
pub mod names;
mod narrow;
mod property;
mod provider;
mod runtimes;
mod short;

use std::sync::LazyLock;

use indexmap::IndexMap;
use serde::Deserialize;

pub use fit::TypeError;
pub use flow_kind::{Class, FlowKind, LegalPair, Support};
pub use kind::{Category, CloudKind, Kind};
pub use limits::{Limit, Limits};
pub use names::{NameLimit, NameLimits};
pub use property::{CloudProperty, Ends, Properties, Property, PropertyType};
pub use provider::{Language, Provider};
pub use runtimes::{Runtime, Runtimes};
pub use short::Short;

/// Every kind and flow kind there is, in the order of the files.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Catalog {
    /// Node kinds by name.
    pub kinds: IndexMap<String, Kind, foldhash::fast::FixedState>,
    /// Flow kinds by name.
    pub flows: IndexMap<String, FlowKind, foldhash::fast::FixedState>,
    /// Properties that every node may have.
    pub common: Properties,
    /// Limits of clouds that no property holds.
    pub limits: Limits,
    /// Versions of the languages of functions.
    pub runtimes: Runtimes,
    /// What clouds allow as names of resources.
    pub names: NameLimits,
}

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| {
    #[expect(clippy::expect_used, reason = "embedded data, proved whole by a test")]
    Catalog::parse(include_str!(concat!(env!("OUT_DIR"), "/catalog.json"))).expect("the embedded catalogue is whole")
});

static ON_AWS: LazyLock<Catalog> = LazyLock::new(|| CATALOG.narrowed(Provider::Aws));
static ON_AZURE: LazyLock<Catalog> = LazyLock::new(|| CATALOG.narrowed(Provider::Azure));
static ON_GCP: LazyLock<Catalog> = LazyLock::new(|| CATALOG.narrowed(Provider::Gcp));

/// The catalogue in this program: what any cloud knows.
pub fn catalog() -> &'static Catalog {
    &CATALOG
}

/// The catalogue as that cloud knows it: with its limits, defaults and units.
pub fn catalog_on(provider: Provider) -> &'static Catalog {
    match provider {
        Provider::Aws => &ON_AWS,
        Provider::Azure => &ON_AZURE,
        Provider::Gcp => &ON_GCP,
    }
}

impl Catalog {
    /// Reads a catalogue from the JSON that the build makes of its files.
    fn parse(text: &str) -> Result<Self, serde_json::Error> {
        let mut catalog: Self = serde_json::from_str(text)?;
        catalog.name_entries();
        Ok(catalog)
    }

    /// Tells each kind its name, which the files write as its key.
    fn name_entries(&mut self) {
        for (name, kind) in &mut self.kinds {
            kind.name.clone_from(name);
        }
        for (name, flow) in &mut self.flows {
            flow.name.clone_from(name);
        }
    }

    /// The kind of that name.
    pub fn kind(&self, name: &str) -> Option<&Kind> {
        self.kinds.get(name)
    }

    /// The flow kind of that name.
    pub fn flow(&self, name: &str) -> Option<&FlowKind> {
        self.flows.get(name)
    }

    /// The property of a node kind, or one that every node has.
    pub fn property(&self, kind: &str, property: &str) -> Option<&Property> {
        self.kind(kind).and_then(|kind| kind.properties.get(property)).or_else(|| self.common.get(property))
    }

    /// The flow kinds that may join the two node kinds on that cloud, directly or through an adapter, with how.
    pub fn flows_between(&self, from: &str, to: &str, provider: Provider) -> Vec<(&FlowKind, Support)> {
        self.flows
            .values()
            .filter_map(|flow| flow.support(from, to, provider).map(|support| (flow, support)))
            .filter(|(_, support)| *support != Support::None)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_catalogue_is_whole() {
        let catalog = catalog();
        assert_eq!(catalog.kinds.len(), 25);
        assert_eq!(catalog.flows.len(), 11);
        for kind in catalog.kinds.values() {
            assert!(!kind.summary.is_empty(), "{}", kind.name);
            for (name, property) in &kind.properties {
                assert!(!property.help.is_empty(), "{}.{name} has no help", kind.name);
                for default in property.default.iter().chain(&property.default_in_production) {
                    assert_eq!(property.check(default), Ok(()), "{}.{name}: its default", kind.name);
                }
            }
        }
        for flow in catalog.flows.values() {
            for (name, property) in &flow.properties {
                assert!(!property.help.is_empty(), "{}.{name} has no help", flow.name);
            }
            for pair in &flow.legal {
                for name in pair.from.iter().chain(&pair.to) {
                    assert!(catalog.kind(name).is_some(), "{}: no kind {name}", flow.name);
                }
            }
        }
    }

    #[test]
    fn the_json_that_the_build_makes_says_what_the_files_say() {
        let mut parts = Vec::new();
        for name in ["kinds", "flows", "common", "limits", "names", "runtimes"] {
            let path = format!("{}/assets/catalog/{name}.yaml", env!("CARGO_MANIFEST_DIR"));
            let text = std::fs::read_to_string(path).unwrap();
            // Each file is the value of one key, so its lines move in by one column.
            parts.push(format!("{name}:\n {}", text.replace('\n', "\n ")));
        }
        let mut read: Catalog = serde_yaml::from_str(&parts.join("\n")).unwrap();
        read.name_entries();
        assert_eq!(format!("{read:#?}"), format!("{:#?}", catalog()));
    }

    #[test]
    fn glyphs_have_one_cell_everywhere_and_no_two_kinds_share_one() {
        use unicode_width::UnicodeWidthStr as _;
        let mut seen = std::collections::BTreeSet::new();
        for kind in catalog().kinds.values() {
            assert_eq!((kind.glyph.width(), kind.glyph.width_cjk()), (1, 1), "{}", kind.name);
            assert!(kind.ascii.is_ascii() && kind.ascii.len() == 1, "{}", kind.name);
            assert!(seen.insert(&kind.glyph), "{}", kind.name);
        }
    }

    #[test]
    fn legal_flows_are_found_for_a_pair() {
        let names = |from, to, provider| {
            catalog().flows_between(from, to, provider).iter().map(|(flow, _)| flow.name.as_str()).collect::<Vec<_>>()
        };
        assert_eq!(names("http-api", "function", Provider::Aws), ["route"]);
        assert_eq!(names("function", "table", Provider::Aws), ["read", "write", "read-write"]);
        assert_eq!(names("table", "secret", Provider::Aws), [] as [&str; 0]);
    }
}
