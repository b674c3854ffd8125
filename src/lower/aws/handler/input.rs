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
}

/// The language of a handler.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Runtime {
    /// JavaScript on Node.js: `index.mjs`.
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
    },
    /// Messages of a topic.
    Topic,
    /// An event of a bus.
    Bus,
    /// Records of a stream, in batches.
    Stream,
    /// Changes of a table, in batches.
    Table,
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
