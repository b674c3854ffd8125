#![allow(clippy::unwrap_used)]
use super::*;
use crate::design::file;
use crate::program::{
    Component, EntryPoint, Export, Expression, Handler, Literal, Origin, Packages, SettingField, SettingKind, Settings,
    StackFile,
};

fn field(name: &str, kind: SettingKind, default: Option<Literal>, secret: bool, what: &str) -> SettingField {
    SettingField {
        name: Name::known(name),
        kind,
        default,
        optional: false,
        secret,
        documentation: Some(what.to_owned()),
        origin: Origin::Frame,
    }
}

fn program() -> Program {
    let component = |name: &str, module: &[&str]| Component {
        name: name.to_owned(),
        module: module.iter().map(|step| (*step).to_owned()).collect(),
        ..Component::default()
    };
    let levels = ["DEBUG", "INFO"].map(str::to_owned).to_vec();
    Program {
        project: "shop".to_owned(),
        description: Some("Orders *and* payment: \"all\" of it".to_owned()),
        packages: ["aws".to_owned(), "random".to_owned()].into(),
        settings: Settings {
            fields: vec![
                field(
                    "log-level",
                    SettingKind::OneOf(levels),
                    Some(Literal::Text("INFO".to_owned())),
                    false,
                    "What is logged",
                ),
                field("payment-api-key", SettingKind::Text, None, true, "Our key | at the provider"),
                field("origins", SettingKind::Texts, None, false, "Who may call"),
                field("alert-email", SettingKind::Text, None, false, "Who hears of it"),
            ],
        },
        stacks: vec![
            StackFile {
                environment: "dev".to_owned(),
                provider: vec![("aws:region".to_owned(), Literal::Text("eu-west-1".to_owned()))],
                values: vec![
                    (Name::known("log-level"), Literal::Text("DEBUG".to_owned())),
                    (Name::known("origins"), Literal::Texts(vec!["https://a.example".to_owned(), "*".to_owned()])),
                ],
                missing: vec![Name::known("payment-api-key"), Name::known("alert-email")],
            },
            StackFile { environment: "prod".to_owned(), ..StackFile::default() },
        ],
        components: vec![component("shared", &["shared"]), component("orders", &["services", "orders"])],
        entry: EntryPoint {
            exports: vec![Export {
                name: "apiUrl".to_owned(),
                value: Expression::Boolean(true),
                comment: Some("The address of the API".to_owned()),
            }],
            ..EntryPoint::default()
        },
        handlers: vec![Handler {
            folder: "functions/orders/place".to_owned(),
            files: Vec::new(),
            generated: Vec::new(),
            shared: Vec::new(),
            packages: Packages::Npm(["@aws-sdk/client-sqs".to_owned()].into()),
            origin: Origin::Frame,
        }],
        ..Program::default()
    }
}

fn text_of(language: Language, sources: &[&str]) -> String {
    let design =
        file::load("version: 1\nname: shop\nservices:\n  orders:\n    description: Orders\n    nodes: {}\n").design;
    let sources: Vec<RelativePath> = sources.iter().map(|path| RelativePath::parse(path).unwrap()).collect();
    let program = program();
    let files = around(&design, &program, &Registration::of(&program), language, &sources).unwrap();
    if let Ok(folder) = std::env::var("PROJECT_FILES_FOLDER") {
        for file in &files {
            std::fs::write(std::path::Path::new(&folder).join(file.path.as_str()), &file.text).unwrap();
        }
    }
    files.iter().map(|file| format!("=== {}\n{}", file.path, file.text)).collect::<Vec<_>>().concat()
}

#[test]
fn the_files_around_a_typescript_program() {
    insta::assert_snapshot!(text_of(Language::TypeScript, &["index.ts", "src/shared.ts", "src/services/orders.ts"]));
}

#[test]
fn the_files_around_a_python_program() {
    let sources = [
        "__main__.py",
        "shop/__init__.py",
        "shop/settings.py",
        "shop/services/__init__.py",
        "shop/services/orders.py",
        "shop/shared.py",
    ];
    insta::assert_snapshot!(text_of(Language::Python, &sources));
}

#[test]
fn words_of_a_design_are_no_markup() {
    assert_eq!(markdown::text("a <b> | `c`\n# d"), "a &#60;b&#62; &#124; &#96;c&#96; &#35; d");
    assert_eq!(markdown::text("1. one"), "&#49;. one");
    assert_eq!(markdown::code("a`b|c"), "`ab\\|c`");
}
