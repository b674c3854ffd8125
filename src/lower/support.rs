//! The hand-written modules of generated programs: what each needs, and which a program takes. Knows no cloud; each has
//! its own table.

use std::collections::BTreeSet;

use crate::program::{Class, Component, Expression, Statement, Support, SupportModule, walk};

/// A support module, by its path; they are listed in the order of their paths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Module(pub(super) &'static str);

/// The files of sites, which are the same on every cloud.
pub(super) const SITE_FILES: Module = Module("site-files");

/// A module's texts, and the modules that it uses.
pub(super) struct Row {
    pub(super) module: Module,
    pub(super) typescript: &'static str,
    pub(super) python: &'static str,
    pub(super) needs: &'static [Module],
}

/// A row of a cloud's table: the module, its files, of which Python writes names in its own way, and what it uses. What is
/// the same on every cloud stands in the folder `shared`.
macro_rules! support_row {
    ($cloud:literal, $module:ident, $typescript:literal, $python:literal, $needs:expr) => {
        $crate::lower::support::Row {
            module: $module,
            typescript: include_str!(concat!("../../../assets/support/", $cloud, "/typescript/", $typescript, ".ts")),
            python: include_str!(concat!("../../../assets/support/", $cloud, "/python/", $python, ".py")),
            needs: $needs,
        }
    };
}

pub(super) use support_row;

/// The modules of a table that are used, and those that they use, in the order of their paths.
pub(super) fn modules(table: &[Row], used: &BTreeSet<Module>) -> Vec<SupportModule> {
    let row = |module: &Module| table.iter().find(|row| row.module == *module);
    let mut all = used.clone();
    loop {
        let further: Vec<Module> = all.iter().filter_map(row).flat_map(|row| row.needs).copied().collect();
        let before = all.len();
        all.extend(further);
        if all.len() == before {
            break;
        }
    }
    all.iter()
        .filter_map(row)
        .map(|row| SupportModule {
            path: row.module.0.split('/').map(str::to_owned).collect(),
            typescript: row.typescript,
            python: row.python,
        })
        .collect()
}

/// The modules that a component uses, and those that they use, in the order of their paths.
pub(super) fn of(table: &[Row], component: &Component) -> Vec<SupportModule> {
    let mut paths: Vec<Vec<String>> = Vec::new();
    classes(&component.body, &mut paths);
    for statement in &component.body {
        walk::statement(statement, &mut |value| {
            if let Expression::Call { function, .. } = value {
                paths.push(function.module.clone());
            }
        });
    }
    let used = table.iter().filter(|row| paths.iter().any(|path| path.join("/") == row.module.0));
    modules(table, &used.map(|row| row.module).collect())
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
