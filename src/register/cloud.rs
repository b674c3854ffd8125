//! What a cloud's support modules make and give back: one row a cloud, by the SDK that its programs import.

use crate::program::Program;

use super::Registered;
use super::value::{ResourceId, Value};
use super::{aws, azure, gcp};

/// What is asked of a cloud's support modules.
pub(super) struct Cloud {
    /// The SDK, such as `aws`.
    package: &'static str,
    /// What a class or function makes; of one that is not known, itself.
    pub(super) made: fn(&str, Registered) -> Vec<Registered>,
    /// A field of an object of a class.
    pub(super) field: fn(&ResourceId, &str) -> Option<Value>,
    /// What a function gives back.
    pub(super) call: fn(&str, Vec<Value>) -> Value,
}

const AWS: Cloud = Cloud {
    package: "aws",
    made: aws::made,
    field: |id, name| aws::part(id, name).map(Value::Resource),
    call: aws::call,
};

const AZURE: Cloud = Cloud { package: "azure-native", made: azure::made, field: azure::field, call: azure::call };

const GCP: Cloud = Cloud { package: "gcp", made: gcp::made, field: gcp::field, call: gcp::call };

const CLOUDS: &[Cloud] = &[AWS, AZURE, GCP];

/// The cloud that a program is for.
pub(super) fn of(program: &Program) -> &'static Cloud {
    CLOUDS.iter().find(|cloud| program.packages.contains(cloud.package)).unwrap_or(&AWS)
}
