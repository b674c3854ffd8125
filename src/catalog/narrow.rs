//! The catalogue as one cloud knows it: each property with that cloud's limits, defaults and units.

use super::Catalog;
use super::property::{Properties, Property};
use super::provider::Provider;

impl Catalog {
    /// This catalogue as the cloud knows it. A property that the cloud lacks stays, without a default, and says why.
    pub(super) fn narrowed(&self, provider: Provider) -> Self {
        let properties = |known: &Properties| -> Properties {
            known.iter().map(|(name, property)| (name.clone(), property.narrowed(provider))).collect()
        };
        let mut own = self.clone();
        for kind in own.kinds.values_mut() {
            kind.properties = properties(&kind.properties);
        }
        for flow in own.flows.values_mut() {
            flow.properties = properties(&flow.properties);
        }
        own.common = properties(&own.common);
        own
    }
}

impl Property {
    /// This property as the cloud knows it.
    fn narrowed(&self, provider: Provider) -> Self {
        let mut own = self.clone();
        own.of = self.of.as_ref().map(|of| Box::new(of.narrowed(provider)));
        own.fields = self.fields.iter().map(|(name, field)| (name.clone(), field.narrowed(provider))).collect();
        let Some(cloud) = self.clouds.get(&provider) else { return own };
        if cloud.none.is_some() {
            own.lacking.clone_from(&cloud.none);
            own.default = None;
            own.default_in_production = None;
            own.required = false;
            return own;
        }
        if cloud.default.is_some() {
            own.default.clone_from(&cloud.default);
            own.default_in_production = None;
        }
        if !cloud.one_of.is_empty() {
            own.one_of.clone_from(&cloud.one_of);
        }
        own.min = cloud.min.clone().or(own.min);
        own.max = cloud.max.clone().or(own.max);
        own.unit = cloud.unit.clone().or(own.unit);
        own
    }
}
