//! The imports of a Python module: only what is used, in the order of isort.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use super::super::document::{Doc, HARDLINE, LINE, SOFTLINE, concat, group, if_break, indent, join};
use super::format::INDENT;
use super::name;
use crate::text::words;

/// What a module imports.
#[derive(Debug, Default)]
pub(super) struct Imports {
    standard: BTreeSet<&'static str>,
    from_standard: BTreeMap<&'static str, BTreeSet<&'static str>>,
    packages: BTreeMap<String, Option<String>>,
    /// Modules of packages, by package.
    modules: BTreeMap<String, BTreeSet<String>>,
    /// By module as written: `..components.alarm`, or `shop.settings`.
    local: BTreeMap<String, BTreeSet<String>>,
}

impl Imports {
    /// A module of the standard library.
    pub(super) fn standard(&mut self, module: &'static str) {
        self.standard.insert(module);
    }

    /// One thing of a module of the standard library.
    pub(super) fn standard_item(&mut self, module: &'static str, item: &'static str) {
        self.from_standard.entry(module).or_default().insert(item);
    }

    /// A Pulumi package; the name it goes by.
    pub(super) fn package(&mut self, package: &str) -> String {
        if package == "pulumi" {
            self.packages.insert("pulumi".to_owned(), None);
            return "pulumi".to_owned();
        }
        let alias = words::snake(package);
        self.packages.insert(format!("pulumi_{alias}"), Some(alias.clone()));
        alias
    }

    /// A module of a Pulumi package; the name it goes by.
    pub(super) fn module(&mut self, package: &str, module: &str) -> String {
        let package = format!("pulumi_{}", words::snake(package));
        self.modules.entry(package).or_default().insert(module.to_owned());
        module.to_owned()
    }

    /// One thing of a module of this program.
    pub(super) fn local(&mut self, module: String, item: &str) {
        self.local.entry(module).or_default().insert(item.to_owned());
    }

    /// The import statements, a blank line after each section.
    pub(super) fn document(&self) -> Doc {
        let mut parts = Vec::new();
        let mut section = |lines: Vec<Doc>| {
            if !lines.is_empty() {
                for line in lines {
                    parts.extend([line, HARDLINE]);
                }
                parts.push(HARDLINE);
            }
        };
        let mut standard: Vec<Doc> = self.standard.iter().map(|module| format!("import {module}").into()).collect();
        standard.extend(self.from_standard.iter().map(|(module, items)| from(module, items.iter().copied())));
        section(standard);
        let mut packages: Vec<Doc> = self
            .packages
            .iter()
            .map(|(module, alias)| match alias {
                Some(alias) => format!("import {module} as {alias}").into(),
                None => format!("import {module}").into(),
            })
            .collect();
        packages.extend(self.modules.iter().map(|(package, items)| from(package, items.iter().map(String::as_str))));
        section(packages);
        let mut local: Vec<(&String, &BTreeSet<String>)> = self.local.iter().collect();
        local.sort_by(|(left, _), (right, _)| by_distance(left, right));
        section(local.into_iter().map(|(module, items)| from(module, items.iter().map(String::as_str))).collect());
        concat(parts)
    }
}

fn from<'a>(module: &str, items: impl Iterator<Item = &'a str>) -> Doc {
    let mut items: Vec<&str> = items.collect();
    items.sort_by(|left, right| rank(left).cmp(&rank(right)).then_with(|| natural(left, right)));
    let items = join(items.into_iter().map(|item| item.to_owned().into()), &concat([",".into(), LINE]));
    group(concat([
        format!("from {module} import ").into(),
        if_break("(".into(), Doc::Nil),
        indent(INDENT, concat([SOFTLINE, items])),
        if_break(",".into(), Doc::Nil),
        SOFTLINE,
        if_break(")".into(), Doc::Nil),
    ]))
}

/// Constants come first, then classes, then the rest.
fn rank(item: &str) -> u8 {
    if item.len() > 1 && !item.contains(|character: char| character.is_ascii_lowercase()) {
        0
    } else if item.starts_with(|first: char| first.is_ascii_uppercase()) {
        1
    } else {
        2
    }
}

/// The furthest relative module first, otherwise by name.
fn by_distance(left: &str, right: &str) -> Ordering {
    let dots = |module: &str| module.chars().take_while(|character| *character == '.').count();
    dots(right).cmp(&dots(left)).then_with(|| natural(left.trim_start_matches('.'), right.trim_start_matches('.')))
}

/// Names with numbers in them by the size of the numbers, and without regard to case.
fn natural(left: &str, right: &str) -> Ordering {
    let key = |text: &str| {
        let mut parts: Vec<(u64, char)> = Vec::new();
        let mut number: Option<u64> = None;
        for character in text.chars() {
            if let Some(digit) = character.to_digit(10) {
                number = Some(number.unwrap_or(0).saturating_mul(10).saturating_add(u64::from(digit)));
                continue;
            }
            parts.extend(number.take().map(|number| (number, '0')));
            parts.push((0, character));
        }
        parts.extend(number.map(|number| (number, '0')));
        parts.into_iter().map(|(number, character)| (character, number)).collect::<Vec<_>>()
    };
    key(&left.to_ascii_lowercase()).cmp(&key(&right.to_ascii_lowercase())).then_with(|| left.cmp(right))
}

/// A module of this program seen from another: `from` and `to` are paths inside the package.
pub(super) fn relative(from: &[String], to: &[String]) -> (String, String) {
    let folder = from.split_last().map_or(&[][..], |(_, folder)| folder);
    let common = folder.iter().zip(to).take_while(|(left, right)| left == right).count();
    let common = common.min(to.len().saturating_sub(1));
    let dots = ".".repeat(folder.len() - common + 1);
    let rest = to.get(common..).unwrap_or_default();
    (dots, rest.join("."))
}

/// The path of a module, each step safe to be a module's name.
pub(super) fn module_path(module: &[String]) -> Vec<String> {
    module.iter().map(|step| name::keyword_safe(words::snake(step))).collect()
}
