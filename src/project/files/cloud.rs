//! What differs between clouds in the files around a program: one row a cloud, each part a file of its own.

use crate::catalog::Provider;
use crate::expect::Written;

use super::pipelines::{self, SignIn};
use super::policy;
use super::runbook::{self, Alarms};

/// What a cloud has of its own.
pub(super) struct Cloud {
    provider: Provider,
    /// How pipelines sign in.
    pub(super) sign_in: SignIn,
    /// What raises an alarm, and what to do about it.
    pub(super) alarms: Alarms,
    /// The rules of its policy pack.
    pub(super) policies: Written,
    /// Whether functions are uploaded with the packages that they use, which somebody must put beside their code.
    pub(super) packs_functions: bool,
}

const AWS: Cloud = Cloud {
    provider: Provider::Aws,
    sign_in: pipelines::AWS,
    alarms: runbook::AWS,
    policies: policy::AWS,
    packs_functions: false,
};

const AZURE: Cloud = Cloud {
    provider: Provider::Azure,
    sign_in: pipelines::AZURE,
    alarms: runbook::AZURE,
    policies: policy::AZURE,
    packs_functions: true,
};

const GCP: Cloud = Cloud {
    provider: Provider::Gcp,
    sign_in: pipelines::GCP,
    alarms: runbook::GCP,
    policies: policy::GCP,
    packs_functions: false,
};

const CLOUDS: &[Cloud] = &[AWS, AZURE, GCP];

/// What the cloud has of its own.
pub(super) fn of(provider: Provider) -> &'static Cloud {
    CLOUDS.iter().find(|cloud| cloud.provider == provider).unwrap_or(&AWS)
}
