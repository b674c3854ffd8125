//! The texts that handlers are put together from: one file for each thing a function may do and each thing that starts it.
//!
//! A text begins with lines of what is said about it (`name`, `doc`, `import`, …); the rest is the inside of a function.
//! `{{…}}` stands for what differs.

/// A text in both languages.
pub(super) struct Text {
    /// `kind.verb`, or `trigger.shape`; a further part names a variant.
    pub(super) key: &'static str,
    /// In TypeScript.
    pub(super) nodejs: &'static str,
    /// In Python.
    pub(super) python: &'static str,
}

macro_rules! texts {
    ($($key:literal),+ $(,)?) => {
        &[$(Text {
            key: $key,
            nodejs: include_str!(concat!("../../../../assets/handlers/aws/nodejs/", $key, ".ts")),
            python: include_str!(concat!("../../../../assets/handlers/aws/python/", $key, ".py")),
        }),+]
    };
}

/// Every text.
pub(super) const TEXTS: &[Text] = texts![
    "any.call",
    "any.call.breaker",
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
    "queue.publish.fifo.keyed",
    "search.read",
    "search.write",
    "secret.use",
    "sql.data-api",
    "sql.identity",
    "sql.password",
    "stream.publish",
    "stream.publish.keyed",
    "table.once",
    "table.read",
    "table.write",
    "topic.publish",
    "topic.publish.fifo",
    "topic.publish.fifo.keyed",
    "trigger.authorizer",
    "trigger.authorizer.socket",
    "trigger.bucket",
    "trigger.bus",
    "trigger.invoke",
    "trigger.queue",
    "trigger.queue.whole",
    "trigger.queue.fifo",
    "trigger.queue.fifo.whole",
    "trigger.route",
    "trigger.socket",
    "trigger.stream",
    "trigger.stream.whole",
    "trigger.table",
    "trigger.table.whole",
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
    /// Packages with the types that are imported from them.
    pub(super) types: Vec<(&'a str, Vec<&'a str>)>,
    /// Our own modules with the names that are imported from them.
    pub(super) shared: Vec<(&'a str, Vec<&'a str>)>,
    /// The line that makes what each flow keeps for itself.
    pub(super) keeps: Option<&'a str>,
    /// What the messages that it takes are called.
    pub(super) message: Option<&'a str>,
    /// The line that makes the client.
    pub(super) client: Option<&'a str>,
    /// The words of the function's name.
    pub(super) name: &'a str,
    /// What it does.
    pub(super) documentation: &'a str,
    /// Its parameters.
    pub(super) parameters: &'a str,
    /// What it gives back.
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
            "import" | "type" | "shared" => {
                let mut words = value.split(' ');
                let row = (words.next().unwrap_or_default(), words.collect());
                match what {
                    "import" => template.imports.push(row),
                    "type" => template.types.push(row),
                    _ => template.shared.push(row),
                }
            }
            "keeps" => template.keeps = Some(value),
            "message" => template.message = Some(value),
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

/// A module that several functions use: its name and its text in both languages.
pub(super) struct SharedModule {
    /// Its name, without an ending.
    pub(super) name: &'static str,
    /// In TypeScript, with the modules that it uses itself.
    pub(super) nodejs: Option<&'static str>,
    /// In Python.
    pub(super) python: Option<&'static str>,
    /// The modules that it uses itself.
    pub(super) uses: &'static [&'static str],
}

macro_rules! shared {
    (@nodejs $file:literal) => {
        Some(include_str!(concat!("../../../../assets/handlers/aws/nodejs/shared/", $file, ".ts")))
    };
    (@python $file:literal) => {
        Some(include_str!(concat!("../../../../assets/handlers/aws/python/shared/", $file, ".py")))
    };
}

/// Every module that functions may share.
pub(super) const SHARED: &[SharedModule] = &[
    module("batch", shared!(@nodejs "batch"), shared!(@python "batch"), &["correlation", "log"]),
    module("breaker", shared!(@nodejs "breaker"), shared!(@python "breaker"), &["http"]),
    module("calls", None, shared!(@python "calls"), &["correlation"]),
    module("clients", shared!(@nodejs "clients"), shared!(@python "clients"), &[]),
    module("correlation", shared!(@nodejs "correlation"), shared!(@python "correlation"), &[]),
    module("environment", shared!(@nodejs "environment"), None, &[]),
    module("http", shared!(@nodejs "http"), None, &[]),
    module("log", shared!(@nodejs "log"), None, &["correlation"]),
    module("once", shared!(@nodejs "once"), shared!(@python "once"), &["correlation", "log"]),
    module("shape", shared!(@nodejs "shape"), None, &[]),
    module("sign-in", shared!(@nodejs "sign-in"), None, &[]),
    module("signing", shared!(@nodejs "signing"), shared!(@python "signing"), &["environment"]),
    module("text-at", shared!(@nodejs "text-at"), None, &[]),
];

const fn module(
    name: &'static str,
    nodejs: Option<&'static str>,
    python: Option<&'static str>,
    uses: &'static [&'static str],
) -> SharedModule {
    SharedModule { name, nodejs, python, uses }
}
