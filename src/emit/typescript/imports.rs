//! The imports of a TypeScript module: only what is used, packages first.

use std::collections::{BTreeMap, BTreeSet};

use super::super::document::{Doc, HARDLINE, LINE, concat, group, if_break, indent, join};
use super::format::INDENT;
use super::literal;
use crate::text::words;

/// What a module imports.
#[derive(Debug, Default)]
pub(super) struct Imports {
    standard: BTreeSet<&'static str>,
    packages: BTreeMap<String, String>,
    namespaces: BTreeMap<String, String>,
    named: BTreeMap<String, BTreeSet<String>>,
}

impl Imports {
    /// A module of Node.js; the name it goes by.
    pub(super) fn standard(&mut self, module: &'static str) -> &'static str {
        self.standard.insert(module);
        module
    }

    /// A Pulumi package; the name it goes by.
    pub(super) fn package(&mut self, package: &str) -> String {
        let alias = words::camel(package);
        self.packages.insert(format!("@pulumi/{}", words::kebab(package)), alias.clone());
        alias
    }

    /// A module of a Pulumi package; the name it goes by.
    pub(super) fn module(&mut self, package: &str, module: &str) -> String {
        let alias = words::camel(module);
        self.packages.insert(format!("@pulumi/{}/{module}", words::kebab(package)), alias.clone());
        alias
    }

    /// A module of this program as a whole; the name it goes by.
    pub(super) fn namespace(&mut self, from: &[String], module: &[String]) -> String {
        let alias = words::camel(module.last().map_or("", String::as_str));
        self.namespaces.insert(relative(from, module), alias.clone());
        alias
    }

    /// One thing of a module of this program.
    pub(super) fn named(&mut self, from: &[String], module: &[String], item: &str) {
        self.named.entry(relative(from, module)).or_default().insert(item.to_owned());
    }

    /// The import statements, with a blank line after each of the blocks.
    pub(super) fn document(&self) -> Doc {
        let mut parts = Vec::new();
        for module in &self.standard {
            parts.push(format!("import * as {module} from {};", literal::string(&format!("node:{module}"))).into());
            parts.push(HARDLINE);
        }
        if !parts.is_empty() {
            parts.push(HARDLINE);
        }
        let before = parts.len();
        for (path, alias) in &self.packages {
            parts.push(format!("import * as {alias} from {};", literal::string(path)).into());
            parts.push(HARDLINE);
        }
        if parts.len() > before {
            parts.push(HARDLINE);
        }
        let paths: BTreeSet<&String> = self.namespaces.keys().chain(self.named.keys()).collect();
        let local = !paths.is_empty();
        for path in paths {
            if let Some(alias) = self.namespaces.get(path) {
                parts.push(format!("import * as {alias} from {};", literal::string(path)).into());
                parts.push(HARDLINE);
            }
            if let Some(items) = self.named.get(path) {
                parts.push(named(items, path));
                parts.push(HARDLINE);
            }
        }
        if local {
            parts.push(HARDLINE);
        }
        concat(parts)
    }
}

fn named(items: &BTreeSet<String>, path: &str) -> Doc {
    let end = format!(" from {};", literal::string(path));
    if let (1, Some(only)) = (items.len(), items.first()) {
        return format!("import {{ {only} }}{end}").into();
    }
    let separator = concat([",".into(), LINE]);
    let items = join(items.iter().map(|item| item.clone().into()), &separator);
    group(concat([
        "import {".into(),
        indent(INDENT, concat([LINE, items])),
        if_break(",".into(), Doc::Nil),
        LINE,
        "}".into(),
        end.into(),
    ]))
}

/// The path from one module to another, as an import writes it.
fn relative(from: &[String], to: &[String]) -> String {
    let folder = from.split_last().map_or(&[][..], |(_, folder)| folder);
    let common = folder.iter().zip(to).take_while(|(left, right)| left == right).count();
    let up = folder.len() - common;
    let mut path = if up == 0 { "./".to_owned() } else { "../".repeat(up) };
    path.push_str(&to.get(common..).unwrap_or_default().join("/"));
    path
}
