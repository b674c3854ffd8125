//! What a handler is made from: what starts the function, what it may use, and under which variables.

use crate::design::NodeId;

/// Everything that a function's first code is made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandlerInput {
    /// The function.
    pub node: NodeId,
    /// What it does, as a sentence.
    pub description: String,
    /// The language.
    pub runtime: Runtime,
    /// The environment variables that are set, in order.
    pub environment: Vec<EnvironmentVariable>,
    /// What it may do, flow by flow, in order.
    pub accesses: Vec<Access>,
    /// What starts it, in order.
    pub triggers: Vec<Trigger>,
    /// What the messages hold that start it, where that is known of all of one source.
    pub messages: Vec<Message>,
    /// Where it notes which messages it has worked off.
    pub notes: Option<Notes>,
    /// Whether the language's version knows types with fields that may be missing: Python does since 3.11.
    pub typed: bool,
}

/// Where a function notes which messages it has worked off: a table with the key `messageId`, whose items expire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notes {
    /// The table.
    pub table: NodeId,
    /// The variable that holds its name.
    pub variable: String,
    /// The attribute by which its items expire.
    pub expires: String,
    /// How long the function may run, in seconds; work that has not ended by then may begin again.
    pub lease: u64,
}

/// An event that starts a function.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Message {
    /// Where it comes from.
    pub source: Source,
    /// The event; without one it can be anything.
    pub event: Option<String>,
    /// Whether it comes in EventBridge's envelope, and not as its publisher wrote it.
    pub enveloped: bool,
}

/// What hands messages to a function.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// A queue.
    Queue,
    /// A topic.
    Topic,
    /// A bus.
    Bus,
    /// A stream.
    Stream,
}

/// The language of a handler.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Runtime {
    /// TypeScript, bundled for Node.js: `index.ts`.
    Nodejs,
    /// Python: `index.py`.
    Python,
}

/// An environment variable of the function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnvironmentVariable {
    /// Its name, such as `ORDERS_TABLE`.
    pub name: String,
}

/// What a flow lets the function do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Access {
    /// The flow's kind: `read`, `write`, `read-write`, `publish`, `invoke`, `call`, `use`.
    pub flow: String,
    /// The node at the other end.
    pub target: NodeId,
    /// That node's kind.
    pub target_kind: String,
    /// The variable that holds its name, address or ARN.
    pub variable: String,
    /// The event, when one is named.
    pub event: Option<String>,
    /// Whether the channel keeps order, so that a message needs a group.
    pub fifo: bool,
    /// The field of a message by which it is spread and ordered, as `$.name`; or other text, the same for all.
    pub partition_key: Option<String>,
    /// Whether an invocation does not wait for the answer.
    pub asynchronous: bool,
    /// How long a call may take, in milliseconds.
    pub timeout: Option<u64>,
    /// How often a call that fails is tried again, where that is safe.
    pub retries: i64,
    /// Whether calls stop for a while after repeated failures.
    pub breaker: bool,
    /// Which of several ways to do it, where the kind has several, such as `identity`.
    pub variant: Option<&'static str>,
    /// What the text must know besides: the words that stand for it, and further variables or values.
    pub details: Vec<(String, String)>,
}

/// What starts the function.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Trigger {
    /// A route of an API.
    Route {
        /// The method.
        method: String,
        /// The path.
        path: String,
    },
    /// Messages of a queue, in batches.
    Queue {
        /// Whether the queue keeps order: after a failure the rest of the batch waits too.
        fifo: bool,
        /// Whether the messages that failed are named, so that only they come again.
        partial: bool,
    },
    /// Messages of a topic.
    Topic,
    /// An event of a bus.
    Bus,
    /// Records of a stream, in batches.
    Stream {
        /// Whether the record that failed is named, so that those before it do not come again.
        partial: bool,
    },
    /// Changes of a table, in batches.
    Table {
        /// Whether the change that failed is named, so that those before it do not come again.
        partial: bool,
    },
    /// Files of a bucket.
    Bucket,
    /// Set times.
    Schedule,
    /// A message or a connection of a WebSocket API.
    Socket,
    /// A connection that a WebSocket API wants allowed or refused.
    SocketAuthorizer,
    /// A request that an API wants allowed or refused.
    Authorizer,
    /// A step of signing up or in.
    UserPool,
    /// A direct call.
    Invoke,
}
