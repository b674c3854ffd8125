//! The ids of the roles that Azure and Cosmos DB have built in.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

#[derive(Deserialize)]
struct Role {
    name: String,
    id: String,
}

static BUILT_IN: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    let text = include_str!("../../../assets/catalog/azure-roles.yaml");
    let roles: Vec<Role> = serde_yaml::from_str(text).unwrap_or_default();
    roles.into_iter().map(|role| (role.name, role.id)).collect()
});

/// Roles of Cosmos DB itself, on tables.
const OF_TABLES: &[(&str, &str)] = &[
    ("Cosmos DB Built-in Data Reader", "00000000-0000-0000-0000-000000000001"),
    ("Cosmos DB Built-in Data Contributor", "00000000-0000-0000-0000-000000000002"),
];

/// The id of a role of Azure; empty where it is not known.
pub(super) fn built_in(name: &str) -> &'static str {
    BUILT_IN.get(name).map(String::as_str).unwrap_or_default()
}

/// The id of a role of Cosmos DB; empty where it is not known.
pub(super) fn of_tables(name: &str) -> &'static str {
    OF_TABLES.iter().find(|(known, _)| *known == name).map(|(_, id)| *id).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{BUILT_IN, built_in, of_tables};

    #[test]
    fn roles_have_ids() {
        assert!(BUILT_IN.len() > 5);
        assert_eq!(built_in("Key Vault Secrets User"), "4633458b-17de-408a-b874-0445c86b69e6");
        assert_eq!(of_tables("Cosmos DB Built-in Data Reader"), "00000000-0000-0000-0000-000000000001");
        assert_eq!(built_in("King"), "");
    }
}
