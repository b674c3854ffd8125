//! The texts that code is put together from: one file for each thing a function may do and each thing that starts it.
//!
//! A text begins with lines of what is said about it (`name`, `doc`, `import`, …); the rest is code. `{{…}}` stands for
//! what differs.

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
            nodejs: include_str!(concat!("../../../../assets/handlers/azure/nodejs/", $key, ".mjs")),
            python: include_str!(concat!("../../../../assets/handlers/azure/python/", $key, ".py")),
        }),+]
    };
}

const TEXTS: &[Text] = texts![
    "any.call",
    "any.call.breaker",
    "bucket.read",
    "bucket.write",
    "email.call",
    "event-bus.publish",
    "parameter.use",
    "queue.publish",
    "queue.publish.keyed",
    "sql.any",
    "stream.publish",
    "stream.publish.keyed",
    "table.read",
    "table.write",
    "topic.publish",
    "topic.publish.keyed",
    "trigger.none",
    "trigger.queue",
    "trigger.queue.many",
    "trigger.route",
    "trigger.schedule",
    "trigger.socket",
    "trigger.socket.authorize",
    "trigger.stream",
    "trigger.table",
    "trigger.topic",
    "trigger.user-pool",
    "trigger.user-pool.token",
    "trigger.workflow",
    "user-pool.read",
    "user-pool.write",
    "websocket-api.call",
    "workflow.invoke",
];

/// The text of a key.
pub(super) fn find(key: &str) -> Option<&'static Text> {
    TEXTS.iter().find(|text| text.key == key)
}

/// What is said about a text, and the text.
#[derive(Debug, Default)]
pub(super) struct Template {
    /// Packages that the code depends on.
    pub(super) packages: Vec<&'static str>,
    /// Modules with the name that is imported from each.
    pub(super) imports: Vec<(&'static str, &'static str)>,
    /// Modules that are imported whole.
    pub(super) modules: Vec<&'static str>,
    /// Whether it proves who it is.
    pub(super) credential: bool,
    /// The lines that make the client.
    pub(super) clients: Vec<&'static str>,
    /// The words of the function's name.
    pub(super) name: &'static str,
    /// What it does.
    pub(super) documentation: &'static str,
    /// Its parameters.
    pub(super) parameters: &'static str,
    /// What it gives back, in Python.
    pub(super) returns: &'static str,
    /// The code.
    pub(super) body: &'static str,
}

/// Reads a text.
pub(super) fn parse(text: &'static str, mark: &str) -> Template {
    let mut template = Template::default();
    let mut rest = text;
    while let Some((line, after)) = rest.split_once('\n') {
        let Some(said) = line.strip_prefix(mark) else { break };
        let said = said.trim_start();
        let (what, value) = said.split_once(' ').unwrap_or((said, ""));
        match what {
            "package" => template.packages.push(value),
            "import" => template.imports.extend(value.split_once(' ')),
            "module" => template.modules.push(value),
            "credential" => template.credential = true,
            "client" => template.clients.push(value),
            "name" => template.name = value,
            "doc" => template.documentation = value,
            "parameters" => template.parameters = value,
            "returns" => template.returns = value,
            _ => {}
        }
        rest = after;
    }
    template.body = rest;
    template
}
