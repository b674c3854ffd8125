//! Logs that are kept longer than the month that Cloud Logging keeps all: a bucket of their own, and what fills it.

use crate::design::{NodeId, Place};
use crate::program::{Expression, Origin, Part};

use super::super::draft::{New, Stage, of};
use super::{Gcp, region};

/// For how many days Cloud Logging keeps what nothing else is said of.
const KEPT: i64 = 30;
const SECONDS: i64 = 86_400;

/// Keeps the logs of a node as long as it says. `filter` asks for its logs by the name that follows.
pub(super) fn keep(cx: &mut Gcp, id: &NodeId, filter: &str, name: Expression) {
    let known = cx.known_seconds(id, &["log_retention"]);
    if known.iter().any(|seconds| *seconds < KEPT * SECONDS) {
        cx.refuse(
            Place::property(id, "log_retention"),
            format!("the logs of {id} are kept for 30 days at least, as those of every project"),
            "ask for 30d or more",
        );
    }
    if known.iter().all(|seconds| *seconds <= KEPT * SECONDS) {
        return;
    }
    cx.facts.apis.insert("logging");
    let days = cx.days(id, &["log_retention"]);
    let project = cx.google_project();
    let class = "gcp.logging.ProjectBucketConfig";
    let wish = cx.companion(id, class, &format!("{}-logs", id.node));
    let key = format!("{id}/logs");
    let bucket = New::sdk(class, &key, wish.clone(), Origin::Node(id.to_string()))
        .variable(wish.clone(), "logs")
        .argument("project", project.clone())
        .argument("location", region())
        .argument("bucketId", Gcp::own_id(&format!("{}-{}", id.service, id.node)))
        .argument("retentionDays", days)
        .aliases(cx.former(id, &wish))
        .at(cx.position(id, Stage::After));
    cx.push(&id.service, bucket);
    let class = "gcp.logging.ProjectSink";
    let sink = cx.companion(id, class, &format!("{}-logs", id.node));
    let text = |text: &str| Part::Text(text.to_owned());
    let destination = Expression::Interpolate(vec![text("logging.googleapis.com/"), Part::Value(of(&key, "id"))]);
    let mut asked = vec![text(&format!("{filter} = \"")), Part::Value(name), text("\"")];
    let asked = match asked.get_mut(1) {
        // An id that we give is known at once, and so is all that asks for it.
        Some(Part::Value(Expression::Format(parts))) => {
            let parts = std::mem::take(parts);
            asked.splice(1..2, parts);
            Expression::Format(asked)
        }
        _ => Expression::Interpolate(asked),
    };
    let item = New::sdk(class, "", sink.clone(), Origin::Node(id.to_string()))
        .argument("project", project)
        .argument("destination", destination)
        .argument("filter", asked)
        .argument("uniqueWriterIdentity", Expression::Boolean(true))
        .aliases(cx.former(id, &sink))
        .at(cx.position(id, Stage::After));
    cx.push(&id.service, item);
}
