//! What a new node begins with: a name that says something, and the properties it must have.

use crate::catalog::Provider;
use crate::design::Design;
use crate::design::model::SHARED;
use crate::value::{Map, Value};

/// A kind's first name and the properties that a new node of it begins with.
struct Beginning {
    kind: &'static str,
    name: &'static str,
    /// Whether the service's own name says more than `name`.
    after_service: bool,
    properties: &'static [(&'static str, &'static str)],
}

const fn begin(
    kind: &'static str,
    name: &'static str,
    properties: &'static [(&'static str, &'static str)],
) -> Beginning {
    Beginning { kind, name, after_service: false, properties }
}

const BEGINNINGS: &[Beginning] = &[
    begin("function", "handler", &[]),
    begin("container", "server", &[("image", "public.ecr.aws/docker/library/nginx:1.29.3")]),
    begin("http-api", "api", &[]),
    begin("websocket-api", "live", &[]),
    begin("graphql-api", "graph", &[("schema", "schema.graphql")]),
    begin("queue", "tasks", &[]),
    begin("topic", "notices", &[]),
    begin("event-bus", "bus", &[]),
    begin("stream", "records", &[]),
    begin("delivery-stream", "delivery", &[]),
    begin("schedule", "daily", &[("cron", "0 8 * * *"), ("timezone", "UTC")]),
    begin("workflow", "process", &[]),
    Beginning { kind: "table", name: "items", after_service: true, properties: &[] },
    Beginning { kind: "sql", name: "records", after_service: true, properties: &[] },
    begin("bucket", "files", &[]),
    begin("cache", "lookups", &[]),
    begin("search", "catalogue", &[]),
    begin("secret", "credentials", &[]),
    begin("parameter", "option", &[("value", "on")]),
    begin("user-pool", "customers", &[]),
    begin("email", "mailer", &[("from", "hello@example.com")]),
    begin("static-site", "site", &[]),
    begin("network", "private", &[]),
    begin("external", "partner", &[("url", "https://partner.example")]),
    begin("resource", "extra", &[("type", "aws:s3/bucket:Bucket")]),
];

/// A free name for a new node of that kind in that service, and the properties it begins with: enough that the node
/// alone makes no error.
pub fn new_node_defaults(design: &Design, service: &str, kind: &str) -> (String, Map) {
    let Some(beginning) = BEGINNINGS.iter().find(|beginning| beginning.kind == kind) else {
        return (design.free_name(service, kind), Map::new());
    };
    let wish =
        if beginning.after_service && service != SHARED && !service.is_empty() { service } else { beginning.name };
    let mut properties: Map =
        beginning.properties.iter().map(|(key, value)| ((*key).to_owned(), Value::from(*value))).collect();
    match kind {
        "table" => {
            let key = [("partition".to_owned(), Value::from("id"))].into_iter().collect();
            properties.insert("key".to_owned(), Value::Map(key));
        }
        "secret" => {
            properties.insert("generate".to_owned(), Value::Boolean(true));
        }
        // Cloud Run takes no images of other clouds.
        "container" if design.provider() == Provider::Gcp => {
            properties.insert("image".to_owned(), Value::from("docker.io/library/nginx:1.29.3"));
        }
        _ => {}
    }
    (design.free_name(service, wish), properties)
}
