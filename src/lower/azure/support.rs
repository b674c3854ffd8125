//! The hand-written modules of generated programs: one row each.

use super::super::support::{Module, Row, SITE_FILES, support_row};

/// Alarms on one metric.
pub(super) const ALARM: Module = Module("components/alarm");
/// All roles of an identity.
const ASSIGNMENTS: Module = Module("components/assignments");
/// Containers.
pub(super) const CONTAINER_APP: Module = Module("components/container-app");
/// Databases.
pub(super) const DATABASE: Module = Module("components/database");
/// Domains that mail is sent from.
pub(super) const EMAIL: Module = Module("components/email");
/// Deliveries of events.
pub(super) const EVENT_DELIVERY: Module = Module("components/event-delivery");
/// Where events come from.
pub(super) const EVENT_SOURCE: Module = Module("components/event-source");
/// Functions.
pub(super) const FUNCTION_APP: Module = Module("components/function-app");
/// HTTP APIs.
pub(super) const HTTP_API: Module = Module("components/http-api");
/// Routes of HTTP APIs.
pub(super) const HTTP_ROUTE: Module = Module("components/http-route");
/// Private networks.
pub(super) const NETWORK: Module = Module("components/network");
/// What all stand on.
pub(super) const PLATFORM: Module = Module("components/platform");
/// Sites.
pub(super) const STATIC_SITE: Module = Module("components/static-site");
/// APIs of open connections.
pub(super) const WEBSOCKET_API: Module = Module("components/websocket-api");
/// Who takes the events of open connections.
pub(super) const WEBSOCKET_HUB: Module = Module("components/websocket-hub");
/// Workflows.
pub(super) const WORKFLOW: Module = Module("components/workflow");
/// Roles of identities.
pub(super) const ROLES: Module = Module("roles");

/// The modules, in the order of their paths.
pub(super) const MODULES: &[Row] = &[
    support_row!("azure", ALARM, "components/alarm", "components/alarm", &[PLATFORM]),
    support_row!("azure", ASSIGNMENTS, "components/assignments", "components/assignments", &[PLATFORM, ROLES]),
    support_row!(
        "azure",
        CONTAINER_APP,
        "components/container-app",
        "components/container_app",
        &[ALARM, ASSIGNMENTS, PLATFORM, ROLES]
    ),
    support_row!("azure", DATABASE, "components/database", "components/database", &[ALARM, PLATFORM]),
    support_row!("azure", EMAIL, "components/email", "components/email", &[PLATFORM]),
    support_row!("azure", EVENT_DELIVERY, "components/event-delivery", "components/event_delivery", &[PLATFORM, ROLES]),
    support_row!("azure", EVENT_SOURCE, "components/event-source", "components/event_source", &[PLATFORM, ROLES]),
    support_row!(
        "azure",
        FUNCTION_APP,
        "components/function-app",
        "components/function_app",
        &[ALARM, ASSIGNMENTS, PLATFORM, ROLES]
    ),
    support_row!(
        "azure",
        HTTP_API,
        "components/http-api",
        "components/http_api",
        &[ALARM, ASSIGNMENTS, PLATFORM, ROLES]
    ),
    support_row!("azure", HTTP_ROUTE, "components/http-route", "components/http_route", &[PLATFORM]),
    support_row!("azure", NETWORK, "components/network", "components/network", &[PLATFORM]),
    support_row!("azure", PLATFORM, "components/platform", "components/platform", &[]),
    support_row!("azure", STATIC_SITE, "components/static-site", "components/static_site", &[PLATFORM, SITE_FILES]),
    support_row!("azure", WEBSOCKET_API, "components/websocket-api", "components/websocket_api", &[ALARM, PLATFORM]),
    support_row!("azure", WEBSOCKET_HUB, "components/websocket-hub", "components/websocket_hub", &[PLATFORM]),
    support_row!("azure", WORKFLOW, "components/workflow", "components/workflow", &[ALARM, PLATFORM, ROLES]),
    support_row!("azure", ROLES, "roles", "roles", &[]),
    support_row!("shared", SITE_FILES, "site-files", "site_files", &[]),
];

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde::Deserialize;

    use super::{MODULES, ROLES};

    #[derive(Deserialize)]
    struct BuiltIn {
        name: String,
        id: String,
        source: String,
    }

    #[test]
    fn the_roles_of_programs_are_those_of_the_catalogue_and_no_others() {
        let text = include_str!("../../../assets/catalog/azure-roles.yaml");
        let known: Vec<BuiltIn> = serde_yaml::from_str(text).unwrap();
        let module = MODULES.iter().find(|row| row.module == ROLES).unwrap();
        for text in [module.typescript, module.python] {
            for role in &known {
                // A name of one word needs no quotes in TypeScript.
                let lines = ["\"", ""].map(|quote| format!("{quote}{}{quote}: \"{}\"", role.name, role.id));
                assert!(lines.iter().any(|line| text.contains(line)), "{lines:?}");
                assert!(role.source.starts_with("learn.microsoft.com/"), "{}", role.name);
            }
            let is_id = |text: &str| text.len() == 36 && text.matches('-').count() == 4;
            let listed = text.lines().filter(|line| line.split('"').any(is_id));
            assert_eq!(listed.count(), known.len());
        }
    }
}
