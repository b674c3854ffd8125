//! AWS.

pub mod handler;
