//! The code that a function starts with: small, runnable, and the user's own from then on.
//!
//! It reads the variables that the flows give it, has one function for each thing that the function may do, and answers
//! what starts it in the right shape; for queues and streams that is the list of the messages that failed.

mod events;
pub mod input;
mod messages;
mod nodejs;
mod prose;
mod python;
mod texts;
mod writer;

use std::collections::BTreeSet;
use std::sync::Arc;

pub use events::EventTypes;
pub use input::{Access, EnvironmentVariable, HandlerInput, Message, Notes, Runtime, Source, Trigger};

use crate::program::{Handler, Origin, Packages};
use crate::text::words::is_identifier;

/// Where the modules stand that functions in TypeScript share.
const SHARED_FOLDER: &str = "functions/shared";

/// The files of a function.
#[derive(Debug, Default)]
struct Files {
    /// Those that are the user's once they are written.
    own: Vec<(String, String)>,
    /// Those that follow the design.
    generated: Vec<(String, String)>,
    /// The modules that it shares with others.
    modules: BTreeSet<String>,
    /// Whether it uses the types of events that all share.
    events: bool,
    /// What it is written against.
    packages: Packages,
}

/// Makes the code of functions.
#[derive(Debug, Default)]
pub struct Writer {
    types: EventTypes,
    /// The same for functions whose language has no such types.
    untyped: EventTypes,
    module: Option<(String, Arc<str>)>,
}

impl Writer {
    /// One that knows these events.
    pub fn new(types: EventTypes) -> Self {
        let module = (!types.is_empty()).then(|| nodejs::event_module(&types));
        let untyped = types.without_types();
        Self { module: module.map(|(path, text)| (path, text.into())), types, untyped }
    }

    /// The first code of a function, and what follows the design beside it.
    ///
    /// A variable whose name could not stand in code is left out; the checks refuse such a name anyway.
    pub fn handler(&self, input: &HandlerInput) -> Handler {
        let mut input = input.clone();
        input.environment.retain(|variable| is_identifier(&variable.name));
        input.accesses.retain(|access| is_identifier(&access.variable));
        let types = if input.typed { &self.types } else { &self.untyped };
        let files = match input.runtime {
            Runtime::Nodejs => nodejs::files(&input, types),
            Runtime::Python => python::files(&input, types),
        };
        Handler {
            folder: super::function_folder(&input.node),
            shared: self.shared(&files, input.runtime),
            files: files.own,
            generated: files.generated,
            packages: files.packages,
            origin: Origin::Node(input.node.to_string()),
        }
    }

    fn shared(&self, files: &Files, runtime: Runtime) -> Vec<(String, Arc<str>)> {
        if runtime == Runtime::Python {
            return Vec::new();
        }
        let mut shared: Vec<(String, Arc<str>)> = Vec::new();
        let mut waiting: Vec<&str> = files.modules.iter().map(String::as_str).collect();
        while let Some(name) = waiting.pop() {
            if let Some((path, text, uses)) = nodejs::shared(name)
                && !shared.iter().any(|(present, _)| *present == path)
            {
                shared.push((path, text.into()));
                waiting.extend(uses);
            }
        }
        shared.extend(self.module.clone().filter(|_| files.events));
        shared
    }
}

/// How many cells a line may have.
const WIDTH: usize = 100;

#[cfg(test)]
mod tests;
