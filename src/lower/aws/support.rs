//! The hand-written modules of generated programs: one row each.

use crate::program::SupportModule;

use super::super::support::{Module, Row, SITE_FILES, support_row};

/// Alarms on one metric.
pub(super) const ALARM: Module = Module("components/alarm");
/// Functions in TypeScript, bundled.
pub(super) const BUNDLE: Module = Module("bundle");
/// Containers that are always there.
pub(super) const CONTAINER_SERVICE: Module = Module("components/container-service");
/// Containers as they are started.
pub(super) const CONTAINER_TASK: Module = Module("components/container-task");
/// Dashboards.
pub(super) const DASHBOARD: Module = Module("components/dashboard");
/// Relational databases.
pub(super) const DATABASE: Module = Module("components/database");
/// Proxies that share the connections of databases.
pub(super) const DATABASE_PROXY: Module = Module("components/database-proxy");
/// Networks that are there already.
pub(super) const EXISTING_NETWORK: Module = Module("components/existing-network");
/// Routes of HTTP APIs.
pub(super) const HTTP_ROUTE: Module = Module("components/http-route");
/// Addresses of AWS's services inside of networks.
pub(super) const INTERFACE_ENDPOINTS: Module = Module("components/interface-endpoints");
/// Functions.
pub(super) const LAMBDA_FUNCTION: Module = Module("components/lambda-function");
/// Load balancers.
pub(super) const LOAD_BALANCER: Module = Module("components/load-balancer");
/// Networks.
pub(super) const NETWORK: Module = Module("components/network");
/// Connections inside of networks.
pub(super) const TRAFFIC: Module = Module("components/traffic");
/// IAM policies.
pub(super) const IAM: Module = Module("iam");
/// Values that wait for other resources.
pub(super) const ORDERING: Module = Module("ordering");
/// Parts of state machines.
pub(super) const STATES: Module = Module("states");
/// Sites for browsers.
pub(super) const STATIC_SITE: Module = Module("components/static-site");

/// The modules, in the order of their paths.
pub(super) const MODULES: &[Row] = &[
    support_row!("aws", BUNDLE, "bundle", "bundle", &[]),
    support_row!("aws", ALARM, "components/alarm", "components/alarm", &[]),
    support_row!(
        "aws",
        CONTAINER_SERVICE,
        "components/container-service",
        "components/container_service",
        &[ALARM, CONTAINER_TASK, LOAD_BALANCER]
    ),
    support_row!("aws", CONTAINER_TASK, "components/container-task", "components/container_task", &[IAM]),
    support_row!("aws", DASHBOARD, "components/dashboard", "components/dashboard", &[]),
    support_row!("aws", DATABASE, "components/database", "components/database", &[ALARM]),
    support_row!(
        "aws",
        DATABASE_PROXY,
        "components/database-proxy",
        "components/database_proxy",
        &[DATABASE, IAM, TRAFFIC]
    ),
    support_row!("aws", EXISTING_NETWORK, "components/existing-network", "components/existing_network", &[]),
    support_row!("aws", HTTP_ROUTE, "components/http-route", "components/http_route", &[LAMBDA_FUNCTION]),
    support_row!(
        "aws",
        INTERFACE_ENDPOINTS,
        "components/interface-endpoints",
        "components/interface_endpoints",
        &[IAM]
    ),
    support_row!("aws", LAMBDA_FUNCTION, "components/lambda-function", "components/lambda_function", &[ALARM, IAM]),
    support_row!("aws", LOAD_BALANCER, "components/load-balancer", "components/load_balancer", &[ALARM, TRAFFIC]),
    support_row!("aws", NETWORK, "components/network", "components/network", &[IAM]),
    support_row!("aws", STATIC_SITE, "components/static-site", "components/static_site", &[IAM, SITE_FILES]),
    support_row!("aws", TRAFFIC, "components/traffic", "components/traffic", &[]),
    support_row!("aws", IAM, "iam", "iam", &[]),
    support_row!("aws", ORDERING, "ordering", "ordering", &[]),
    support_row!("shared", SITE_FILES, "site-files", "site_files", &[]),
    support_row!("aws", STATES, "states", "states", &[]),
];

/// The module that reads other projects' stacks.
pub(super) fn stacks() -> SupportModule {
    SupportModule {
        path: vec!["stacks".to_owned()],
        typescript: include_str!("../../../assets/support/aws/typescript/stacks.ts"),
        python: include_str!("../../../assets/support/aws/python/stacks.py"),
    }
}
