//! What almost every rule uses.

pub(super) use super::context::{Context, Joined, NodeView, Stage};
pub(super) use super::finding::Severity;
pub(super) use super::report::{Outcome, Report, choice, list, some, way};
pub(super) use super::rule::Rule;
pub(super) use crate::design::{Edit, Place};
pub(super) use crate::text::duration::Duration;
pub(super) use crate::text::nearest::nearest;
pub(super) use crate::value::{Map, Value};
