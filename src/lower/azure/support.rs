//! The hand-written modules of generated programs: which there are, and which a program needs.

use std::collections::BTreeSet;

use crate::program::SupportModule;

/// A support module, by its path; they are listed in the order of their paths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Module(&'static str);

/// Alarms on one metric.
pub(super) const ALARM: Module = Module("components/alarm");
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
/// What all stand on.
pub(super) const PLATFORM: Module = Module("components/platform");
/// Roles of identities.
pub(super) const ROLES: Module = Module("roles");

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
            typescript: include_str!(concat!("../../../assets/support/azure/typescript/", $typescript, ".ts")),
            python: include_str!(concat!("../../../assets/support/azure/python/", $python, ".py")),
            needs: $needs,
        }
    };
}

const MODULES: &[Row] = &[
    row!(ALARM, "components/alarm", "components/alarm", &[PLATFORM]),
    row!(EVENT_DELIVERY, "components/event-delivery", "components/event_delivery", &[PLATFORM, ROLES]),
    row!(EVENT_SOURCE, "components/event-source", "components/event_source", &[PLATFORM, ROLES]),
    row!(FUNCTION_APP, "components/function-app", "components/function_app", &[ALARM, PLATFORM, ROLES]),
    row!(HTTP_API, "components/http-api", "components/http_api", &[ALARM, PLATFORM, ROLES]),
    row!(HTTP_ROUTE, "components/http-route", "components/http_route", &[PLATFORM]),
    row!(PLATFORM, "components/platform", "components/platform", &[]),
    row!(ROLES, "roles", "roles", &[]),
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde::Deserialize;

    use super::{ROLES, row};

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
        let module = row(ROLES).unwrap();
        for text in [module.typescript, module.python] {
            for role in &known {
                let line = format!("\"{}\": \"{}\"", role.name, role.id);
                assert!(text.contains(&line), "{line}");
                assert!(role.source.starts_with("learn.microsoft.com/"), "{}", role.name);
            }
            let listed =
                text.lines().filter(|line| line.trim_start().starts_with('"') && line.matches('"').count() == 4);
            assert_eq!(listed.count(), known.len());
        }
    }
}
