//! The code that a function starts with: small, runnable, and the user's own from then on.
//!
//! It reads the variables that the flows give it, has one function for each thing that the function may do, and answers
//! what starts it in the right shape; for queues and streams that is the list of the messages that failed.

pub mod input;
mod nodejs;
mod prose;
mod python;
mod texts;
mod writer;

pub use input::{Access, EnvironmentVariable, HandlerInput, Runtime, Trigger};

use crate::program::{Handler, Origin};

/// The first code of a function.
///
/// A variable whose name could not stand in code is left out; the checks refuse such a name anyway.
pub fn handler(input: &HandlerInput) -> Handler {
    let mut input = input.clone();
    input.environment.retain(|variable| is_identifier(&variable.name));
    input.accesses.retain(|access| is_identifier(&access.variable));
    let input = &input;
    let file = match input.runtime {
        Runtime::Nodejs => ("index.mjs".to_owned(), nodejs::text(input)),
        Runtime::Python => ("index.py".to_owned(), python::text(input)),
    };
    Handler {
        folder: super::function_folder(&input.node),
        files: vec![file],
        origin: Origin::Node(input.node.to_string()),
    }
}

fn is_identifier(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && name.chars().all(|character| character.is_ascii_alphanumeric() || character == '_')
}

/// How many cells a line may have.
const WIDTH: usize = 100;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::design::NodeId;

    fn access(flow: &str, target: &str, kind: &str, variable: &str, event: Option<&str>) -> Access {
        Access {
            flow: flow.to_owned(),
            target: NodeId::parse(target).unwrap_or_else(|| NodeId::new("a", "b")),
            target_kind: kind.to_owned(),
            variable: variable.to_owned(),
            event: event.map(str::to_owned),
            fifo: false,
            partition_key: None,
            asynchronous: false,
            timeout: Some(5000),
            variant: None,
            details: Vec::new(),
        }
    }

    fn everything(runtime: Runtime, triggers: Vec<Trigger>) -> HandlerInput {
        HandlerInput {
            node: NodeId::new("orders", "create-order"),
            description: "Places an order */ \"\"\" \\ and\nmore".to_owned(),
            runtime,
            environment: [
                "ORDERS_TABLE",
                "FILES_BUCKET",
                "BUS_NAME",
                "EVENT_SOURCE",
                "A_VERY_LONG_SERVICE_NAME_INDEED_FOR_THIS_PURPOSE_QUEUE_URL",
                "NEWS_TOPIC_ARN",
                "CLICKS_STREAM_NAME",
                "VISITS_STREAM_NAME",
                "ARCHIVE_DELIVERY_STREAM_NAME",
                "JWT_SECRET_ARN",
                "RATE_PARAMETER_NAME",
                "CHARGE_FUNCTION_ARN",
                "PAYMENTS_URL",
                "CUSTOMERS_USER_POOL_ID",
            ]
            .iter()
            .map(|name| EnvironmentVariable { name: (*name).to_owned() })
            .collect(),
            accesses: vec![
                access("read-write", "orders.orders", "table", "ORDERS_TABLE", None),
                access("read", "orders.files", "bucket", "FILES_BUCKET", None),
                access("write", "orders.files", "bucket", "FILES_BUCKET", None),
                access("publish", "shared.bus", "event-bus", "BUS_NAME", Some("OrderPlaced")),
                access(
                    "publish",
                    "orders.work",
                    "queue",
                    "A_VERY_LONG_SERVICE_NAME_INDEED_FOR_THIS_PURPOSE_QUEUE_URL",
                    None,
                ),
                access("publish", "orders.news", "topic", "NEWS_TOPIC_ARN", None),
                access("publish", "orders.clicks", "stream", "CLICKS_STREAM_NAME", Some("PageClicked")),
                Access {
                    partition_key: Some("$.visit.id".to_owned()),
                    ..access("publish", "orders.visits", "stream", "VISITS_STREAM_NAME", None)
                },
                access("publish", "orders.archive", "delivery-stream", "ARCHIVE_DELIVERY_STREAM_NAME", None),
                access("use", "auth.jwt-secret", "secret", "JWT_SECRET_ARN", None),
                access("use", "orders.rate", "parameter", "RATE_PARAMETER_NAME", None),
                access("invoke", "orders.charge", "function", "CHARGE_FUNCTION_ARN", None),
                access("call", "orders.payments", "external", "PAYMENTS_URL", None),
                access("read-write", "auth.customers", "user-pool", "CUSTOMERS_USER_POOL_ID", None),
            ],
            triggers,
        }
    }

    fn every_trigger() -> Vec<Trigger> {
        vec![
            Trigger::Route { method: "POST".to_owned(), path: "/orders".to_owned() },
            Trigger::Queue { fifo: true },
            Trigger::Topic,
            Trigger::Bus,
            Trigger::Stream,
            Trigger::Table,
            Trigger::Bucket,
            Trigger::Schedule,
            Trigger::Socket,
            Trigger::SocketAuthorizer,
            Trigger::Authorizer,
            Trigger::UserPool,
            Trigger::Invoke,
        ]
    }

    #[test]
    fn a_handler_has_a_function_for_each_flow_and_answers_each_trigger() {
        for runtime in [Runtime::Nodejs, Runtime::Python] {
            let made = handler(&everything(runtime, every_trigger()));
            let (name, text) = made.files.first().cloned().unwrap_or_default();
            insta::assert_snapshot!(format!("everything_{name}"), text);
            for trigger in every_trigger() {
                let label = format!("{trigger:?}").split(' ').next().unwrap_or_default().to_lowercase();
                let small = HandlerInput {
                    triggers: vec![trigger],
                    accesses: vec![],
                    environment: vec![],
                    ..everything(runtime, vec![])
                };
                let made = handler(&small);
                let (name, text) = made.files.first().cloned().unwrap_or_default();
                insta::assert_snapshot!(format!("{label}_{name}"), text);
            }
        }
    }
}
