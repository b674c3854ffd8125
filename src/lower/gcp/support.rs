//! The hand-written modules of generated programs: one row each.

use super::super::support::{Module, Row, SITE_FILES, support_row};

/// APIs of the project.
pub(super) const APIS: Module = Module("apis");
/// Alarms on one metric.
pub(super) const ALARM: Module = Module("components/alarm");
/// Functions.
pub(super) const CLOUD_FUNCTION: Module = Module("components/cloud-function");
/// Containers.
pub(super) const CONTAINER_SERVICE: Module = Module("components/container-service");
/// Messages that are set aside.
pub(super) const DEAD_LETTERS: Module = Module("components/dead-letters");
/// Subscriptions.
pub(super) const DELIVERY: Module = Module("components/delivery");
/// Where functions are built.
pub(super) const FUNCTION_BUILD: Module = Module("components/function-build");
/// HTTP APIs.
pub(super) const HTTP_API: Module = Module("components/http-api");
/// Variables that hold the values of secrets.
const SECRET_VARIABLES: Module = Module("components/secret-variables");
/// Sites for browsers.
pub(super) const STATIC_SITE: Module = Module("components/static-site");
/// Values as others read them.
pub(super) const ENCODING: Module = Module("encoding");
/// Names inside of databases.
pub(super) const SQL: Module = Module("sql");

/// The modules, in the order of their paths.
pub(super) const MODULES: &[Row] = &[
    support_row!("gcp", APIS, "apis", "apis", &[]),
    support_row!("gcp", ALARM, "components/alarm", "components/alarm", &[]),
    support_row!(
        "gcp",
        CLOUD_FUNCTION,
        "components/cloud-function",
        "components/cloud_function",
        &[ALARM, FUNCTION_BUILD, SECRET_VARIABLES]
    ),
    support_row!(
        "gcp",
        CONTAINER_SERVICE,
        "components/container-service",
        "components/container_service",
        &[ALARM, SECRET_VARIABLES]
    ),
    support_row!("gcp", DEAD_LETTERS, "components/dead-letters", "components/dead_letters", &[ALARM]),
    support_row!("gcp", DELIVERY, "components/delivery", "components/delivery", &[]),
    support_row!("gcp", FUNCTION_BUILD, "components/function-build", "components/function_build", &[]),
    support_row!("gcp", HTTP_API, "components/http-api", "components/http_api", &[]),
    support_row!("gcp", SECRET_VARIABLES, "components/secret-variables", "components/secret_variables", &[]),
    support_row!("gcp", STATIC_SITE, "components/static-site", "components/static_site", &[SITE_FILES]),
    support_row!("gcp", ENCODING, "encoding", "encoding", &[]),
    support_row!("shared", SITE_FILES, "site-files", "site_files", &[]),
    support_row!("gcp", SQL, "sql", "sql", &[]),
];
