//! Rules about security: who may call, what is secret, what is open.

mod access;
mod plain_secrets;
mod routes;
mod sensitive;

use super::rule::Rule;

/// The rules, in the order of their codes.
pub(super) static RULES: &[Rule] = &[
    plain_secrets::PROPERTY,
    plain_secrets::SETTING,
    plain_secrets::ENVIRONMENT,
    routes::PUBLIC_MUTATION,
    routes::NO_AUTHORISER,
    routes::WILDCARD,
    access::FUNCTION_URL,
    access::NO_MFA,
    access::UNUSED,
    access::HTTP_EXTERNAL,
];
