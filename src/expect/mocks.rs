//! What stands in for a cloud while tests run: what its provider answers, and which outputs resources have. Only what a
//! program asks for is told to its tests.

use std::collections::BTreeSet;

use crate::program::{Expression, Program, walk};
use crate::register::{Registered, Value};

use super::cloud::Cloud;
use super::value::Expected;

/// What a function of the provider answers: the token of the function, and paths with their texts.
pub(super) type Answer = (&'static str, &'static [(&'static str, &'static str)]);

/// The answers to the questions that the program asks, by the tokens of the functions.
pub(super) fn answers(cloud: &Cloud, program: &Program) -> Vec<(String, Expected)> {
    let mut asked: BTreeSet<String> = BTreeSet::new();
    each(program, &mut |expression| {
        if let Expression::Invoke { function, .. } = expression {
            asked.extend(function.last().cloned());
        }
    });
    let supported = |function: &str| {
        let call = format!(".{function}Output(");
        program.support.iter().any(|module| module.typescript.contains(&call))
    };
    let wanted = cloud.answers.iter().filter(|(token, _)| asked.contains(last(token)) || supported(last(token)));
    wanted.map(|(token, texts)| ((*token).to_owned(), nested(texts.iter().copied()))).collect()
}

/// The text that is at a way into an answer, such as `getPartition.partition`.
pub(super) fn answer(cloud: &Cloud, way: &str) -> Option<&'static str> {
    let (function, path) = way.split_once('.')?;
    let path = dotted(path);
    let (_, texts) = cloud.answers.iter().find(|(token, _)| last(token) == function)?;
    texts.iter().find(|(present, _)| *present == path).map(|(_, text)| *text)
}

/// The name of a function by its token.
fn last(token: &str) -> &str {
    token.rsplit(':').next().unwrap_or(token)
}

/// The names of the outputs that are texts, sorted: those that something refers to.
pub(super) fn texts(cloud: &Cloud, program: &Program, resources: &[Registered]) -> Vec<String> {
    let mut found = used(cloud, program, resources);
    found.extend(cloud.always.iter().map(|name| (*name).to_owned()));
    found.retain(|name| name != "id" && structure(cloud, name).is_none());
    found.into_iter().collect()
}

/// The outputs that are structures, with the path to each text in its place.
pub(super) fn structures(cloud: &Cloud, program: &Program, resources: &[Registered]) -> Vec<(String, Expected)> {
    let used = used(cloud, program, resources);
    let wanted = cloud.structures.iter().filter(|paths| paths.first().is_some_and(|path| used.contains(first(path))));
    match nested(wanted.flat_map(|paths| paths.iter().map(|path| (*path, *path)))) {
        Expected::Object(entries) => entries,
        _ => Vec::new(),
    }
}

/// The way to an output as a path: `endpoints.0.address`, where resources have it while tests run.
pub(super) fn path(cloud: &Cloud, way: &str) -> Option<String> {
    let path = dotted(way);
    if !path.contains('.') {
        return Some(path);
    }
    structure(cloud, first(&path))?.contains(&path.as_str()).then_some(path)
}

fn structure(cloud: &Cloud, name: &str) -> Option<&'static [&'static str]> {
    cloud.structures.iter().find(|paths| paths.first().is_some_and(|path| first(path) == name)).copied()
}

fn first(path: &str) -> &str {
    path.split('.').next().unwrap_or(path)
}

/// `endpoints.0.address` for `endpoints[0].address`.
fn dotted(way: &str) -> String {
    way.replace('[', ".").replace(']', "")
}

/// The names of outputs that something refers to: the program, and the support modules that it uses.
fn used(cloud: &Cloud, program: &Program, resources: &[Registered]) -> BTreeSet<String> {
    let mut found: BTreeSet<String> = BTreeSet::new();
    each(program, &mut |expression| {
        if let Expression::Property(_, name) = expression {
            found.insert(name.clone());
        }
    });
    found.extend(program.entry.references.iter().flat_map(|reference| reference.outputs.iter().cloned()));
    for resource in resources {
        for (_, value) in &resource.inputs {
            gather(value, &mut found);
        }
    }
    let structures = cloud.structures.iter().filter_map(|paths| paths.first()).map(|path| first(path));
    let known: BTreeSet<&str> = cloud.outputs.iter().copied().chain(structures).collect();
    for module in &program.support {
        let words = module.typescript.split(|character: char| !character.is_ascii_alphanumeric());
        found.extend(words.filter(|word| known.contains(word)).map(str::to_owned));
    }
    found
}

/// Every expression of a program.
fn each(program: &Program, note: &mut dyn FnMut(&Expression)) {
    for component in &program.components {
        for statement in &component.body {
            walk::statement(statement, note);
        }
        for (_, value) in &component.outputs {
            walk::expression(value, note);
        }
    }
    for export in &program.entry.exports {
        walk::expression(&export.value, note);
    }
    for (_, value) in program.entry.instances.iter().flat_map(|instance| &instance.arguments) {
        walk::expression(value, note);
    }
}

fn gather(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Output(_, way) => {
            let first = way.split(['.', '[']).next().unwrap_or(way);
            found.insert(first.to_owned());
        }
        Value::Joined(items) | Value::List(items) => items.iter().for_each(|item| gather(item, found)),
        Value::Object(entries) => entries.iter().for_each(|(_, item)| gather(item, found)),
        Value::Json(inner) | Value::From(_, inner) => gather(inner, found),
        _ => {}
    }
}

/// Texts at paths as a structure: steps that are numbers are places in lists, which start at 0.
fn nested<'a>(texts: impl IntoIterator<Item = (&'a str, &'a str)>) -> Expected {
    let mut whole = Expected::Object(Vec::new());
    for (path, text) in texts {
        put(&mut whole, path, text);
    }
    whole
}

fn put(place: &mut Expected, path: &str, text: &str) {
    let (step, rest) = path.split_once('.').map_or((path, None), |(step, rest)| (step, Some(rest)));
    let below = || match rest.map(first) {
        None => Expected::Text(text.to_owned()),
        Some(next) if next.parse::<usize>().is_ok() => Expected::List(Vec::new()),
        Some(_) => Expected::Object(Vec::new()),
    };
    let inner = match place {
        Expected::List(items) => {
            if step.parse() == Ok(items.len()) {
                items.push(below());
            }
            items.last_mut()
        }
        Expected::Object(entries) => {
            if entries.iter().all(|(name, _)| name != step) {
                entries.push((step.to_owned(), below()));
            }
            entries.iter_mut().find(|(name, _)| name == step).map(|(_, value)| value)
        }
        _ => None,
    };
    if let (Some(inner), Some(rest)) = (inner, rest) {
        put(inner, rest, text);
    }
}

#[cfg(test)]
mod tests {
    use super::{Expected, answer, nested, path};
    use crate::expect::cloud::AWS;

    #[test]
    fn paths_become_structures() {
        let text = |text: &str| Expected::Text(text.to_owned());
        let entry = |name: &str, value: Expected| (name.to_owned(), value);
        let made = nested([("a.0.b", "1"), ("a.0.c", "2"), ("a.1.b", "3"), ("d", "4")]);
        let pair = Expected::Object(vec![entry("b", text("1")), entry("c", text("2"))]);
        let list = Expected::List(vec![pair, Expected::Object(vec![entry("b", text("3"))])]);
        assert_eq!(made, Expected::Object(vec![entry("a", list), entry("d", text("4"))]));
    }

    #[test]
    fn ways_into_structures_are_known_by_their_paths() {
        assert_eq!(path(&AWS, "arn").as_deref(), Some("arn"));
        assert_eq!(path(&AWS, "endpoints[0].address").as_deref(), Some("endpoints.0.address"));
        assert_eq!(path(&AWS, "endpoints[0].color"), None);
        assert_eq!(answer(&AWS, "getPartition.partition"), Some("aws"));
        assert_eq!(answer(&AWS, "getPartition.color"), None);
    }
}
