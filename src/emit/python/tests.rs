//! Tests in Python for pytest: one module for each service, and what they share.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;

use super::super::document::{Doc, HARDLINE, concat, indent, join};
use super::super::printer::WIDTH;
use super::super::{Piece, SourceFile};
use super::documentation::docstring;
use super::format::{self, INDENT};
use super::literal;
use super::syntax::{Argument, Item, Node};
use crate::catalog::Language;
use crate::expect::{Check, Expected, Suite, Tests};
use crate::program::{Name, Scope};
use crate::text::words;

const SYSTEM: &str = include_str!("../../../assets/tests/python/system.py");
const CONFTEST: &str = include_str!("../../../assets/tests/python/conftest.py");

/// The modules.
pub(in crate::emit) fn files(tests: &Tests, project: &str) -> Vec<SourceFile> {
    let system = SYSTEM
        .replace("{{configuration}}", &dictionary("CONFIGURATION: dict[str, str]", &texts(&tests.configuration)))
        .replace("{{outputs}}", &list("OUTPUTS: list[str] = ", &tests.outputs))
        .replace("{{structures}}", &dictionary("STRUCTURES: dict[str, Any]", &tests.structures))
        .replace("{{answers}}", &dictionary("ANSWERS: dict[str, dict[str, Any]]", &tests.answers))
        .replace("{{checks}}", tests.checks.python.trim_end())
        .replace("{{imports}}", &imports(tests.imports))
        .replace("{{reshaped}}", &reshaped(tests.reshaped))
        .replace("{{stack}}", &super::super::token(&tests.stack));
    let program = super::super::accepting(tests.program.python, &tests.accepted, Language::Python);
    let mut files = vec![
        Piece::text("tests/__init__.py".to_owned(), "\"\"\"Tests of the program, under mocks.\"\"\"\n", project),
        Piece::text("tests/conftest.py".to_owned(), CONFTEST, project),
        Piece::text("tests/system.py".to_owned(), &system, project),
        Piece::text("tests/test_program.py".to_owned(), &program, project),
    ];
    files.extend(tests.suites.iter().map(|suite| {
        let path = format!("tests/test_{}.py", name(&suite.name));
        Piece::document(path, &document(suite))
    }));
    files
}

/// The modules that what is shared uses, in order.
fn imports(further: &[&str]) -> String {
    let modules: BTreeSet<&str> = further.iter().copied().chain(["json", "runpy"]).collect();
    modules.into_iter().map(|module| format!("import {module}")).collect::<Vec<_>>().join("\n")
}

/// Leaves out inputs that have another form in what is typed as an output.
fn reshaped(inputs: &[&str]) -> String {
    let line =
        |name: &&str| format!("    given.pop({}, None)  # It comes back in another form.\n", literal::string(name));
    inputs.iter().map(line).collect()
}

fn texts(entries: &[(String, String)]) -> Vec<(String, Expected)> {
    entries.iter().map(|(name, text)| (name.clone(), Expected::Text(text.clone()))).collect()
}

/// A dictionary as the value of a constant.
fn dictionary(name: &str, entries: &[(String, Expected)]) -> String {
    let value = Printer::default().value(&Expected::Object(entries.to_vec()));
    super::super::printer::print(&format::assignment(0, name, &value)).text.trim_end().to_owned()
}

/// The name of a service's test; `program` is taken.
fn name(service: &str) -> String {
    let name = words::snake(service);
    if name == "program" { "program_service".to_owned() } else { name }
}

pub(in crate::emit) fn list(before: &str, texts: &[String]) -> String {
    let items: Vec<String> = texts.iter().map(|text| literal::string(text)).collect();
    let flat = format!("[{}]", items.join(", "));
    if before.len() + flat.len() <= WIDTH { flat } else { lines("[", &items, "]") }
}

fn lines(open: &str, items: &[String], close: &str) -> String {
    if items.is_empty() {
        return format!("{open}{close}");
    }
    format!("{open}\n    {},\n{close}", items.join(",\n    "))
}

fn document(suite: &Suite) -> Doc {
    let printer = Printer::default();
    let mut names = Scope::new();
    let tests: Vec<Doc> = suite
        .cases
        .iter()
        .map(|case| {
            let steps = case.checks.iter().map(|check| format::node(&printer.check(check)));
            let name = names.take(&short(&case.title), "test").snake();
            let body = concat([docstring(INDENT, &case.title, "A flow"), join(steps, &HARDLINE)]);
            concat([format!("def test_{name}() -> None:").into(), indent(INDENT, concat([HARDLINE, body]))])
        })
        .collect();
    let body = join(tests, &concat([HARDLINE, HARDLINE, HARDLINE]));
    let mut parts = vec![docstring(0, &format!("What the design says about {}", suite.name), "Tests"), HARDLINE];
    if printer.anything.get() {
        parts.extend(["from unittest.mock import ANY".into(), HARDLINE, HARDLINE]);
    }
    parts.extend([printer.imports().into(), HARDLINE, HARDLINE, HARDLINE, body, HARDLINE]);
    concat(parts)
}

/// The longest name of a test, in characters, which leaves room for the rest of its line and a number.
const LONGEST: usize = 68;

/// The first words of a title: as many as a name may have.
fn short(title: &str) -> String {
    let mut name = String::new();
    for word in words::words(title) {
        if !name.is_empty() && name.len() + 1 + word.len() > LONGEST {
            break;
        }
        if !name.is_empty() {
            name.push('-');
        }
        name.push_str(&word);
    }
    name.chars().take(LONGEST).collect()
}

#[derive(Default)]
struct Printer {
    items: RefCell<BTreeSet<String>>,
    anything: Cell<bool>,
}

impl Printer {
    fn imports(&self) -> String {
        let items: Vec<String> = self.items.borrow().iter().cloned().collect();
        let flat = format!("from tests.system import {}", items.join(", "));
        if flat.len() <= WIDTH {
            return flat;
        }
        format!("from tests.system import (\n    {},\n)", items.join(",\n    "))
    }

    fn call(&self, function: impl Into<String>, arguments: Vec<Node>) -> Node {
        let function = function.into();
        self.items.borrow_mut().insert(function.clone());
        Node::word(function).call(arguments.into_iter().map(Argument::from))
    }

    fn check(&self, check: &Check) -> Node {
        let arguments = check.arguments.iter().map(|argument| self.value(argument)).collect();
        self.call(Name::known(check.function).snake(), arguments)
    }

    fn value(&self, value: &Expected) -> Node {
        match value {
            Expected::Anything => {
                self.anything.set(true);
                Node::word("ANY")
            }
            Expected::Boolean(truth) => Node::word(if *truth { "True" } else { "False" }),
            Expected::Integer(number) => Node::Number(number.to_string()),
            Expected::Number(number) => Node::Number(literal::number(*number)),
            Expected::Text(text) => Node::Text(text.clone()),
            Expected::Output(kind, name, way) => {
                self.call("output", [kind, name, way].map(|text| Node::Text(text.clone())).to_vec())
            }
            Expected::Joined(parts) => Node::Binary("+", parts.iter().map(|part| self.value(part)).collect()),
            Expected::List(items) => Node::List(items.iter().map(|item| self.value(item)).collect()),
            Expected::Object(entries) => Node::Dictionary(
                entries
                    .iter()
                    .map(|(name, value)| Item { key: name.clone(), value: self.value(value), comment: None })
                    .collect(),
            ),
        }
    }
}
