//! The vocabulary: node kinds, flow kinds, their properties, what may be joined, and what each is called on each cloud.
//!
//! All of it is data in `assets/catalog/*.yaml`, typed here. Knows nothing of designs.

mod fit;
mod flow_kind;
mod kind;
mod limits;
pub mod names;
mod narrow;
mod property;
mod provider;
mod runtimes;

use std::sync::LazyLock;

use indexmap::IndexMap;

pub use fit::TypeError;
pub use flow_kind::{Class, FlowKind, LegalPair, Support};
pub use kind::{Category, CloudKind, Kind};
pub use limits::{Limit, Limits};
pub use names::{NameLimit, NameLimits};
pub use property::{CloudProperty, Ends, Properties, Property, PropertyType};
pub use provider::{Language, Provider};
pub use runtimes::{Runtime, Runtimes};

/// Every kind and flow kind there is, in the order of the files.
#[derive(Debug, Clone)]
pub struct Catalog {
    /// Node kinds by name.
    pub kinds: IndexMap<String, Kind>,
    /// Flow kinds by name.
    pub flows: IndexMap<String, FlowKind>,
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
    Catalog::parse(
        include_str!("../assets/catalog/kinds.yaml"),
        include_str!("../assets/catalog/flows.yaml"),
        include_str!("../assets/catalog/common.yaml"),
        include_str!("../assets/catalog/limits.yaml"),
        include_str!("../assets/catalog/names.yaml"),
        include_str!("../assets/catalog/runtimes.yaml"),
    )
    .expect("the embedded catalogue is whole")
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
    /// Reads a catalogue from the texts of its files.
    pub fn parse(
        kinds: &str,
        flows: &str,
        common: &str,
        limits: &str,
        names: &str,
        runtimes: &str,
    ) -> Result<Self, serde_yaml::Error> {
        let mut kinds: IndexMap<String, Kind> = serde_yaml::from_str(kinds)?;
        for (name, kind) in &mut kinds {
            kind.name.clone_from(name);
        }
        let mut flows: IndexMap<String, FlowKind> = serde_yaml::from_str(flows)?;
        for (name, flow) in &mut flows {
            flow.name.clone_from(name);
        }
        Ok(Self {
            kinds,
            flows,
            common: serde_yaml::from_str(common)?,
            limits: serde_yaml::from_str(limits)?,
            names: serde_yaml::from_str(names)?,
            runtimes: serde_yaml::from_str(runtimes)?,
        })
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
