//! The code that a function starts with: small, runnable, and the user's own from then on.
//!
//! It reads the variables that the flows give it, has one function for each thing that the function may do, and answers
//! what starts it in the right shape; for queues and streams that is the list of the messages that failed.

pub mod input;

pub use input::{Access, EnvironmentVariable, HandlerInput, Runtime, Trigger};

use crate::program::{Handler, Origin};

/// The first code of a function.
pub fn handler(input: &HandlerInput) -> Handler {
    Handler {
        folder: format!("functions/{}/{}", input.node.service, input.node.node),
        files: Vec::new(),
        origin: Origin::Node(input.node.to_string()),
    }
}
