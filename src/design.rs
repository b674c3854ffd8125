//! The design: its model, its file, and the edits that change it.
//!
//! The model holds what people wrote, in their order; what follows from it is derived elsewhere. Knows the catalogue.

pub mod edit;
pub mod effective;
pub mod file;
pub mod file_event;
pub mod model;
pub mod name;
pub mod place;
pub mod steps;
pub mod trace;

pub use edit::{Edit, EditError};
pub use file_event::FileEvent;
pub use model::{
    Accepted, Design, Environment, Event, Flow, FlowId, Node, NodeId, Service, Setting, SettingType, Stacks,
};
pub use place::Place;
