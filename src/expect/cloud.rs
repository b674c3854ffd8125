//! What tests know of a cloud: one row each, by the SDK that programs import.

mod aws;
mod azure;
mod gcp;

use std::collections::BTreeSet;

use crate::program::{Origin, Program};
use crate::register::Registered;

pub(super) use aws::AWS;
use azure::AZURE;
use gcp::GCP;

use super::mocks::Answer;
use super::value::Reader;
use super::{Case, Check, Written};

/// What tests know of a cloud.
pub(super) struct Cloud {
    /// The SDK, such as `aws`.
    package: &'static str,
    /// What functions of the provider answer.
    pub(super) answers: &'static [Answer],
    /// Outputs that are texts, by which support modules make others.
    pub(super) outputs: &'static [&'static str],
    /// Outputs that every resource has while tests run.
    pub(super) always: &'static [&'static str],
    /// Outputs that are structures: the paths to the texts in them.
    pub(super) structures: &'static [&'static [&'static str]],
    /// Types of which a field may be either, and what is told is the first.
    pub(super) twins: &'static [(&'static str, &'static str)],
    /// Types that are no flow's as a whole.
    pub(super) in_parts: &'static [&'static str],
    /// Inputs that are told of resources, and that they do not have by that name.
    pub(super) told: &'static [&'static str],
    /// What is checked of a resource of a flow beside its inputs.
    pub(super) further: fn(&Reader<'_>, &Registered) -> Option<Check>,
    /// What is checked of a resource for a part of it that comes from a flow.
    pub(super) parts: fn(&Reader<'_>, &Registered, &Origin) -> Vec<Check>,
    /// That a resource allows nothing else.
    pub(super) closed: fn(&Reader<'_>, &Registered) -> Option<Case>,
    /// What the design allows on everything, since the cloud knows no single resources for it.
    pub(super) wide: fn(&[Registered]) -> Vec<String>,
    /// Whether a resource is as policies ask, whatever the environment.
    meets: fn(&Registered) -> bool,
    /// The names of resources that anybody may see, because the design says so.
    shown: fn(&[Registered]) -> Vec<String>,
    /// The functions that checks use.
    pub(super) checks: Written,
    /// The modules of Python that they use.
    pub(super) imports: &'static [&'static str],
    /// Inputs that have another form in what the cloud gives back.
    pub(super) reshaped: &'static [&'static str],
    /// What holds for any program.
    pub(super) program: Written,
}

const CLOUDS: &[Cloud] = &[AWS, AZURE, GCP];

/// The cloud that a program is for.
pub(super) fn of(program: &Program) -> &'static Cloud {
    CLOUDS.iter().find(|cloud| program.packages.contains(cloud.package)).unwrap_or(&AWS)
}

/// The names of resources that are not as policies ask, because the design says so in some environment.
pub(super) fn exempt(cloud: &Cloud, resources: &[Registered]) -> Vec<String> {
    let mut found: BTreeSet<String> = resources
        .iter()
        .filter(|resource| !resource.existing && !(cloud.meets)(resource))
        .map(|resource| resource.id.name.clone())
        .collect();
    found.extend((cloud.shown)(resources));
    found.into_iter().collect()
}
