//! Programs of any shape: they need not make sense, but their text must be laid out right and must not break out.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use pulumi_designer::program::{
    Alias, Argument, Binding, Class, Component, Constant, Deferred, Entry, EntryPoint, Export, Expression, Field,
    Instance, Key, Literal, Name, Origin, Part, Program, Resource, ResourceOptions, ResourceType, SettingField,
    SettingKind, Settings, Statement, Support, Type,
};

/// What a design might hold to break out of the literal or the remark that it is put in.
pub const HOSTILE: &[&str] = &[
    "*/ process.exit(1); /*",
    "\"\"\" + exit() + \"\"\"",
    "'''",
    "\\",
    "\\\\\"",
    "ends in a backslash\\",
    "${process.exit(1)}",
    "`${process.exit(1)}`",
    "{0} {exit()} }{",
    "a\nprocess.exit(1)\nb",
    "a\r\nimport os",
    "\u{2028}process.exit(1)\u{2029}",
    "\u{202e}desrever\u{2066}",
    "\u{0}\u{1}\u{7f}\u{85}\u{9b}",
    "\u{feff}byte order",
    "@ts-nocheck",
    "eslint-disable",
    "noqa",
    "type: ignore",
    "fmt: off",
    "prettier-ignore",
    "{@link x} @deprecated no",
    "# sourceMappingURL=http://example.com",
    "it's \"quoted\"",
    "'single'",
    "\"double\"",
    "Grüße aus Köln",
    "日本語のテキスト",
    "typographic – ‘quotes’ “and” dashes…",
    "👩‍👩‍👧 family",
    "",
    " ",
    "This is it",
    "Args:",
];

fn name() -> impl Strategy<Value = Name> {
    prop_oneof![
        4 => "[a-z]{2,9}(-[a-z]{2,9}){0,2}",
        1 => "[a-z]{8,12}(-[a-z]{6,10}){2,3}",
    ]
    .prop_map(|text| Name::known(&format!("x{text}")))
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => "[a-z0-9:/.*-]{0,24}",
        3 => "[A-Za-z]{1,8}( [a-z,'\"]{1,9}){1,8}",
        1 => "[A-Za-z]{1,8}( [a-z,]{1,9}){12,40}",
        1 => "[a-z]{90,130}",
        1 => "[ -~äöüßéñ中文かなЖ]{0,40}",
        3 => proptest::sample::select(HOSTILE).prop_map(str::to_owned),
    ]
}

fn remark() -> impl Strategy<Value = Option<String>> {
    prop_oneof![4 => Just(None), 1 => text().prop_map(Some)]
}

fn property() -> impl Strategy<Value = String> {
    "[a-z]{1,8}([A-Z][a-z]{1,8}){0,3}"
}

fn key() -> impl Strategy<Value = Key> {
    prop_oneof![
        4 => property().prop_map(Key::Property),
        2 => "[A-Z]{2,9}(_[A-Z]{2,9}){0,2}".prop_map(Key::Data),
        1 => "[a-z]{2,6}:[A-Za-z]{2,9}".prop_map(Key::Data),
        1 => "[a-z]{1,3}".prop_map(Key::Data),
        1 => text().prop_map(Key::Data),
    ]
}

fn reference() -> impl Strategy<Value = Expression> {
    let base = prop_oneof![
        name().prop_map(Expression::Local),
        name().prop_map(Expression::This),
        name().prop_map(Expression::Argument),
        name().prop_map(Expression::Setting),
        (name(), name()).prop_map(|(left, right)| Expression::Field(Box::new(Expression::Argument(left)), right)),
    ];
    (base, vec(property(), 0..3)).prop_map(|(base, steps)| steps.iter().fold(base, |node, step| node.property(step)))
}

fn number() -> impl Strategy<Value = Expression> {
    prop_oneof![
        (-20_i64..100_000).prop_map(Expression::Integer),
        any::<f64>().prop_map(Expression::Number),
        name().prop_map(Expression::Setting),
    ]
}

fn support() -> impl Strategy<Value = Support> {
    prop_oneof![
        "m[a-z]{2,8}:[a-z]{2,8}[A-Z][a-z]{2,6}",
        "components/[a-z]{2,8}(-[a-z]{2,8})?:[a-z]{2,8}[A-Z][a-z]{2,6}",
    ]
    .prop_map(|path| Support::parse(&path))
}

fn class() -> impl Strategy<Value = Class> {
    prop_oneof![
        4 => resource_type().prop_map(Class::Sdk),
        1 => "components/[a-z]{2,8}(-[a-z]{2,8})?:[A-Z][a-z]{2,8}[A-Z][a-z]{2,6}"
            .prop_map(|path| Class::Component(Support::parse(&path))),
        1 => support().prop_map(Class::Function),
    ]
}

fn resource_type() -> impl Strategy<Value = ResourceType> {
    "aws\\.[a-z]{2,8}\\.[A-Z][a-z]{2,8}([A-Z][a-z]{2,8})?".prop_map(|path| ResourceType::parse(&path))
}

fn parts(inner: impl Strategy<Value = Expression> + Clone) -> impl Strategy<Value = Vec<Part>> {
    vec(prop_oneof![text().prop_map(Part::Text), inner.prop_map(Part::Value)], 0..5)
}

fn entry(value: impl Strategy<Value = Expression>) -> impl Strategy<Value = Entry> {
    (key(), value, remark()).prop_map(|(key, value, comment)| Entry { key, value, comment })
}

fn distinct(entries: Vec<Entry>) -> Expression {
    let mut seen = std::collections::BTreeSet::new();
    let kept = entries.into_iter().filter(|entry| {
        let (Key::Property(key) | Key::Data(key)) = &entry.key;
        seen.insert(key.to_lowercase())
    });
    Expression::Object(kept.collect())
}

pub fn expression() -> impl Strategy<Value = Expression> + Clone {
    let leaf = prop_oneof![
        1 => any::<bool>().prop_map(Expression::Boolean),
        1 => number(),
        4 => text().prop_map(Expression::Text),
        4 => reference(),
        1 => text().prop_map(Expression::Archive),
        1 => (number(), number()).prop_map(|(left, right)| Expression::Product(Box::new(left), Box::new(right))),
        1 => parts(reference().boxed()).prop_map(Expression::Interpolate),
        1 => parts(reference().boxed()).prop_map(Expression::Format),
        1 => ("[A-Z][a-z]{2,8}", "[A-Z][A-Za-z0-9]{2,8}", "[A-Z][A-Z0-9_]{2,8}").prop_map(|(kind, typescript, python)| {
            Expression::Enumeration { path: vec!["aws".to_owned(), "lambda".to_owned(), kind], typescript, python }
        }),
        1 => (property(), property()).prop_map(|(function, member)| {
            let function = vec!["aws".to_owned(), format!("get{function}")];
            Expression::Invoke { function, arguments: Vec::new() }.property(&member)
        }),
    ];
    leaf.prop_recursive(5, 40, 5, |inner| {
        let spread = inner.clone().prop_map(|value| Expression::Spread(Box::new(value)));
        let item = prop_oneof![6 => inner.clone().boxed(), 1 => spread.boxed()];
        prop_oneof![
            3 => vec(item, 0..5).prop_map(Expression::List),
            1 => vec((0_i64..70_000).prop_map(Expression::Integer), 0..30).prop_map(Expression::List),
            5 => vec(entry(inner.clone()), 0..6).prop_map(distinct),
            2 => (support(), vec(inner.clone(), 0..5))
                .prop_map(|(function, arguments)| Expression::Call { function, arguments }),
            1 => inner.clone().prop_map(|value| Expression::JsonOutput(Box::new(value))),
            1 => inner.clone().prop_map(|value| Expression::Json(Box::new(value))),
            2 => (name(), inner.clone(), option::of(inner)).prop_map(|(setting, then, otherwise)| {
                Expression::Conditional {
                    condition: Box::new(Expression::Setting(setting)),
                    then: Box::new(then),
                    otherwise: otherwise.map(Box::new),
                }
            }),
        ]
    })
}

fn options() -> impl Strategy<Value = ResourceOptions> {
    let alias = (option::of(text()), option::of((text(), text()))).prop_map(|(name, parent)| Alias { name, parent });
    let full = (
        option::of(reference()),
        option::of(reference()),
        vec(reference(), 0..4),
        vec(alias, 0..3),
        vec(property(), 0..4),
        any::<bool>(),
    )
        .prop_map(|(protect, retain_on_delete, depends_on, aliases, ignore_changes, delete_before_replace)| {
            ResourceOptions { protect, retain_on_delete, depends_on, aliases, ignore_changes, delete_before_replace }
        });
    prop_oneof![2 => Just(ResourceOptions::default()), 1 => full]
}

pub fn resource() -> impl Strategy<Value = Resource> {
    let binding = prop_oneof![Just(Binding::None), name().prop_map(Binding::Local), name().prop_map(Binding::Field),];
    let arguments = vec((property(), expression()), 0..7).prop_map(|arguments| {
        let mut seen = std::collections::BTreeSet::new();
        arguments.into_iter().filter(|(key, _)| seen.insert(key.to_lowercase())).collect::<Vec<_>>()
    });
    let existing = prop_oneof![9 => Just(None), 1 => expression().prop_map(Some)];
    (binding, class(), text(), arguments, options(), existing, remark()).prop_map(
        |(binding, class, name, arguments, options, existing, comment)| Resource {
            binding,
            class,
            name,
            arguments,
            options,
            existing,
            comment,
            origin: Origin::Node("a.b".to_owned()),
        },
    )
}

fn statement() -> impl Strategy<Value = Statement> {
    let simple = prop_oneof![
        4 => resource().prop_map(Statement::Resource),
        1 => (name(), expression(), remark())
            .prop_map(|(name, value, comment)| Statement::Let { name, value, comment, origin: Origin::Frame }),
        1 => (name(), expression())
            .prop_map(|(field, value)| Statement::Assign { field, value, origin: Origin::Frame }),
    ];
    simple.prop_recursive(1, 4, 3, |inner| {
        (name(), vec(inner, 1..3)).prop_map(|(setting, then)| Statement::If {
            condition: Expression::Setting(setting),
            then,
            origin: Origin::Flow(1),
        })
    })
}

fn kind() -> impl Strategy<Value = Type> {
    prop_oneof![
        Just(Type::InputText),
        Just(Type::OutputText),
        resource_type().prop_map(Type::Resource),
        Just(Type::Settings),
        Just(Type::Component("Shared".to_owned())),
    ]
}

fn component(index: usize) -> impl Strategy<Value = Component> {
    let argument = (name(), kind(), remark());
    let field = (name(), kind(), remark());
    let constant = (name(), text(), remark());
    (
        text(),
        vec(argument, 0..5),
        vec(field, 0..5),
        vec(constant, 0..3),
        vec(statement(), 0..6),
        vec((name(), reference()), 0..4),
    )
        .prop_map(move |(documentation, arguments, fields, constants, body, outputs)| {
            let module = match index {
                0 => vec!["shared".to_owned()],
                _ => vec!["services".to_owned(), format!("service{index}")],
            };
            Component {
                name: if index == 0 { "shared".to_owned() } else { format!("service{index}") },
                class: if index == 0 { "Shared".to_owned() } else { format!("Service{index}") },
                token: "shop:index:Service".to_owned(),
                module,
                documentation,
                arguments: arguments
                    .into_iter()
                    .map(|(name, kind, documentation)| Argument { name, kind, documentation })
                    .collect(),
                fields: fields
                    .into_iter()
                    .map(|(name, kind, documentation)| Field { name, kind, documentation })
                    .collect(),
                constants: constants
                    .into_iter()
                    .map(|(name, value, documentation)| Constant {
                        name,
                        value: Expression::Text(value),
                        documentation,
                    })
                    .collect(),
                body,
                outputs,
                origin: Origin::Service("a".to_owned()),
            }
        })
}

fn setting() -> impl Strategy<Value = SettingField> {
    let kinds = prop_oneof![
        (Just(SettingKind::Text), option::of(text().prop_map(Literal::Text))),
        (vec(text(), 1..9).prop_map(SettingKind::OneOf), option::of(text().prop_map(Literal::Text))),
        (Just(SettingKind::Integer), option::of(any::<i64>().prop_map(Literal::Integer))),
        (Just(SettingKind::Number), option::of((-1e9..1e9).prop_map(Literal::Number))),
        (Just(SettingKind::Boolean), option::of(any::<bool>().prop_map(Literal::Boolean))),
        (Just(SettingKind::Texts), option::of(vec(text(), 0..6).prop_map(Literal::Texts))),
    ];
    (name(), kinds, any::<bool>(), any::<bool>(), remark()).prop_map(
        |(name, (kind, default), optional, secret, documentation)| SettingField {
            name,
            kind,
            default,
            optional,
            secret,
            documentation,
            origin: Origin::Frame,
        },
    )
}

/// A program.
pub fn program() -> impl Strategy<Value = Program> {
    let instance = (name(), vec((name(), expression()), 0..4));
    let export = (property(), expression(), remark());
    let deferred = (name(), reference());
    (
        (option::of(text()), vec(setting(), 0..7)),
        (component(0), component(1), component(2)),
        option::of(resource()),
        vec(instance, 0..4),
        vec(export, 0..5),
        vec(deferred, 0..2),
    )
        .prop_map(|((description, fields), components, provider, instances, exports, deferred)| {
            let instances: Vec<Instance> = instances
                .into_iter()
                .enumerate()
                .map(|(index, (variable, arguments))| Instance {
                    variable,
                    class: if index == 0 { "Shared".to_owned() } else { format!("Service{}", index % 3) },
                    name: "instance".to_owned(),
                    arguments,
                })
                .collect();
            let after = instances.first().map_or_else(|| Name::known("none"), |instance| instance.variable.clone());
            Program {
                project: "shop".to_owned(),
                description,
                packages: std::iter::once("aws".to_owned()).collect(),
                settings: Settings { fields },
                components: vec![components.0, components.1, components.2],
                entry: EntryPoint {
                    references: Vec::new(),
                    provider: provider.map(|mut provider| {
                        provider.binding = Binding::Local(Name::known("provider"));
                        provider
                    }),
                    instances,
                    deferred: deferred
                        .into_iter()
                        .map(|(variable, value)| Deferred { variable, list: false, value, after: after.clone() })
                        .collect(),
                    exports: exports
                        .into_iter()
                        .map(|(name, value, comment)| Export { name, value, comment })
                        .collect(),
                },
                ..Program::default()
            }
        })
}
