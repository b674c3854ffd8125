//! resource: any resource of the SDKs for Google Cloud, and the API that it takes.

use crate::design::NodeId;

use super::super::resource::{self, Given, Words};
use super::Gcp;

pub(super) use super::super::resource::{CLASS, class};

const WORDS: Words = Words { packages: &["gcp", "random"], example: "gcp:pubsub/topic:Topic" };

/// The APIs that resources of a module of the SDK take; of others people see to it themselves.
const APIS: &[(&str, &str)] = &[
    ("alloydb", "alloydb"),
    ("bigquery", "bigquery"),
    ("bigtable", "bigtableadmin"),
    ("certificatemanager", "certificatemanager"),
    ("cloudtasks", "cloudtasks"),
    ("compute", "compute"),
    ("dns", "dns"),
    ("eventarc", "eventarc"),
    ("firestore", "firestore"),
    ("kms", "cloudkms"),
    ("logging", "logging"),
    ("monitoring", "monitoring"),
    ("pubsub", "pubsub"),
    ("redis", "redis"),
    ("secretmanager", "secretmanager"),
    ("serviceaccount", "iam"),
    ("spanner", "spanner"),
    ("sql", "sqladmin"),
    ("storage", "storage"),
    ("vpcaccess", "vpcaccess"),
    ("workflows", "workflows"),
];

pub(super) fn lower(cx: &mut Gcp, id: &NodeId) {
    let extra = cx.extra(id);
    let class = resource::lower(cx, id, &WORDS, Given { extra, ..Given::default() }).unwrap_or_default();
    let module = class.split('.').nth(1).unwrap_or_default();
    cx.facts.apis.extend(APIS.iter().filter(|(of, _)| *of == module).map(|(_, api)| *api));
}
