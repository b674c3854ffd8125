//! resource: any resource of the SDKs for AWS.

use crate::design::NodeId;

use super::super::resource::{self, Given, Words};
use super::Aws;

pub(super) use super::super::resource::{CLASS, class};

const WORDS: Words = Words { packages: &["aws", "random"], example: "aws:sns/topic:Topic" };

pub(super) fn lower(cx: &mut Aws, id: &NodeId) {
    let extra = cx.extra(id);
    resource::lower(cx, id, &WORDS, Given { extra, ..Given::default() });
}
