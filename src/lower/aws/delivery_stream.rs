//! delivery-stream: Data Firehose, which gathers records into files of a bucket or documents of a collection for search,
//! with a role and a log of its own.

mod documents;

use crate::design::{Design, Flow, NodeId, Place};
use crate::program::{Expression, Origin};

use super::super::draft::{New, Stage, of};
use super::access::{Access, Allow, Grant, KeyUse, Request, Statements};
use super::alarm::{Alarm, Statistic};
use super::iam::inside;
use super::route::{self, Role, RoleFor};
use super::{Aws, bucket, iam, with_suffix};

pub(super) const CLASS: &str = "aws.kinesis.FirehoseDeliveryStream";
const LOG_GROUP: &str = "aws.cloudwatch.LogGroup";
const LOG_STREAM: &str = "aws.cloudwatch.LogStream";

const PUT: &[&str] = &["firehose:PutRecord", "firehose:PutRecordBatch"];
/// What Firehose does to a bucket itself, and to the files in it.
const ON_BUCKET: &[&str] = &["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"];
const ON_FILES: &[&str] = &["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"];

/// Files are written once for each interval, so that one may be missed: fifteen minutes at the least.
const STALE_SECONDS: i64 = 900;

/// The hour, in folders that query engines read as columns.
const HOUR: &str = "year=!{timestamp:yyyy}/month=!{timestamp:MM}/day=!{timestamp:dd}/hour=!{timestamp:HH}/";

pub(super) fn lower(cx: &mut Aws, id: &NodeId) {
    let key = id.to_string();
    let wish = with_suffix(&id.node, "delivery-stream");
    let main =
        New::sdk(CLASS, &key, id.node.clone(), Origin::Node(key.clone())).variable(wish.clone(), "delivery-stream");
    cx.output(&id.service, &format!("{wish}-name"), of(&key, "name"));
    if let Some(existing) = cx.existing(id) {
        let item = main.existing(existing).at(cx.position(id, Stage::Main));
        cx.push(&id.service, item);
        return;
    }
    let Some(destination) = destination(cx, id) else { return };
    let bucket = destination.files.as_ref().map(|flow| flow.to.to_string());
    let bucket = bucket.unwrap_or_else(|| bucket::for_failures(cx, id));
    let reading = source(cx, id);
    let source = reading.as_ref().map(|flow| flow.from.clone());
    let logs = logs(cx, id);
    let role = role(cx, id, &destination, &bucket, reading.as_ref(), &logs);
    let (kind, argument, configuration) = match &destination.documents {
        None => ("extended_s3", "extendedS3Configuration", files(cx, id, &bucket, &role, &logs)),
        Some(flow) => {
            let every = destination.files.is_some();
            let configuration = documents::configuration(cx, id, flow, (&bucket, every), &role, &logs);
            (documents::KIND, documents::ARGUMENT, configuration)
        }
    };
    let encryption = encryption(cx, id, source.as_ref());
    let reads = source.as_ref().map(|stream| {
        Expression::properties([
            ("kinesisStreamArn", of(&stream.to_string(), "arn")),
            ("roleArn", of(&role.key, "arn")),
        ])
    });
    let extra = cx.extra(id);
    let item = main
        .argument("destination", Expression::text(kind))
        .argument("kinesisSourceConfiguration", reads)
        .argument(argument, configuration)
        .argument("serverSideEncryption", encryption)
        .overriding(extra)
        .aliases(cx.former(id, &id.node))
        .depends_on(&role.policy)
        .at(cx.position(id, Stage::Main));
    cx.push(&id.service, item);
    alarms(cx, id, source.is_some(), destination.documents.is_some());
}

/// The flows to where it writes: files of a bucket, or documents of a collection, of which a bucket may keep copies.
struct Destination {
    files: Option<Flow>,
    documents: Option<Flow>,
}

fn destination(cx: &mut Aws, id: &NodeId) -> Option<Destination> {
    let files = only(cx, id, "bucket");
    let documents = only(cx, id, "search");
    if files.is_none() && documents.is_none() {
        cx.refuse(
            Place::node(id),
            format!("{id} has no bucket to deliver to"),
            "draw a flow of kind write from it to a bucket",
        );
        return None;
    }
    Some(Destination { files, documents })
}

/// Whether it is a delivery stream that writes documents.
pub(super) fn writes_documents(design: &Design, id: &NodeId) -> bool {
    design.kind_of(id) == Some("delivery-stream")
        && design.flows_from(id).any(|flow| flow.kind == "write" && design.kind_of(&flow.to) == Some("search"))
}

/// The flow to the one node of a kind that it writes to.
fn only(cx: &mut Aws, id: &NodeId, kind: &str) -> Option<Flow> {
    let design = cx.design;
    let mut writes =
        design.flows_from(id).filter(|flow| flow.kind == "write" && design.kind_of(&flow.to) == Some(kind));
    let first = writes.next();
    if let Some(second) = writes.next() {
        cx.refuse(
            Place::flow(second.id),
            format!("{id} writes to {} besides another {kind}, and Firehose delivers to one place", second.to),
            format!("use one delivery stream for each {kind}"),
        );
    }
    first.cloned()
}

/// The flow from the one stream that it reads, if it does; then nobody else can give it records.
fn source(cx: &mut Aws, id: &NodeId) -> Option<Flow> {
    let design = cx.design;
    let is_read = |flow: &&Flow| flow.kind == "subscribe" && design.kind_of(&flow.from) == Some("stream");
    let reading = design.flows_to(id).find(is_read)?;
    let stream = &reading.from;
    let others: Vec<&Flow> = design.flows_to(id).filter(|flow| flow.from != *stream).collect();
    for flow in others {
        cx.refuse(
            Place::flow(flow.id),
            format!("{flow}: {id} reads {stream}, and Firehose then takes records from nowhere else"),
            format!("put the records into {stream}, or use a delivery stream of their own"),
        );
    }
    Some(reading.clone())
}

/// The keys of a log group and of the one log stream in it.
struct Logs {
    group: String,
    stream: String,
}

/// The log of deliveries that failed.
fn logs(cx: &mut Aws, id: &NodeId) -> Logs {
    let keys = Logs { group: format!("{id}/logs"), stream: format!("{id}/log-stream") };
    let origin = Origin::Node(id.to_string());
    let name = cx.companion(id, LOG_GROUP, &format!("{}-logs", id.node));
    let group = New::sdk(LOG_GROUP, &keys.group, name.clone(), origin.clone())
        .variable(name.clone(), "log-group")
        .argument("retentionInDays", cx.retention(id))
        .aliases(cx.former(id, &name))
        .at(cx.position(id, Stage::Before));
    cx.push(&id.service, group);
    let name = cx.companion(id, LOG_STREAM, &format!("{}-deliveries", id.node));
    let stream = New::sdk(LOG_STREAM, &keys.stream, name.clone(), origin)
        .variable(format!("{name}-log"), "log-stream")
        .argument("logGroupName", of(&keys.group, "name"))
        .aliases(cx.former(id, &name))
        .at(cx.position(id, Stage::Before));
    cx.push(&id.service, stream);
    keys
}

/// The role, for which the collection is opened later.
fn role(
    cx: &mut Aws,
    id: &NodeId,
    destination: &Destination,
    bucket: &str,
    reading: Option<&Flow>,
    logs: &Logs,
) -> Role {
    let store = destination.files.as_ref().map(|flow| &flow.to);
    let named = store.map_or("failures", |store| &store.node);
    let arn = || of(bucket, "arn");
    let allow = |verb, actions: &[&'static str], object: &str, resource| Allow {
        verb,
        object: object.to_owned(),
        service: store.unwrap_or(id).service.clone(),
        actions: actions.to_vec(),
        resources: vec![resource],
        condition: None,
    };
    let mut statements = Statements::default();
    let encrypted = cx.key_of(store.unwrap_or(id));
    let on_bucket = allow("Find", ON_BUCKET, named, arn());
    let on_files = allow("DeliverTo", ON_FILES, named, inside(arn(), "/*"));
    let delivering = Grant { allows: vec![on_bucket, on_files], ..Grant::default() }.key(encrypted, KeyUse::Encrypt);
    if let Some(flow) = destination.files.as_ref().or(destination.documents.as_ref()) {
        statements.add_for(&delivering, flow);
    }
    if let Some(flow) = &destination.documents {
        statements.add_for(&cx.grant(&Request::of(&flow.to, Access::Write, &id.service)), flow);
    }
    if let Some(flow) = reading {
        statements.add_for(&cx.consume_grant(&flow.from, &id.service), flow);
    }
    let writing = allow("Write", &["logs:PutLogEvents"], "logs", of(&logs.stream, "arn"));
    statements.add(&Grant { allows: vec![writing], ..Grant::default() });
    let target = destination.documents.as_ref().or(destination.files.as_ref()).map_or(id, |flow| &flow.to);
    let role = route::role(
        cx,
        &RoleFor {
            home: id,
            name: &id.node,
            service: "firehose.amazonaws.com",
            description: format!("Lets the {} delivery stream write to {target}", id.node),
            condition: Some(iam::from_this_account()),
            origin: Origin::Node(id.to_string()),
        },
        statements,
    );
    cx.facts.delivery_roles.insert(id.clone(), role.key.clone());
    role
}

/// Where deliveries that failed are written down.
fn logging(logs: &Logs) -> Expression {
    Expression::properties([
        ("enabled", Expression::Boolean(true)),
        ("logGroupName", of(&logs.group, "name")),
        ("logStreamName", of(&logs.stream, "name")),
    ])
}

/// When a batch is written.
fn buffering(cx: &mut Aws, id: &NodeId) -> Vec<(&'static str, Expression)> {
    let size = cx.integer(id, &["buffer", "size"]).map(|size| ("bufferingSize", size));
    let interval = cx.seconds(id, &["buffer", "interval"]).map(|interval| ("bufferingInterval", interval));
    size.into_iter().chain(interval).collect()
}

/// What the names of files begin with, and those of what could not be delivered.
fn prefixes(cx: &mut Aws, id: &NodeId) -> (Expression, Expression) {
    let prefix = cx.text(id, &["prefix"]).unwrap_or_else(|| Expression::Text(format!("{}/{HOUR}", id.node)));
    let failures = format!("{}-errors/!{{firehose:error-output-type}}/!{{timestamp:yyyy/MM/dd/HH}}/", id.node);
    (prefix, Expression::Text(failures))
}

fn is_compressed(cx: &mut Aws, id: &NodeId) -> bool {
    cx.fixed(id, &["compression"]).is_none_or(|value| value.as_str() != Some("none"))
}

/// How files are written: when, where, in which form.
fn files(cx: &mut Aws, id: &NodeId, bucket: &str, role: &Role, logs: &Logs) -> Expression {
    let compressed = is_compressed(cx, id);
    let (prefix, failures) = prefixes(cx, id);
    // Records come without anything between them; files have one on each line.
    let delimiter = Expression::properties([
        ("parameterName", Expression::text("Delimiter")),
        ("parameterValue", Expression::text("\\n")),
    ]);
    let lines = Expression::properties([
        ("type", Expression::text("AppendDelimiterToRecord")),
        ("parameters", Expression::List(vec![delimiter])),
    ]);
    let processing =
        Expression::properties([("enabled", Expression::Boolean(true)), ("processors", Expression::List(vec![lines]))]);
    let mut entries = vec![("roleArn", of(&role.key, "arn")), ("bucketArn", of(bucket, "arn"))];
    entries.extend(buffering(cx, id));
    entries.extend([
        ("compressionFormat", Expression::text(if compressed { "GZIP" } else { "UNCOMPRESSED" })),
        ("prefix", prefix),
        ("errorOutputPrefix", failures),
        ("fileExtension", Expression::text(if compressed { ".json.gz" } else { ".json" })),
        ("processingConfiguration", processing),
        ("cloudwatchLoggingOptions", logging(logs)),
    ]);
    Expression::properties(entries)
}

/// Records wait in Firehose only where it reads no stream, which keeps its own.
fn encryption(cx: &mut Aws, id: &NodeId, source: Option<&NodeId>) -> Option<Expression> {
    let key = cx.key_of(id);
    if let (Some(_), Some(stream)) = (&key, source) {
        cx.refuse(
            Place::property(id, "encryption_key"),
            format!("{id} keeps nothing itself: its records wait in {stream}"),
            format!("set encryption_key on {stream}, and on the bucket"),
        );
    }
    if source.is_some() {
        return None;
    }
    let kind = if key.is_some() { "CUSTOMER_MANAGED_CMK" } else { "AWS_OWNED_CMK" };
    let mut entries = vec![("enabled", Expression::Boolean(true)), ("keyType", Expression::text(kind))];
    entries.extend(key.map(|key| ("keyArn", of(&key, "arn"))));
    Some(Expression::properties(entries))
}

fn alarms(cx: &mut Aws, id: &NodeId, reads: bool, documents: bool) {
    let freshness = if documents { documents::FRESHNESS } else { "DeliveryToS3.DataFreshness" };
    let dimension = || ("DeliveryStreamName", of(&id.to_string(), "name"));
    let interval = cx.known_seconds(id, &["buffer", "interval"]).into_iter().max().unwrap_or(0);
    let threshold = STALE_SECONDS.max(3 * interval);
    cx.alarm(
        id,
        Alarm {
            base: &id.node,
            suffix: "freshness",
            description: format!("Records of {} wait for more than {} minutes", id.node, threshold / 60),
            metric: ("AWS/Firehose", freshness),
            dimensions: vec![dimension()],
            threshold,
            statistic: Statistic::Maximum,
        },
    );
    let (metric, description) = if reads {
        ("ThrottledGetRecords", format!("{} reads its stream more than the shards give", id.node))
    } else {
        ("ThrottledRecords", format!("More is given to {} than it takes", id.node))
    };
    cx.alarm(
        id,
        Alarm {
            base: &id.node,
            suffix: "throttles",
            description,
            metric: ("AWS/Firehose", metric),
            dimensions: vec![dimension()],
            threshold: 0,
            statistic: Statistic::Sum,
        },
    );
}

pub(super) fn grant(cx: &mut Aws, request: &Request) -> Grant {
    if request.access != Access::Publish {
        return Grant::default();
    }
    cx.uses_iam();
    let key = request.node.to_string();
    Grant::allow(request, "PutInto", PUT, vec![of(&key, "arn")]).variable("delivery stream name", of(&key, "name"))
}

pub(super) fn flow(cx: &mut Aws, flow: &Flow) {
    if flow.kind != "write" {
        cx.refuse(
            Place::flow(flow.id),
            format!("{flow}: a delivery stream writes and never reads"),
            "use a flow of kind write",
        );
    } else if cx.is_existing(&flow.from) {
        cx.refuse(
            Place::flow(flow.id),
            format!("{flow}: where {} delivers to was said by whoever made it", flow.from),
            "remove the flow, or leave existing out",
        );
    }
}
