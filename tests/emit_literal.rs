//! Text from a design in code: it comes back as it was, and it never becomes code.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, unreachable_pub, dead_code)]

#[path = "emit/arbitrary.rs"]
mod arbitrary;
#[path = "emit/tools.rs"]
mod tools;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use pulumi_designer::catalog::Language;
use pulumi_designer::emit::{SourceFile, emit};
use pulumi_designer::program::{
    Binding, Class, Component, Export, Expression, Name, Origin, Part, Program, Resource, ResourceOptions,
    ResourceType, SettingField, SettingKind, Settings, Statement,
};

/// A program that has the text wherever a design can put text.
fn saying(text: &str) -> Program {
    let text = text.to_owned();
    let setting = |name: &str, kind: SettingKind| SettingField {
        name: Name::known(name),
        kind,
        default: None,
        optional: true,
        secret: false,
        documentation: Some(text.clone()),
        origin: Origin::Frame,
    };
    let object = Expression::Object(vec![pulumi_designer::program::Entry {
        key: pulumi_designer::program::Key::Data(text.clone()),
        value: Expression::Text(text.clone()),
        comment: Some(text.clone()),
    }]);
    let reference = Expression::This(Name::known("reference"));
    let interpolated = vec![Part::Text(text.clone()), Part::Value(reference.clone())];
    let between = vec![
        Part::Value(reference.clone()),
        Part::Text(text.clone()),
        Part::Value(reference),
        Part::Text(text.clone()),
    ];
    let resource = Resource {
        binding: Binding::None,
        class: Class::Sdk(ResourceType::parse("aws.sqs.Queue")),
        name: text.clone(),
        arguments: vec![
            ("plain".to_owned(), Expression::Text(text.clone())),
            ("object".to_owned(), object.clone()),
            ("json".to_owned(), Expression::Json(Box::new(object.clone()))),
            ("concat".to_owned(), Expression::Interpolate(interpolated.clone())),
            ("between".to_owned(), Expression::Interpolate(between.clone())),
            ("format".to_owned(), Expression::Format(interpolated)),
            ("archive".to_owned(), Expression::Archive(text.clone())),
        ],
        options: ResourceOptions::default(),
        existing: None,
        comment: Some(text.clone()),
        origin: Origin::Frame,
    };
    Program {
        project: "shop".to_owned(),
        description: Some(text.clone()),
        settings: Settings {
            fields: vec![
                setting("plain", SettingKind::Text),
                setting("choice", SettingKind::OneOf(vec![text.clone(), "other".to_owned()])),
            ],
        },
        components: vec![Component {
            name: "shared".to_owned(),
            class: "Shared".to_owned(),
            token: "shop:index:Shared".to_owned(),
            module: vec!["shared".to_owned()],
            documentation: text.clone(),
            body: vec![Statement::Resource(resource)],
            ..Component::default()
        }],
        entry: pulumi_designer::program::EntryPoint {
            exports: vec![Export { name: "output".to_owned(), value: object, comment: Some(text) }],
            ..Default::default()
        },
        ..Program::default()
    }
}

struct Scan {
    names: BTreeSet<String>,
    texts: BTreeSet<String>,
}

/// The names that stand in the code of the files, and the texts of their literals; nothing if the language is missing.
fn scan(name: &str, language: Language, files: &[SourceFile]) -> Option<Scan> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tools::write(name, files);
    let paths: Vec<PathBuf> = files.iter().map(|file| folder.join(&file.path)).collect();
    let mut command = match language {
        Language::TypeScript => {
            let prettier = tools::prettier()?;
            let modules = prettier.parent()?.parent()?.parent()?.join("package.json");
            let mut command = Command::new("node");
            command.arg(root.join("tests/emit/scan.mjs")).arg(modules);
            command
        }
        Language::Python => {
            let mut command = Command::new("python3");
            command.arg(root.join("tests/emit/scan.py"));
            command
        }
    };
    let Ok(output) = command.args(&paths).output() else {
        eprintln!("skipped: {command:?} does not run");
        return None;
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let value: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let set = |key: &str| {
        value[key].as_array().unwrap().iter().map(|item| item.as_str().unwrap_or_default().to_owned()).collect()
    };
    Some(Scan { names: set("names"), texts: set("texts") })
}

fn programs(language: Language, texts: &[String]) -> Vec<SourceFile> {
    texts
        .iter()
        .enumerate()
        .flat_map(|(index, text)| {
            emit(&saying(text), language).into_iter().map(move |mut file| {
                file.path = format!("p{index}/{}", file.path);
                file
            })
        })
        .collect()
}

/// Hostile texts, and any others.
fn texts() -> Vec<String> {
    let mut runner = TestRunner::deterministic();
    let mut texts: Vec<String> = arbitrary::HOSTILE.iter().map(|text| (*text).to_owned()).collect();
    for text in arbitrary::HOSTILE {
        texts.push(format!("{} {text}", "long ".repeat(30)));
    }
    let any = any::<String>();
    texts.extend((0..100).map(|_| any.new_tree(&mut runner).unwrap().current()));
    texts
}

fn check(language: Language, name: &str) {
    let harmless = scan(&format!("{name}-harmless"), language, &programs(language, &["x".to_owned()]));
    let texts = texts();
    let Some((harmless, scan)) = harmless.zip(scan(name, language, &programs(language, &texts))) else { return };
    let mut fresh: Vec<&String> = scan.names.difference(&harmless.names).collect();
    // Keys that are names stand unquoted, and so do literals' types: they are data all the same.
    fresh.retain(|name| !texts.contains(name));
    assert_eq!(fresh, Vec::<&String>::new());
    let lost: Vec<&String> = texts.iter().filter(|text| !scan.texts.contains(*text)).collect();
    assert_eq!(lost, Vec::<&String>::new());
}

#[test]
fn text_stays_text_in_typescript() {
    check(Language::TypeScript, "literal-typescript");
}

#[test]
fn text_stays_text_in_python() {
    check(Language::Python, "literal-python");
}
