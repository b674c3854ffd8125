//! A component of the program as a Python module: its arguments, its class, its constructor.

use super::super::document::{Doc, HARDLINE, concat, from_origin, indent};
use super::super::facts::Facts;
use super::super::printer::WIDTH;
use super::super::usage::{Usage, bound};
use super::documentation::{attribute, docstring};
use super::format::{self, INDENT};
use super::imports::module_path;
use super::module::{Module, identifier};
use super::syntax::{Argument, Item, Node};
use crate::program::{Binding, Component, Constant, Expression, Name, Statement, Type};
use crate::text::words;

/// The module of a component.
pub(super) fn document(facts: &Facts<'_>, component: &Component) -> Doc {
    let mut module = Module::inside(facts, module_path(&component.module), Some(component));
    module.bound = bound(&component.body);
    let title = title(component);
    let constants: Vec<Doc> = component.constants.iter().map(|constant| self::constant(&module, constant)).collect();
    let constants = if constants.is_empty() { Doc::Nil } else { concat([concat(constants), HARDLINE]) };
    let arguments = arguments(&module, component, &title);
    let class = class(&module, component, &title);
    let imports = module.imports.borrow().document();
    let summary = if component.module.len() == 1 { "What several services use.".to_owned() } else { title };
    let contents = concat([docstring(0, &summary, ""), HARDLINE, imports, constants, HARDLINE, arguments, class]);
    from_origin(&component.origin, contents)
}

/// `The auth service`
fn title(component: &Component) -> String {
    let name = words::kebab(&component.name).replace('-', " ");
    if component.module.len() == 1 { format!("The {name} resources") } else { format!("The {name} service") }
}

fn constant(module: &Module<'_>, constant: &Constant) -> Doc {
    let value = module.expression(&constant.value);
    concat([
        format::remark(constant.documentation.as_deref()),
        format::assignment(0, &constant.name.upper(), &value),
        HARDLINE,
    ])
}

fn arguments(module: &Module<'_>, component: &Component, title: &str) -> Doc {
    if component.arguments.is_empty() {
        return Doc::Nil;
    }
    module.imports.borrow_mut().standard_item("dataclasses", "dataclass");
    let members = component.arguments.iter().map(|argument| {
        let kind = module.kind(&argument.kind);
        concat([
            format!("{}: {kind}", argument.name.snake()).into(),
            HARDLINE,
            attribute(argument.documentation.as_deref()),
        ])
    });
    let verb = if component.module.len() == 1 { "are" } else { "is" };
    let mut title = title.to_owned();
    if let Some(first) = title.get_mut(..1) {
        first.make_ascii_lowercase();
    }
    let body = concat([
        HARDLINE,
        docstring(INDENT, &format!("What {title} {verb} made of."), ""),
        HARDLINE,
        concat(members.collect::<Vec<_>>()),
    ]);
    concat([
        "@dataclass(frozen=True, kw_only=True)".into(),
        HARDLINE,
        format!("class {}Args:", identifier(&component.class)).into(),
        indent(INDENT, body),
        HARDLINE,
        HARDLINE,
    ])
}

fn class(module: &Module<'_>, component: &Component, title: &str) -> Doc {
    module.pulumi();
    let class = identifier(&component.class);
    let fields = component.fields.iter().map(|field| {
        let kind = module.kind(&field.kind);
        concat([format!("{}: {kind}", field.name.snake()).into(), HARDLINE, attribute(field.documentation.as_deref())])
    });
    let fields: Vec<Doc> = fields.collect();
    let fields = if fields.is_empty() { Doc::Nil } else { concat([concat(fields), HARDLINE]) };
    let body = concat([
        HARDLINE,
        docstring(INDENT, &component.documentation, title),
        HARDLINE,
        fields,
        constructor(module, component, &class),
    ]);
    concat([format!("class {class}(pulumi.ComponentResource):").into(), indent(INDENT, body)])
}

fn constructor(module: &Module<'_>, component: &Component, class: &str) -> Doc {
    let options = "opts: pulumi.ResourceOptions | None = None";
    let signature = if component.arguments.is_empty() {
        format!("def __init__(self, name: str, {options}) -> None:").into()
    } else {
        let args = format!("args: {class}Args,");
        let parameters = ["self,".to_owned(), "name: str,".to_owned(), args, format!("{options},")];
        let lines = parameters.into_iter().flat_map(|line| [HARDLINE, line.into()]);
        concat([
            "def __init__(".into(),
            indent(INDENT, concat(lines.collect::<Vec<_>>())),
            HARDLINE,
            ") -> None:".into(),
        ])
    };
    let body = statements(module, &component.body);
    let outputs = register_outputs(module, &component.outputs);
    // What the constructor begins with depends on what has been used in it.
    let call = Node::word("super").call([]).member("__init__").call(
        [Node::Text(component.token.clone()), Node::word("name"), Node::word("None"), Node::word("opts")]
            .map(Argument::from),
    );
    let mut steps = vec![HARDLINE, format::node(&call)];
    if module.uses_parent.get() {
        steps.extend([HARDLINE, "parent = pulumi.ResourceOptions(parent=self)".into()]);
    }
    if module.uses_invoke.get() {
        steps.extend([HARDLINE, "invoke = pulumi.InvokeOutputOptions(parent=self)".into()]);
    }
    for line in unpacked(&used_arguments(component)) {
        steps.extend([HARDLINE, line]);
    }
    steps.push(HARDLINE);
    if !component.body.is_empty() {
        steps.extend([HARDLINE, body, HARDLINE]);
    }
    steps.extend([HARDLINE, outputs]);
    concat([signature, indent(INDENT, concat(steps)), HARDLINE])
}

/// The settings and components that the constructor refers to, in order.
fn used_arguments(component: &Component) -> Vec<&Name> {
    let usage = Usage::of(component);
    let used = component.arguments.iter().filter(|argument| match argument.kind {
        Type::Settings => usage.settings || usage.arguments.contains(&argument.name),
        Type::Component(_) => usage.arguments.contains(&argument.name),
        _ => false,
    });
    used.map(|argument| &argument.name).collect()
}

/// `settings, shared = args.settings, args.shared`, or a line each.
/// Where the lines of a constructor begin.
const BODY: usize = 2 * INDENT;

fn unpacked(names: &[&Name]) -> Vec<Doc> {
    if names.is_empty() {
        return Vec::new();
    }
    let left: Vec<String> = names.iter().map(|name| name.snake()).collect();
    let right: Vec<String> = left.iter().map(|name| format!("args.{name}")).collect();
    let line = format!("{} = {}", left.join(", "), right.join(", "));
    if line.len() + BODY <= WIDTH {
        return vec![line.into()];
    }
    let each = left.iter().map(|name| format::assignment(BODY, name, &Node::word("args").member(name.clone())));
    each.collect()
}

fn register_outputs(module: &Module<'_>, outputs: &[(Name, Expression)]) -> Doc {
    let outputs =
        outputs.iter().map(|(name, value)| Item { key: name.camel(), value: module.expression(value), comment: None });
    let outputs = Node::Dictionary(outputs.collect());
    format::node(&Node::word("self").member("register_outputs").call([outputs.into()]))
}

/// Steps, with a blank line between all but plain values.
fn statements(module: &Module<'_>, statements: &[Statement]) -> Doc {
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
                Binding::None => format::node(&value),
                Binding::Local(name) => format::assignment(BODY, &name.snake(), &value),
                Binding::Field(name) => format::assignment(BODY, &format!("self.{}", name.snake()), &value),
            };
            (resource.comment.as_deref(), contents, &resource.origin)
        }
        Statement::Let { name, value, comment, origin } => {
            (comment.as_deref(), format::assignment(BODY, &name.snake(), &module.expression(value)), origin)
        }
        Statement::Assign { field, value, origin } => {
            (None, format::assignment(BODY, &format!("self.{}", field.snake()), &module.expression(value)), origin)
        }
        Statement::If { condition, then, origin } => {
            let body = statements(module, then);
            let test = format::node(&module.condition(condition));
            let contents = concat(["if ".into(), test, ":".into(), indent(INDENT, concat([HARDLINE, body]))]);
            (None, contents, origin)
        }
    };
    from_origin(origin, concat([format::remark(comment), contents]))
}
