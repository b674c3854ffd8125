//! `settings.py`: the typed configuration and how it is read.

use super::super::document::{Doc, HARDLINE, concat, from_origin, indent, join};
use super::super::facts::{Facts, choice_type, choices};
use super::documentation::{attribute, docstring};
use super::format::{self, INDENT};
use super::literal;
use super::module::Module;
use super::syntax::{Argument, Node};
use crate::program::{Literal, SettingField, SettingKind};

/// The helper that says what may stand in a setting.
const ONE_OF: &str = r#"def _one_of(key: str, value: str, choices: tuple[_Choice, ...]) -> _Choice:
    """Refuses a value that is not one of the choices."""
    for choice in choices:
        if choice == value:
            return choice
    raise pulumi.RunError(f"Setting {key} is {value!r}; it must be one of {', '.join(choices)}.")"#;

/// The helper that puts a default in the place of what is not given.
const DEFAULT: &str = r#"def _default(value: _Value | None, default: _Value) -> _Value:
    """Takes the default where the stack gives no value."""
    return default if value is None else value"#;

/// The module of the settings.
pub(super) fn document(facts: &Facts<'_>) -> Doc {
    let module = Module::inside(facts, vec!["settings".to_owned()], None);
    let fields = &facts.program.settings.fields;
    module.pulumi();
    module.imports.borrow_mut().standard_item("dataclasses", "dataclass");
    let mut head = Vec::new();
    for field in fields {
        if let Some(choices) = choices(field) {
            module.imports.borrow_mut().standard_item("typing", "Literal");
            head.extend([choice(field, choices), HARDLINE]);
        }
    }
    let mut helpers = Vec::new();
    let mut variables = Vec::new();
    if fields.iter().any(|field| choices(field).is_some()) {
        module.imports.borrow_mut().standard_item("typing", "TypeVar");
        module.imports.borrow_mut().standard_item("typing", "get_args");
        variables.push("_Choice = TypeVar(\"_Choice\", bound=str)");
        helpers.push(ONE_OF);
    }
    if fields.iter().any(|field| field.default.is_some()) {
        module.imports.borrow_mut().standard_item("typing", "TypeVar");
        variables.push("_Value = TypeVar(\"_Value\")");
        helpers.push(DEFAULT);
    }
    if !head.is_empty() && !variables.is_empty() {
        head.push(HARDLINE);
    }
    head.extend(variables.into_iter().flat_map(|line| [line.into(), HARDLINE]));
    if !head.is_empty() {
        head.push(HARDLINE);
    }
    let class = class(&module, fields);
    let load = load(&module, fields);
    let helpers = helpers.into_iter().map(|helper| {
        let lines = join(helper.lines().map(Doc::from), &HARDLINE);
        concat([lines, HARDLINE, HARDLINE, HARDLINE])
    });
    let helpers = concat(helpers.collect::<Vec<_>>());
    let imports = module.imports.borrow().document();
    concat([
        docstring(0, "The stack's settings: defaults live here, overrides in Pulumi.<environment>.yaml.", ""),
        HARDLINE,
        imports,
        concat(head),
        HARDLINE,
        class,
        HARDLINE,
        HARDLINE,
        helpers,
        load,
    ])
}

fn choice(field: &SettingField, values: &[String]) -> Doc {
    let values = Node::List(values.iter().cloned().map(Node::Text).collect());
    concat([format!("{} = Literal", choice_type(field)).into(), format::node(&values)])
}

fn class(module: &Module<'_>, fields: &[SettingField]) -> Doc {
    let mut members = vec![
        HARDLINE,
        docstring(INDENT, "Everything that may differ between environments.", ""),
        HARDLINE,
        "project: str".into(),
        HARDLINE,
        "environment: str".into(),
        HARDLINE,
        attribute(Some("The stack's name.")),
        "region: str".into(),
        HARDLINE,
    ];
    for field in fields {
        let member = concat([
            format!("{}: {}", field.name.snake(), kind(module, field)).into(),
            HARDLINE,
            attribute(field.documentation.as_deref()),
        ]);
        members.push(from_origin(&field.origin, member));
    }
    concat([
        "@dataclass(frozen=True, kw_only=True)".into(),
        HARDLINE,
        "class Settings:".into(),
        indent(INDENT, concat(members)),
    ])
}

fn plain_kind(field: &SettingField) -> String {
    match (&field.kind, choices(field)) {
        (_, Some(_)) => choice_type(field),
        (SettingKind::Text | SettingKind::OneOf(_), None) => "str".to_owned(),
        (SettingKind::Integer, None) => "int".to_owned(),
        (SettingKind::Number, None) => "float".to_owned(),
        (SettingKind::Boolean, None) => "bool".to_owned(),
        (SettingKind::Texts, None) => "list[str]".to_owned(),
    }
}

fn kind(module: &Module<'_>, field: &SettingField) -> String {
    let kind = plain_kind(field);
    let kind = if field.secret {
        module.pulumi();
        format!("pulumi.Output[{kind}]")
    } else {
        kind
    };
    if field.optional && field.default.is_none() { format!("{kind} | None") } else { kind }
}

fn load(module: &Module<'_>, fields: &[SettingField]) -> Doc {
    let (provider, key) = module.facts.region_key();
    let pulumi = || module.pulumi();
    let region = pulumi().member("Config").call([Node::Text(provider.to_owned()).into()]).member("require");
    let mut arguments = vec![
        (None, Argument::keyword("project", pulumi().member("get_project").call([]))),
        (None, Argument::keyword("environment", pulumi().member("get_stack").call([]))),
        (None, Argument::keyword("region", region.call([Node::Text(key.to_owned()).into()]))),
    ];
    let mut steps = Vec::new();
    if !fields.is_empty() {
        steps.extend([HARDLINE, "config = pulumi.Config()".into()]);
    }
    for field in fields {
        if field.optional && field.default.is_none() && choices(field).is_some() {
            steps.extend([
                HARDLINE,
                format::assignment(INDENT, &format!("given_{}", field.name.snake()), &read(module, field)),
            ]);
        }
        arguments.push((Some(&field.origin), Argument::keyword(field.name.snake(), value(module, field))));
    }
    let arguments = arguments.into_iter().flat_map(|(origin, argument)| {
        let keyword = argument.keyword.unwrap_or_default();
        let line = concat([format!("{keyword}=").into(), format::node(&argument.value), ",".into()]);
        [HARDLINE, origin.map_or(line.clone(), |origin| from_origin(origin, line))]
    });
    let arguments = indent(INDENT, concat(arguments.collect::<Vec<_>>()));
    steps.extend([HARDLINE, "return Settings(".into(), arguments, HARDLINE, ")".into()]);
    let body = concat([HARDLINE, docstring_line("Reads the stack's configuration."), concat(steps)]);
    concat(["def load_settings() -> Settings:".into(), indent(INDENT, body), HARDLINE])
}

fn docstring_line(text: &str) -> Doc {
    format!("\"\"\"{text}\"\"\"").into()
}

/// The configuration's own value, before defaults and checks.
fn read(module: &Module<'_>, field: &SettingField) -> Node {
    let verb = if field.optional || field.default.is_some() { "get" } else { "require" };
    let secret = if field.secret { "_secret" } else { "" };
    let noun = match &field.kind {
        SettingKind::Text | SettingKind::OneOf(_) => "",
        SettingKind::Integer => "_int",
        SettingKind::Number => "_float",
        SettingKind::Boolean => "_bool",
        SettingKind::Texts => "_object",
    };
    let read = Node::word("config").member(format!("{verb}{secret}{noun}"));
    let read = read.call([Node::Text(field.name.camel()).into()]);
    if matches!(field.kind, SettingKind::Texts) && !field.secret {
        module.imports.borrow_mut().standard_item("typing", "cast");
        let kind = if verb == "get" { "list[str] | None" } else { "list[str]" };
        return Node::word("cast").call([Node::word(kind).into(), read.into()]);
    }
    read
}

/// How a field is read.
fn value(module: &Module<'_>, field: &SettingField) -> Node {
    let read = read(module, field);
    let one_of = |value: Node| {
        let choices = Node::word("get_args").call([Node::word(choice_type(field)).into()]);
        let key = Node::Text(field.name.camel());
        Node::word("_one_of").call([key, value, choices].map(Argument::from))
    };
    let value = match &field.default {
        Some(default) if field.secret => {
            let secret = module.pulumi().member("Output").member("secret").call([literal(default).into()]);
            Node::word("_default").call([read, secret].map(Argument::from))
        }
        Some(default) => Node::word("_default").call([read, literal(default)].map(Argument::from)),
        None => read,
    };
    if choices(field).is_none() {
        return value;
    }
    if field.optional && field.default.is_none() {
        let given = Node::word(format!("given_{}", field.name.snake()));
        let test = Node::word(format!("given_{} is None", field.name.snake()));
        return Node::Conditional(Box::new(test), Box::new(Node::word("None")), Box::new(one_of(given)));
    }
    one_of(value)
}

fn literal(value: &Literal) -> Node {
    match value {
        Literal::Text(text) => Node::Text(text.clone()),
        Literal::Integer(number) => Node::Number(number.to_string()),
        Literal::Number(number) => Node::Number(literal::number(*number)),
        Literal::Boolean(truth) => Node::word(if *truth { "True" } else { "False" }),
        Literal::Texts(texts) => Node::List(texts.iter().cloned().map(Node::Text).collect()),
    }
}
