//! Tests in TypeScript for vitest: one module for each service, and what they share.

use super::super::document::{Doc, HARDLINE, concat, indent, join};
use super::super::printer::WIDTH;
use super::super::{Piece, SourceFile};
use super::format::{Format, INDENT};
use super::imports::Imports;
use super::literal;
use super::syntax::{Node, TemplatePart};
use crate::catalog::Language;
use crate::expect::{Check, Expected, Suite, Tests};
use crate::program::Name;
use crate::text::words;

const SYSTEM: &str = include_str!("../../../assets/tests/typescript/system.ts");
/// That the program keeps the rules of its policies, whatever the cloud; it stands among what holds for any program.
const POLICY_PACK: &str = include_str!("../../../assets/tests/typescript/policy-pack.ts");

/// The modules.
pub(in crate::emit) fn files(tests: &Tests, project: &str) -> Vec<SourceFile> {
    let system = SYSTEM
        .replace("{{configuration}}", &object("const CONFIGURATION", &texts(&tests.configuration)))
        .replace("{{outputs}}", &list("const OUTPUTS = ", &tests.outputs))
        .replace("{{structures}}", &object("const STRUCTURES", &tests.structures))
        .replace("{{answers}}", &object("const ANSWERS: Record<string, object>", &tests.answers))
        .replace("{{checks}}", tests.checks.typescript)
        .replace("{{stack}}", &super::super::token(&tests.stack));
    let program = super::super::accepting(tests.program.typescript, &tests.accepted, Language::TypeScript)
        .replace("{{policy_pack}}", POLICY_PACK.trim_end())
        .replace("../policy/policies", &tests.policies);
    let mut files = vec![
        Piece::text("tests/system.ts".to_owned(), &system, project),
        Piece::text("tests/program.test.ts".to_owned(), &program, project),
    ];
    files.extend(tests.suites.iter().map(|suite| {
        let path = format!("tests/{}.test.ts", name(&suite.name));
        Piece::document(path, &document(suite))
    }));
    files
}

fn texts(entries: &[(String, String)]) -> Vec<(String, Expected)> {
    entries.iter().map(|(name, text)| (name.clone(), Expected::Text(text.clone()))).collect()
}

/// An object as the value of a constant.
fn object(name: &str, entries: &[(String, Expected)]) -> String {
    let format = Format::default();
    let printer = Printer { format: &format, imports: std::cell::RefCell::default() };
    let value = printer.value(&Expected::Object(entries.to_vec()));
    super::super::printer::print(&format.assignment(name, " =", &value)).text.trim_end().to_owned()
}

/// The name of a service's test; `program` is taken.
fn name(service: &str) -> String {
    let name = words::kebab(service);
    if name == "program" { "program-service".to_owned() } else { name }
}

/// Texts as an array: on one line after what is before it, or one on each.
pub(in crate::emit) fn list(before: &str, texts: &[String]) -> String {
    let items: Vec<String> = texts.iter().map(|text| literal::string(text)).collect();
    let flat = format!("[{}]", items.join(", "));
    if before.len() + flat.len() < WIDTH { flat } else { lines("[", &items, "]", true) }
}

fn lines(open: &str, items: &[String], close: &str, comma: bool) -> String {
    if items.is_empty() {
        return format!("{open}{close}");
    }
    format!("{open}\n  {}{}\n{close}", items.join(",\n  "), if comma { "," } else { "" })
}

fn document(suite: &Suite) -> Doc {
    let format = Format::default();
    let printer = Printer { format: &format, imports: std::cell::RefCell::default() };
    let tests: Vec<Doc> = suite
        .cases
        .iter()
        .map(|case| {
            let steps = case.checks.iter().map(|check| concat([format.node(&printer.check(check)), ";".into()]));
            block("test", &case.title, join(steps, &HARDLINE))
        })
        .collect();
    let body = block("describe", &suite.name, join(tests, &concat([HARDLINE, HARDLINE])));
    printer.uses("deploy");
    concat([
        "import { beforeAll, describe, test } from \"vitest\";".into(),
        HARDLINE,
        HARDLINE,
        printer.imports.borrow().document(),
        "beforeAll(deploy, 60_000);".into(),
        HARDLINE,
        HARDLINE,
        body,
        HARDLINE,
    ])
}

/// `test("title", () => { … });`, whose title never breaks.
fn block(function: &str, title: &str, body: Doc) -> Doc {
    concat([
        format!("{function}({}, () => {{", literal::string(title)).into(),
        indent(INDENT, concat([HARDLINE, body])),
        HARDLINE,
        "});".into(),
    ])
}

struct Printer<'a> {
    format: &'a Format,
    imports: std::cell::RefCell<Imports>,
}

impl Printer<'_> {
    fn uses(&self, item: &str) {
        let path = |module: &str| vec!["tests".to_owned(), module.to_owned()];
        self.imports.borrow_mut().named(&path("suite.test"), &path("system"), item);
    }

    fn call(&self, function: impl Into<String>, arguments: Vec<Node>) -> Node {
        let function = function.into();
        self.uses(&function);
        Node::word(function).call(arguments)
    }

    fn check(&self, check: &Check) -> Node {
        let arguments = check.arguments.iter().map(|argument| self.value(argument)).collect();
        self.call(Name::known(check.function).camel(), arguments)
    }

    fn value(&self, value: &Expected) -> Node {
        let _ = self.format;
        match value {
            Expected::Anything => {
                self.uses("anything");
                Node::word("anything")
            }
            Expected::Boolean(truth) => Node::word(truth.to_string()),
            Expected::Integer(number) => Node::Number(number.to_string()),
            Expected::Number(number) => Node::Number(literal::number(*number)),
            Expected::Text(text) => Node::Text(text.clone()),
            Expected::Output(kind, name, way) => {
                self.call("output", [kind, name, way].map(|text| Node::Text(text.clone())).to_vec())
            }
            Expected::Joined(parts) => {
                let parts = parts.iter().map(|part| match part {
                    Expected::Text(text) => TemplatePart::Text(text.clone()),
                    other => TemplatePart::Value(self.value(other)),
                });
                Node::Template(None, parts.collect())
            }
            Expected::List(items) => Node::Array(items.iter().map(|item| self.value(item)).collect()),
            Expected::Object(entries) => {
                Node::object(entries.iter().map(|(name, value)| (name.clone(), self.value(value))))
            }
        }
    }
}
