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

#[cfg(test)]
mod tests {
    use super::provider_properties::Row;
    use super::{databases, encryption, identities, people, policies, public_data};

    static TABLES: &[&[Row]] = &[
        databases::PASSWORD_ROWS,
        databases::MANAGED_ROWS,
        encryption::AT_REST_ROWS,
        encryption::IN_TRANSIT_ROWS,
        encryption::OLD_TLS_ROWS,
        encryption::PLAIN_INGRESS_ROWS,
        identities::LOCAL_AUTH_ROWS,
        identities::IDENTITY_ROWS,
        identities::ACCOUNT_ROWS,
        identities::INVOKER_ROWS,
        identities::VAULT_ROWS,
        people::WEAK_ROWS,
        people::NO_MFA_ROWS,
        people::IMPLICIT_ROWS,
        policies::WILDCARDS,
        policies::OPEN_CHANNELS,
        public_data::BUCKETS,
        public_data::SITES,
        public_data::DATABASES,
    ];

    #[test]
    fn each_row_has_a_source_and_speaks_of_kinds_and_types_of_its_cloud() {
        let mut rows = 0;
        for row in TABLES.iter().copied().flatten() {
            rows += 1;
            assert!(!row.source.is_empty() && !row.effect.ends_with('.'), "{}", row.path);
            assert!(!row.kinds.is_empty() || !row.types.is_empty(), "{}", row.path);
            for kind in row.kinds {
                assert!(crate::catalog::catalog().kind(kind).is_some(), "{kind}");
            }
            let package = match row.provider {
                crate::catalog::Provider::Aws => "aws:",
                crate::catalog::Provider::Azure => "azure-native:",
                crate::catalog::Provider::Gcp => "gcp:",
            };
            for resource in row.types {
                assert!(resource.starts_with(package) && resource.split(':').count() == 3, "{resource}");
            }
        }
        assert!(rows > 60, "{rows}");
    }
}
