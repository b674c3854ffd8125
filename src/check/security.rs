//! Rules about security: who may call, what is secret, what is open.

pub(super) mod access;
pub(super) mod plain_secrets;
pub(super) mod routes;
mod sensitive;
