//! What the code of functions looks like.

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
        retries: 2,
        breaker: false,
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
        messages: vec![],
        notes: None,
        typed: true,
    }
}

fn every_trigger() -> Vec<Trigger> {
    vec![
        Trigger::Route { method: "POST".to_owned(), path: "/orders".to_owned() },
        Trigger::Queue { fifo: true, partial: true },
        Trigger::Topic,
        Trigger::Bus,
        Trigger::Stream { partial: true },
        Trigger::Table { partial: true },
        Trigger::Bucket,
        Trigger::Schedule,
        Trigger::Socket,
        Trigger::SocketAuthorizer,
        Trigger::Authorizer,
        Trigger::UserPool,
        Trigger::Invoke,
    ]
}

fn events(text: &str) -> EventTypes {
    EventTypes::of(
        &crate::design::file::load(&format!("version: 1\nname: t\nservices: {{}}\nevents:\n{text}")).design.events,
    )
}

const SCHEMAS: &str = r##"
  OrderPlaced:
    description: "Somebody */ has \"\"\" ordered"
    schema:
      type: object
      required: [orderId, lines]
      properties:
        orderId: { type: string, format: uuid, description: "Made */ by us" }
        lines: { type: array, items: { type: object, required: [product], properties: { product: { type: string }, size: { enum: [s, m, l] } } } }
        total: { type: [number, "null"] }
        status: { enum: [waiting for the payment, waiting for the parcel, on its way, delivered, sent back] }
        address: { $ref: "#/$defs/address" }
        labels: { type: object, additionalProperties: { type: string } }
        anything: {}
        class: { type: boolean }
      $defs: { address: { type: object, properties: { street: { type: string }, next: { $ref: "#/$defs/address" } } } }
  PageClicked:
    schema: { type: object, properties: { "detail-type": { const: "click" }, x: { type: integer } } }
  Hostile:
    schema:
      type: object
      properties:
        '"; import("evil"); "': { type: string }
  Values:
    schema: { type: object, properties: { value: { enum: ['"); evil("', "b\n"] } } }
  Unsaid: {}
"##;

fn whole(made: &Handler) -> String {
    let files = made.files.iter().chain(&made.generated);
    files.map(|(name, text)| ["==> ", name, "\n", text].concat()).collect()
}

#[test]
fn a_handler_has_a_function_for_each_flow_and_answers_each_trigger() {
    let writer = Writer::new(events(SCHEMAS));
    for (runtime, ending) in [(Runtime::Nodejs, "ts"), (Runtime::Python, "py")] {
        let own = |made: Handler| Handler {
            generated: made.generated.into_iter().filter(|(name, _)| name.starts_with("flows")).collect(),
            ..made
        };
        let made = writer.handler(&everything(runtime, every_trigger()));
        insta::assert_snapshot!(format!("everything_{ending}"), whole(&own(made)));
        for trigger in every_trigger() {
            let label = format!("{trigger:?}").split(' ').next().unwrap_or_default().to_lowercase();
            let small = HandlerInput {
                triggers: vec![trigger],
                accesses: vec![],
                environment: vec![],
                ..everything(runtime, vec![])
            };
            insta::assert_snapshot!(format!("{label}_{ending}"), whole(&own(writer.handler(&small))));
        }
    }
}

#[test]
fn a_source_that_takes_no_part_of_a_batch_back_gets_a_failure_of_all() {
    let writer = Writer::new(EventTypes::default());
    for trigger in [
        Trigger::Queue { fifo: false, partial: false },
        Trigger::Queue { fifo: true, partial: false },
        Trigger::Stream { partial: false },
        Trigger::Table { partial: false },
    ] {
        for runtime in [Runtime::Nodejs, Runtime::Python] {
            let text = whole(&writer.handler(&everything(runtime, vec![trigger.clone()])));
            assert!(text.contains(" whole(") && !text.contains("return until_failure("), "{text}");
        }
    }
}

#[test]
fn a_message_is_worked_off_once_where_a_table_notes_it() {
    let writer = Writer::new(EventTypes::default());
    let notes = Notes {
        table: NodeId::new("orders", "create-order-seen"),
        variable: "SEEN_TABLE".to_owned(),
        expires: "expiresAt".to_owned(),
        lease: 30,
    };
    for (runtime, ending) in [(Runtime::Nodejs, "ts"), (Runtime::Python, "py")] {
        for (trigger, name) in
            [(Trigger::Queue { fifo: false, partial: true }, "queue"), (Trigger::Topic, "topic"), (Trigger::Bus, "bus")]
        {
            let input = HandlerInput {
                accesses: vec![access("read-write", "orders.create-order-seen", "table", "SEEN_TABLE", None)],
                environment: vec![EnvironmentVariable { name: "SEEN_TABLE".to_owned() }],
                notes: Some(notes.clone()),
                ..everything(runtime, vec![trigger])
            };
            let made = writer.handler(&input);
            let told: Vec<_> = made.generated.iter().filter(|(file, _)| file.starts_with("flows")).collect();
            let flows =
                if name == "queue" { told.into_iter().map(|(_, text)| text.clone()).collect() } else { String::new() };
            let entry: String = made.files.iter().map(|(_, text)| text.clone()).collect();
            insta::assert_snapshot!(format!("once_{name}_{ending}"), entry + &flows);
        }
    }
}

#[test]
fn events_become_types_and_nothing_that_a_schema_says_becomes_code() {
    let types = events(SCHEMAS);
    insta::assert_snapshot!("events_ts", events::typescript::text(&types));
    let all = ["OrderPlaced", "PageClicked", "Hostile", "Values", "Unsaid"].into();
    insta::assert_snapshot!("events_py", events::python::text(&types, &all, &["OrderPlaced"].into()));
}

#[test]
fn an_event_carries_an_id_along_only_where_its_schema_has_room() {
    let fields = "{ type: object, properties: { id: { type: string } }";
    let types = events(&format!(
        "  Open: {{ schema: {fields} }} }}\n  Closed: {{ schema: {fields}, additionalProperties: false }} }}\n"
    ));
    let writer = Writer::new(types);
    for runtime in [Runtime::Nodejs, Runtime::Python] {
        for (target, kind, variable) in
            [("shared.bus", "event-bus", "BUS_NAME"), ("orders.clicks", "stream", "CLICKS_STREAM_NAME")]
        {
            for (event, carries) in [("Open", true), ("Closed", false)] {
                let accesses = vec![access("publish", target, kind, variable, Some(event))];
                let made = writer.handler(&HandlerInput { accesses, ..everything(runtime, vec![]) });
                let flows: String = made
                    .generated
                    .iter()
                    .filter(|(name, _)| name.starts_with("flows"))
                    .map(|(_, text)| text.as_str())
                    .collect();
                assert_eq!(flows.to_lowercase().contains("correlation"), carries, "{flows}");
            }
        }
    }
}

#[test]
fn messages_are_typed_where_all_that_can_come_is_known() {
    let writer = Writer::new(events(SCHEMAS));
    let message = |event: &str, enveloped| Message { source: Source::Queue, event: Some(event.to_owned()), enveloped };
    for (runtime, ending) in [(Runtime::Nodejs, "ts"), (Runtime::Python, "py")] {
        let mut input = everything(runtime, vec![Trigger::Queue { fifo: false, partial: true }]);
        input.messages = vec![message("OrderPlaced", true), message("PageClicked", false)];
        let made = writer.handler(&input);
        insta::assert_snapshot!(
            format!("messages_{ending}"),
            made.files.first().map(|(_, text)| text.clone()).unwrap_or_default()
        );
        input.messages.push(Message { event: None, ..message("", false) });
        let text = whole(&writer.handler(&input));
        assert!(
            text.contains("Message = Record<string, unknown>") || text.contains("Message = dict[str, Any]"),
            "{text}"
        );
    }
}
