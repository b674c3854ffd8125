//! Rules about security: who may call, what is secret, what is open.

mod access;
mod cors;
mod databases;
mod encryption;
mod firewalls;
mod identities;
mod images;
mod networks;
mod open_routes;
mod people;
mod plain_secrets;
mod policies;
mod policy_document;
mod principals;
mod provider_properties;
mod public_data;
mod routes;
mod secrets;
mod sensitive;
mod switches;
mod websockets;

use super::rule::Rule;

/// The rules, in the order of their codes.
pub(super) static RULES: &[Rule] = &[
    plain_secrets::PROPERTY,
    plain_secrets::SETTING,
    plain_secrets::ENVIRONMENT,
    routes::PUBLIC_MUTATION,
    open_routes::PUBLIC_READ,
    routes::NO_AUTHORISER,
    open_routes::WEBHOOK,
    websockets::CONNECT,
    websockets::USER_POOL,
    cors::WILDCARD,
    access::FUNCTION_URL,
    policies::WILDCARD,
    policies::BROADER,
    principals::SHARED_ROLE,
    principals::MANY_PRINCIPALS,
    public_data::BUCKET,
    public_data::SITE,
    encryption::AT_REST,
    encryption::IN_TRANSIT,
    public_data::DATABASE,
    networks::NO_NETWORK,
    networks::CANNOT_REACH,
    networks::NO_EGRESS,
    databases::PASSWORD_AUTH,
    databases::PASSWORD,
    identities::LOCAL_AUTH,
    identities::NO_IDENTITY,
    identities::DEFAULT_ACCOUNT,
    identities::INVOKER,
    people::WEAK_PASSWORD,
    people::NO_MFA,
    people::IMPLICIT,
    identities::VAULT,
    secrets::WITHOUT_ROTATION,
    secrets::UNUSED,
    secrets::AS_VALUE,
    access::HTTP_EXTERNAL,
    firewalls::NO_WAF,
    policies::OPEN_CHANNEL,
    encryption::OLD_TLS,
    encryption::PLAIN_INGRESS,
    images::MUTABLE_TAG,
];
