//! Records as documents of a collection for search. What it refuses, or a copy of everything, goes to a bucket.

use crate::design::{Flow, NodeId, Place};
use crate::program::Expression;

use super::super::super::draft::of;
use super::super::Aws;
use super::super::route::Role;
use super::{Logs, buffering, is_compressed, logging, prefixes};

/// What Firehose calls the destination.
pub(super) const KIND: &str = "opensearchserverless";
/// The argument that describes it.
pub(super) const ARGUMENT: &str = "opensearchserverlessConfiguration";
/// How long the oldest record waits.
pub(super) const FRESHNESS: &str = "DeliveryToAmazonOpenSearchServerless.DataFreshness";

/// How long a document that is refused is tried again.
const RETRY_SECONDS: i64 = 300;

/// The largest batch, in MiB. Source: API model of Firehose, buffering hints of serverless collections, 2026-11.
const LARGEST_BATCH: i64 = 100;

/// How documents are written: into the index that has the delivery stream's name. The bucket takes every record, or those
/// that the collection refused.
pub(super) fn configuration(
    cx: &mut Aws,
    id: &NodeId,
    flow: &Flow,
    (bucket, every): (&str, bool),
    role: &Role,
    logs: &Logs,
) -> Expression {
    let sizes = cx.known(id, &["buffer", "size"]);
    if let Some(size) = sizes.iter().filter_map(crate::value::Value::as_integer).find(|size| *size > LARGEST_BATCH) {
        cx.refuse(
            Place::property(id, "buffer"),
            format!("{id} gathers {size} MiB, and a collection takes batches of {LARGEST_BATCH} MiB at the most"),
            format!("set buffer.size to {LARGEST_BATCH} or less"),
        );
    }
    let compression = if is_compressed(cx, id) { "GZIP" } else { "UNCOMPRESSED" };
    let (prefix, failures) = prefixes(cx, id);
    let role = || ("roleArn", of(&role.key, "arn"));
    let mut backup = vec![role(), ("bucketArn", of(bucket, "arn"))];
    backup.extend(buffering(cx, id));
    backup.push(("compressionFormat", Expression::text(compression)));
    backup.extend(every.then_some(("prefix", prefix)));
    backup.push(("errorOutputPrefix", failures));
    backup.push(("cloudwatchLoggingOptions", logging(logs)));
    let mode = if every { "AllDocuments" } else { "FailedDocumentsOnly" };
    let mut entries = vec![
        role(),
        ("collectionEndpoint", of(&flow.to.to_string(), "collectionEndpoint")),
        ("indexName", Expression::text(&id.node)),
    ];
    entries.extend(buffering(cx, id));
    entries.extend([
        ("retryDuration", Expression::Integer(RETRY_SECONDS)),
        ("s3BackupMode", Expression::text(mode)),
        ("s3Configuration", Expression::properties(backup)),
        ("cloudwatchLoggingOptions", logging(logs)),
    ]);
    Expression::properties(entries)
}
