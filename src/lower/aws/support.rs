//! The hand-written modules of generated programs: which there are, and which a program needs.

use std::collections::BTreeSet;

use crate::program::{Class, Component, Expression, Statement, Support, SupportModule};

use super::super::walk;

/// A support module, by its path; they are listed in the order of their paths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Module(&'static str);

/// Alarms on one metric.
pub(super) const ALARM: Module = Module("components/alarm");
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

struct Row {
    module: Module,
    typescript: &'static str,
    python: &'static str,
    needs: &'static [Module],
}

/// A module: its files, of which Python writes names in its own way, and the modules that it uses.
macro_rules! row {
    ($module:ident, $typescript:literal, $python:literal, $needs:expr) => {
        Row {
            module: $module,
            typescript: include_str!(concat!("../../../assets/support/aws/typescript/", $typescript, ".ts")),
            python: include_str!(concat!("../../../assets/support/aws/python/", $python, ".py")),
            needs: $needs,
        }
    };
}

const MODULES: &[Row] = &[
    row!(ALARM, "components/alarm", "components/alarm", &[]),
    row!(
        CONTAINER_SERVICE,
        "components/container-service",
        "components/container_service",
        &[ALARM, CONTAINER_TASK, LOAD_BALANCER]
    ),
    row!(CONTAINER_TASK, "components/container-task", "components/container_task", &[IAM]),
    row!(DASHBOARD, "components/dashboard", "components/dashboard", &[]),
    row!(DATABASE, "components/database", "components/database", &[ALARM]),
    row!(DATABASE_PROXY, "components/database-proxy", "components/database_proxy", &[DATABASE, IAM, TRAFFIC]),
    row!(EXISTING_NETWORK, "components/existing-network", "components/existing_network", &[]),
    row!(HTTP_ROUTE, "components/http-route", "components/http_route", &[LAMBDA_FUNCTION]),
    row!(INTERFACE_ENDPOINTS, "components/interface-endpoints", "components/interface_endpoints", &[IAM]),
    row!(LAMBDA_FUNCTION, "components/lambda-function", "components/lambda_function", &[ALARM, IAM]),
    row!(LOAD_BALANCER, "components/load-balancer", "components/load_balancer", &[ALARM, TRAFFIC]),
    row!(NETWORK, "components/network", "components/network", &[IAM]),
    row!(STATIC_SITE, "components/static-site", "components/static_site", &[IAM]),
    row!(TRAFFIC, "components/traffic", "components/traffic", &[]),
    row!(IAM, "iam", "iam", &[]),
    row!(ORDERING, "ordering", "ordering", &[]),
    row!(STATES, "states", "states", &[]),
];

fn row(module: Module) -> Option<&'static Row> {
    MODULES.iter().find(|row| row.module == module)
}

/// The modules that are used, and those that they use, in the order of their paths.
pub(super) fn modules(used: &BTreeSet<Module>) -> Vec<SupportModule> {
    let mut all = used.clone();
    loop {
        let further: Vec<Module> =
            all.iter().filter_map(|module| row(*module)).flat_map(|row| row.needs).copied().collect();
        let before = all.len();
        all.extend(further);
        if all.len() == before {
            break;
        }
    }
    all.iter()
        .filter_map(|module| row(*module))
        .map(|row| SupportModule {
            path: row.module.0.split('/').map(str::to_owned).collect(),
            typescript: row.typescript,
            python: row.python,
        })
        .collect()
}

/// The module that reads other projects' stacks.
pub(super) fn stacks() -> SupportModule {
    SupportModule {
        path: vec!["stacks".to_owned()],
        typescript: include_str!("../../../assets/support/aws/typescript/stacks.ts"),
        python: include_str!("../../../assets/support/aws/python/stacks.py"),
    }
}

/// The modules that a component uses, and those that they use, in the order of their paths.
pub(super) fn of(component: &Component) -> Vec<SupportModule> {
    let mut paths: Vec<Vec<String>> = Vec::new();
    classes(&component.body, &mut paths);
    for statement in &component.body {
        walk::statement(statement, &mut |value| {
            if let Expression::Call { function, .. } = value {
                paths.push(function.module.clone());
            }
        });
    }
    let used = MODULES.iter().filter(|row| paths.iter().any(|path| path.join("/") == row.module.0));
    modules(&used.map(|row| row.module).collect())
}

/// The modules of the classes and functions that make resources.
fn classes(body: &[Statement], paths: &mut Vec<Vec<String>>) {
    for statement in body {
        match statement {
            Statement::Resource(resource) => {
                if let Class::Component(Support { module, .. }) | Class::Function(Support { module, .. }) =
                    &resource.class
                {
                    paths.push(module.clone());
                }
            }
            Statement::If { then, .. } => classes(then, paths),
            Statement::Let { .. } | Statement::Assign { .. } => {}
        }
    }
}
