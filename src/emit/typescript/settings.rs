//! `src/settings.ts`: the typed configuration and how it is read.

use super::super::document::{Doc, HARDLINE, LINE, concat, from_origin, group, indent, join};
use super::super::facts::{Facts, choice_type, choices};
use super::documentation;
use super::format::INDENT;
use super::literal;
use super::module::Module;
use super::syntax::Node;
use crate::program::{Literal, SettingField, SettingKind};

/// The module of the settings.
pub(super) fn document(facts: &Facts<'_>) -> Doc {
    let path = vec!["src".to_owned(), "settings".to_owned()];
    let module = Module::new(facts, path, std::collections::BTreeSet::new(), false);
    let fields = &facts.program.settings.fields;
    let choices: Vec<Doc> = fields.iter().filter_map(|field| choice(&module, field)).collect();
    let interface = interface(&module, fields);
    let load = load(&module, fields);
    let imports = module.imports.borrow().document();
    concat([imports, concat(choices), interface, HARDLINE, HARDLINE, load, HARDLINE])
}

/// The values that a setting may take, and their type.
fn choice(module: &Module<'_>, field: &SettingField) -> Option<Doc> {
    let values = choices(field)?;
    let list = Node::AsConst(Box::new(Node::Array(values.iter().cloned().map(Node::Text).collect())));
    let constant = format!("{}Values", field.name.camel());
    Some(concat([
        module.format.assignment(&format!("const {constant}"), " =", &list),
        ";".into(),
        HARDLINE,
        HARDLINE,
        module.format.assignment(
            &format!("export type {}", choice_type(field)),
            " =",
            &Node::word(format!("(typeof {constant})[number]")),
        ),
        ";".into(),
        HARDLINE,
        HARDLINE,
    ]))
}

fn interface(module: &Module<'_>, fields: &[SettingField]) -> Doc {
    let region = if module.facts.region_key().0 == "aws" {
        module.imports.borrow_mut().package("aws");
        "aws.Region"
    } else {
        "string"
    };
    let mut members = vec![
        HARDLINE,
        "readonly project: string;".into(),
        HARDLINE,
        documentation(Some("The stack's name.")),
        "readonly environment: string;".into(),
        HARDLINE,
        format!("readonly region: {region};").into(),
    ];
    for field in fields {
        let kind = kind(module, field);
        let member = concat([documentation(field.documentation.as_deref()), readonly(&field.name.camel(), &kind)]);
        members.extend([HARDLINE, from_origin(&field.origin, member)]);
    }
    concat([
        documentation(Some("Everything that may differ between environments.")),
        "export interface Settings {".into(),
        indent(INDENT, concat(members)),
        HARDLINE,
        "}".into(),
    ])
}

/// A member of an interface; a union may stand below its name.
fn readonly(name: &str, kind: &str) -> Doc {
    let gap = if kind.contains('|') { LINE } else { " ".into() };
    let kind = indent(INDENT, concat([gap, kind.to_owned().into(), ";".into()]));
    group(concat([format!("readonly {name}:").into(), kind]))
}

fn kind(module: &Module<'_>, field: &SettingField) -> String {
    let kind = match (&field.kind, choices(field)) {
        (_, Some(_)) => choice_type(field),
        (SettingKind::Text | SettingKind::OneOf(_), None) => "string".to_owned(),
        (SettingKind::Integer | SettingKind::Number, None) => "number".to_owned(),
        (SettingKind::Boolean, None) => "boolean".to_owned(),
        (SettingKind::Texts, None) => "string[]".to_owned(),
    };
    let kind = if field.secret {
        module.pulumi();
        format!("pulumi.Output<{kind}>")
    } else {
        kind
    };
    if field.optional && field.default.is_none() { format!("{kind} | undefined") } else { kind }
}

fn load(module: &Module<'_>, fields: &[SettingField]) -> Doc {
    let configuration = |arguments| module.pulumi().member("Config").construct(arguments);
    let (provider, key) = module.facts.region_key();
    let region = configuration(vec![Node::Text(provider.to_owned())]).member("require");
    let key = vec![Node::Text(key.to_owned())];
    let region = if provider == "aws" { region.call_of("aws.Region", key) } else { region.call(key) };
    let frame = [
        ("project", module.pulumi().member("getProject").call(Vec::new())),
        ("environment", module.pulumi().member("getStack").call(Vec::new())),
        ("region", region),
    ];
    let mut entries: Vec<Doc> = frame.iter().map(|(key, value)| module.format.assignment(key, ":", value)).collect();
    for field in fields {
        let entry = module.format.assignment(&field.name.camel(), ":", &value(module, field));
        entries.push(from_origin(&field.origin, entry));
    }
    let mut steps = Vec::new();
    if !fields.is_empty() {
        steps.extend([HARDLINE, "const config = new pulumi.Config();".into()]);
    }
    steps.extend([
        HARDLINE,
        "return {".into(),
        indent(INDENT, concat([HARDLINE, join(entries, &concat([",".into(), HARDLINE])), ",".into()])),
        HARDLINE,
        "};".into(),
    ]);
    concat([
        documentation(Some(
            "Reads the stack's configuration: defaults live here, overrides in Pulumi.<environment>.yaml.",
        )),
        "export function loadSettings(): Settings {".into(),
        indent(INDENT, concat(steps)),
        HARDLINE,
        "}".into(),
    ])
}

/// How a field is read.
fn value(module: &Module<'_>, field: &SettingField) -> Node {
    let verb = if field.optional || field.default.is_some() { "get" } else { "require" };
    let secret = if field.secret { "Secret" } else { "" };
    let (noun, types) = match &field.kind {
        SettingKind::Text | SettingKind::OneOf(_) => ("", None),
        SettingKind::Integer | SettingKind::Number => ("Number", None),
        SettingKind::Boolean => ("Boolean", None),
        SettingKind::Texts => ("Object", Some("string[]".to_owned())),
    };
    let mut arguments = vec![Node::Text(field.name.camel())];
    let mut types = types;
    if choices(field).is_some() {
        types = Some(choice_type(field));
        let values = Node::Spread(Box::new(Node::word(format!("{}Values", field.name.camel()))));
        arguments.push(Node::object([("allowedValues".to_owned(), Node::Array(vec![values]))]));
    }
    let function = Node::path(["config"]).member(format!("{verb}{secret}{noun}"));
    let read = match types {
        Some(types) => function.call_of(&types, arguments),
        None => function.call(arguments),
    };
    match &field.default {
        Some(default) if field.secret => {
            let default = module.pulumi().member("secret").call(vec![literal(default)]);
            Node::Binary("??", vec![read, default])
        }
        Some(default) => Node::Binary("??", vec![read, literal(default)]),
        None => read,
    }
}

fn literal(value: &Literal) -> Node {
    match value {
        Literal::Text(text) => Node::Text(text.clone()),
        Literal::Integer(number) => Node::Number(number.to_string()),
        Literal::Number(number) => Node::Number(literal::number(*number)),
        Literal::Boolean(truth) => Node::word(truth.to_string()),
        Literal::Texts(texts) => Node::Array(texts.iter().cloned().map(Node::Text).collect()),
    }
}
