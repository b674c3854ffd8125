//! The hand-written modules of generated programs: which there are, and which a program needs.

use std::collections::BTreeSet;

use crate::program::SupportModule;

/// A support module, by its path; they are listed in the order of their paths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Module(&'static str);

/// APIs of the project.
pub(super) const APIS: Module = Module("apis");
/// Alarms on one metric.
pub(super) const ALARM: Module = Module("components/alarm");
/// Functions.
pub(super) const CLOUD_FUNCTION: Module = Module("components/cloud-function");
/// Messages that are set aside.
pub(super) const DEAD_LETTERS: Module = Module("components/dead-letters");
/// Subscriptions.
pub(super) const DELIVERY: Module = Module("components/delivery");
/// Where functions are built.
pub(super) const FUNCTION_BUILD: Module = Module("components/function-build");
/// HTTP APIs.
pub(super) const HTTP_API: Module = Module("components/http-api");
/// Values as others read them.
pub(super) const ENCODING: Module = Module("encoding");
/// Names inside of databases.
pub(super) const SQL: Module = Module("sql");

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
            typescript: include_str!(concat!("../../../assets/support/gcp/typescript/", $typescript, ".ts")),
            python: include_str!(concat!("../../../assets/support/gcp/python/", $python, ".py")),
            needs: $needs,
        }
    };
}

const MODULES: &[Row] = &[
    row!(APIS, "apis", "apis", &[]),
    row!(ALARM, "components/alarm", "components/alarm", &[]),
    row!(CLOUD_FUNCTION, "components/cloud-function", "components/cloud_function", &[ALARM, FUNCTION_BUILD]),
    row!(DEAD_LETTERS, "components/dead-letters", "components/dead_letters", &[ALARM]),
    row!(DELIVERY, "components/delivery", "components/delivery", &[]),
    row!(FUNCTION_BUILD, "components/function-build", "components/function_build", &[]),
    row!(HTTP_API, "components/http-api", "components/http_api", &[]),
    row!(ENCODING, "encoding", "encoding", &[]),
    row!(SQL, "sql", "sql", &[]),
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
