//! The hand-written modules of generated programs: which there are, and which a program needs.

use std::collections::BTreeSet;

use crate::program::{Class, Statement, SupportModule};

/// A support module, in the order in which programs list them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Module(usize);

/// Alarms on one metric.
pub(super) const ALARM: Module = Module(0);
/// Routes of HTTP APIs.
pub(super) const HTTP_ROUTE: Module = Module(1);
/// Functions.
pub(super) const LAMBDA_FUNCTION: Module = Module(2);
/// IAM policies.
pub(super) const IAM: Module = Module(3);
/// Values that wait for other resources.
pub(super) const ORDERING: Module = Module(4);

struct Row {
    path: &'static [&'static str],
    typescript: &'static str,
    python: &'static str,
    needs: &'static [Module],
}

const MODULES: &[Row] = &[
    Row {
        path: &["components", "alarm"],
        typescript: include_str!("../../../assets/support/aws/typescript/components/alarm.ts"),
        python: include_str!("../../../assets/support/aws/python/components/alarm.py"),
        needs: &[],
    },
    Row {
        path: &["components", "http-route"],
        typescript: include_str!("../../../assets/support/aws/typescript/components/http-route.ts"),
        python: include_str!("../../../assets/support/aws/python/components/http_route.py"),
        needs: &[LAMBDA_FUNCTION],
    },
    Row {
        path: &["components", "lambda-function"],
        typescript: include_str!("../../../assets/support/aws/typescript/components/lambda-function.ts"),
        python: include_str!("../../../assets/support/aws/python/components/lambda_function.py"),
        needs: &[ALARM, IAM],
    },
    Row {
        path: &["iam"],
        typescript: include_str!("../../../assets/support/aws/typescript/iam.ts"),
        python: include_str!("../../../assets/support/aws/python/iam.py"),
        needs: &[],
    },
    Row {
        path: &["ordering"],
        typescript: include_str!("../../../assets/support/aws/typescript/ordering.ts"),
        python: include_str!("../../../assets/support/aws/python/ordering.py"),
        needs: &[],
    },
];

/// The modules that are used, and those that they use, in the order of their paths.
pub(super) fn modules(used: &BTreeSet<Module>) -> Vec<SupportModule> {
    let mut all = used.clone();
    loop {
        let further: Vec<Module> =
            all.iter().filter_map(|module| MODULES.get(module.0)).flat_map(|row| row.needs).copied().collect();
        let before = all.len();
        all.extend(further);
        if all.len() == before {
            break;
        }
    }
    all.iter()
        .filter_map(|module| MODULES.get(module.0))
        .map(|row| SupportModule {
            path: row.path.iter().map(|step| (*step).to_owned()).collect(),
            typescript: row.typescript,
            python: row.python,
        })
        .collect()
}

/// The SDK package that a statement's resource comes from.
pub(super) fn package(statement: &Statement) -> Option<String> {
    match statement {
        Statement::Resource(resource) => match &resource.class {
            Class::Sdk(kind) => Some(kind.package.clone()),
            _ => None,
        },
        _ => None,
    }
}
