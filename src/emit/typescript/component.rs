//! A component of the program as a TypeScript module: its arguments, its class, its constructor.

use super::super::document::{Doc, HARDLINE, LINE, SOFTLINE, concat, from_origin, group, if_break, indent, join};
use super::super::facts::Facts;
use super::super::usage::{Usage, bound};
use super::documentation;
use super::format::{INDENT, remark};
use super::module::{Module, file_path, identifier};
use super::syntax::Node;
use crate::program::{Binding, Component, Constant, Expression, Name, Statement, Type};

/// The path of a component's module without an ending.
pub(super) fn path(component: &Component) -> Vec<String> {
    std::iter::once("src".to_owned()).chain(file_path(&component.module)).collect()
}

/// The module of a component.
pub(super) fn document(facts: &Facts<'_>, component: &Component) -> Doc {
    let mut names = bound(&component.body);
    names.extend(component.constants.iter().map(|constant| constant.name.clone()));
    let module = Module::new(facts, path(component), names, true);
    let constants: Vec<Doc> = component.constants.iter().map(|constant| self::constant(&module, constant)).collect();
    let arguments = arguments_interface(&module, component);
    let class = class(&module, component);
    let imports = module.imports.borrow().document();
    let contents = concat([imports, concat(constants), arguments, class, HARDLINE]);
    from_origin(&component.origin, contents)
}

fn constant(module: &Module<'_>, constant: &Constant) -> Doc {
    let remark = documentation(constant.documentation.as_deref());
    let value = module.expression(&constant.value);
    let value = if matches!(value, Node::Object(_)) { Node::AsConst(Box::new(value)) } else { value };
    let left = format!("export const {}", constant.name.camel());
    concat([remark, module.format.assignment(&left, " =", &value), ";".into(), HARDLINE, HARDLINE])
}

fn arguments_interface(module: &Module<'_>, component: &Component) -> Doc {
    if component.arguments.is_empty() {
        return Doc::Nil;
    }
    let members = component.arguments.iter().map(|argument| {
        let remark = documentation(argument.documentation.as_deref());
        let kind = module.kind(&argument.kind);
        concat([HARDLINE, remark, format!("{}: {kind};", argument.name.camel()).into()])
    });
    concat([
        format!("export interface {}Args {{", identifier(&component.class)).into(),
        indent(INDENT, concat(members.collect::<Vec<_>>())),
        HARDLINE,
        "}".into(),
        HARDLINE,
        HARDLINE,
    ])
}

fn class(module: &Module<'_>, component: &Component) -> Doc {
    module.pulumi();
    let class = identifier(&component.class);
    let fields = component.fields.iter().map(|field| {
        let remark = documentation(field.documentation.as_deref());
        let kind = module.kind(&field.kind);
        concat([HARDLINE, remark, format!("readonly {}: {kind};", field.name.camel()).into()])
    });
    let fields = concat(fields.collect::<Vec<_>>());
    let gap = if component.fields.is_empty() { HARDLINE } else { concat([HARDLINE, HARDLINE]) };
    concat([
        documentation(Some(&component.documentation)),
        format!("export class {class} extends pulumi.ComponentResource {{").into(),
        indent(INDENT, concat([fields, gap, constructor(module, component, &class)])),
        HARDLINE,
        "}".into(),
    ])
}

fn constructor(module: &Module<'_>, component: &Component, class: &str) -> Doc {
    let mut parameters: Vec<Doc> = vec!["name: string".into()];
    if !component.arguments.is_empty() {
        parameters.push(format!("args: {class}Args").into());
    }
    parameters.push("opts?: pulumi.ComponentResourceOptions".into());
    let parameters = join(parameters, &concat([",".into(), LINE]));
    let signature = group(concat([
        "constructor(".into(),
        indent(INDENT, concat([SOFTLINE, parameters])),
        if_break(",".into(), Doc::Nil),
        SOFTLINE,
        ") {".into(),
    ]));
    let body = statements(module, &component.body);
    let outputs = register_outputs(module, &component.outputs);
    // What the constructor begins with depends on what has been used in it.
    let token = Node::Text(component.token.clone());
    let call = Node::word("super").call(vec![token, Node::word("name"), Node::Object(Vec::new()), Node::word("opts")]);
    let mut steps = vec![HARDLINE, module.format.node(&call), ";".into()];
    if module.uses_parent.get() {
        steps.extend([HARDLINE, "const parent = { parent: this };".into()]);
    }
    let used = used_arguments(component);
    if !used.is_empty() {
        let names = used.iter().map(|name| name.camel().into());
        let pattern = concat([module.format.destructuring(names, &Node::word("args")), ";".into()]);
        steps.extend([HARDLINE, pattern]);
    }
    steps.push(HARDLINE);
    if !component.body.is_empty() {
        steps.extend([HARDLINE, body, HARDLINE]);
    }
    steps.extend([HARDLINE, outputs]);
    concat([signature, indent(INDENT, concat(steps)), HARDLINE, "}".into()])
}

/// The arguments that the constructor refers to, in order.
fn used_arguments(component: &Component) -> Vec<&Name> {
    let usage = Usage::of(component);
    let used = component.arguments.iter().filter(|argument| {
        usage.arguments.contains(&argument.name) || (usage.settings && argument.kind == Type::Settings)
    });
    used.map(|argument| &argument.name).collect()
}

fn register_outputs(module: &Module<'_>, outputs: &[(Name, Expression)]) -> Doc {
    let outputs = outputs.iter().map(|(name, value)| (name.camel(), module.expression(value)));
    let call = Node::word("this").member("registerOutputs").call(vec![Node::object(outputs)]);
    concat([module.format.node(&call), ";".into()])
}

/// Steps, with a blank line between all but plain values.
pub(super) fn statements(module: &Module<'_>, statements: &[Statement]) -> Doc {
    let mut parts = Vec::new();
    let mut before: Option<&Statement> = None;
    for statement in statements {
        if let Some(before) = before {
            parts.push(HARDLINE);
            if !(is_value(before) && is_value(statement)) {
                parts.push(HARDLINE);
            }
        }
        parts.push(self::statement(module, statement));
        before = Some(statement);
    }
    concat(parts)
}

fn is_value(statement: &Statement) -> bool {
    matches!(statement, Statement::Let { .. } | Statement::Assign { .. })
}

fn statement(module: &Module<'_>, statement: &Statement) -> Doc {
    let (comment, contents, origin) = match statement {
        Statement::Resource(resource) => {
            let value = module.resource(resource);
            let contents = match &resource.binding {
                Binding::None => module.format.node(&value),
                Binding::Local(name) => module.format.assignment(&format!("const {}", name.camel()), " =", &value),
                Binding::Field(name) => module.format.assignment(&format!("this.{}", name.camel()), " =", &value),
            };
            (resource.comment.as_deref(), concat([contents, ";".into()]), &resource.origin)
        }
        Statement::Let { name, value, comment, origin } => {
            let value = module.expression(value);
            let contents = module.format.assignment(&format!("const {}", name.camel()), " =", &value);
            (comment.as_deref(), concat([contents, ";".into()]), origin)
        }
        Statement::Assign { field, value, origin } => {
            let value = module.expression(value);
            let contents = module.format.assignment(&format!("this.{}", field.camel()), " =", &value);
            (None, concat([contents, ";".into()]), origin)
        }
        Statement::If { condition, then, origin } => {
            let test = module.format.node(&module.condition(condition));
            let contents = concat([
                group(concat(["if (".into(), indent(INDENT, concat([SOFTLINE, test])), SOFTLINE, ") {".into()])),
                indent(INDENT, concat([HARDLINE, statements(module, then)])),
                HARDLINE,
                "}".into(),
            ]);
            (None, contents, origin)
        }
    };
    from_origin(origin, concat([remark(comment), contents]))
}
