//! The texts that handlers are put together from: one file for each thing a function may do and each thing that starts it.
//!
//! A text begins with lines of what is said about it (`name`, `doc`, `import`, …); the rest is the inside of a function.
//! `{{…}}` stands for what differs.

/// A text in both languages.
pub(super) struct Text {
    /// `kind.verb`, or `trigger.shape`; a further part names a variant.
    pub(super) key: &'static str,
    /// In JavaScript.
    pub(super) nodejs: &'static str,
    /// In Python.
    pub(super) python: &'static str,
}

macro_rules! texts {
    ($($key:literal),+ $(,)?) => {
        &[$(Text {
            key: $key,
            nodejs: include_str!(concat!("../../../../assets/handlers/aws/nodejs/", $key, ".mjs")),
            python: include_str!(concat!("../../../../assets/handlers/aws/python/", $key, ".py")),
        }),+]
    };
}

/// Every text.
pub(super) const TEXTS: &[Text] = texts![
    "any.call",
    "bucket.read",
    "bucket.write",
    "cache.identity",
    "container.invoke",
    "delivery-stream.publish",
    "email.call",
    "email.domain",
    "event-bus.publish",
    "function.invoke",
    "function.invoke.asynchronous",
    "parameter.use",
    "queue.publish",
    "queue.publish.fifo",
    "search.read",
    "search.write",
    "secret.use",
    "sql.data-api",
    "sql.identity",
    "sql.password",
    "stream.publish",
    "stream.publish.keyed",
    "table.read",
    "table.write",
    "topic.publish",
    "topic.publish.fifo",
    "trigger.authorizer",
    "trigger.authorizer.socket",
    "trigger.bucket",
    "trigger.bus",
    "trigger.invoke",
    "trigger.queue",
    "trigger.queue.fifo",
    "trigger.route",
    "trigger.socket",
    "trigger.stream",
    "trigger.table",
    "trigger.topic",
    "trigger.user-pool",
    "user-pool.read",
    "user-pool.write",
    "websocket-api.call",
    "workflow.invoke",
    "workflow.invoke.asynchronous",
];

/// What is said about a text, and the text.
#[derive(Debug, Default)]
pub(super) struct Template<'a> {
    /// Packages with the names that are imported from them.
    pub(super) imports: Vec<(&'a str, Vec<&'a str>)>,
    /// The line that makes the client.
    pub(super) client: Option<&'a str>,
    /// The words of the function's name.
    pub(super) name: &'a str,
    /// What it does.
    pub(super) documentation: &'a str,
    /// Its parameters.
    pub(super) parameters: &'a str,
    /// What it gives back, in Python.
    pub(super) returns: &'a str,
    /// How an event of this shape is told from others.
    pub(super) test: Option<&'a str>,
    /// The inside of the function.
    pub(super) body: &'a str,
    /// What stands after it.
    pub(super) then: Option<&'a str>,
}

/// Reads a text.
pub(super) fn parse<'a>(text: &'a str, mark: &str) -> Template<'a> {
    let mut template = Template::default();
    let mut rest = text;
    while let Some((line, after)) = rest.split_once('\n') {
        let Some(said) = line.strip_prefix(mark) else { break };
        let (what, value) = said.trim_start().split_once(' ').unwrap_or((said.trim(), ""));
        match what {
            "import" => {
                let mut words = value.split(' ');
                template.imports.push((words.next().unwrap_or_default(), words.collect()));
            }
            "client" => template.client = Some(value),
            "name" => template.name = value,
            "doc" => template.documentation = value,
            "parameters" => template.parameters = value,
            "returns" => template.returns = value,
            "test" => template.test = Some(value),
            _ => {}
        }
        rest = after;
    }
    let end = format!("{mark} then\n");
    if let Some((body, then)) = rest.split_once(&end) {
        template.body = body;
        template.then = Some(then);
    } else {
        template.body = rest;
    }
    template
}
