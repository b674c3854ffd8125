//! Programs as source files: what is printed, and that the languages' own formatters would print the same.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, unreachable_pub)]
// A fixture is one long value, and a picture is one long text.
#![allow(clippy::too_many_lines, clippy::format_collect)]

#[path = "emit/shop.rs"]
mod shop;
#[path = "emit/tools.rs"]
mod tools;

use pulumi_designer::catalog::Language;
use pulumi_designer::emit::{SourceFile, emit};
use pulumi_designer::program::Origin;

fn show(files: &[SourceFile]) -> String {
    let support = ["iam", "alarm", "lambda-function", "lambda_function"];
    files
        .iter()
        .filter(|file| !support.iter().any(|name| file.path.contains(name)))
        .map(|file| format!("=== {}\n{}", file.path, file.text))
        .collect()
}

#[test]
fn a_program_in_typescript() {
    let files = emit(&shop::shop().pruned(), Language::TypeScript);
    insta::assert_snapshot!(show(&files));
    let folder = tools::write("shop-typescript", &files);
    if let Some(prettier) = tools::prettier() {
        let complaints = tools::complaints(&prettier, &folder, &["--print-width", "100", "--check", "."]);
        assert_eq!(complaints, None);
    }
}

#[test]
fn a_program_in_python() {
    let files = emit(&shop::shop().pruned(), Language::Python);
    insta::assert_snapshot!(show(&files));
    let folder = tools::write("shop-python", &files);
    if let Some(ruff) = tools::ruff() {
        let complaints = tools::complaints(&ruff, &folder, &["format", "--line-length", "100", "--diff", "."]);
        assert_eq!(complaints, None);
        let select = "A,ANN,B,C4,D2,D3,D4,E,F,I,N,PT,RET,RUF,SIM,UP,W";
        let check = ["check", "--isolated", "--line-length", "100", "--target-version", "py311", "--select", select];
        let complaints =
            tools::complaints(&ruff, &folder, &[&check[..], &["--ignore", "D203,D213,D401", "."]].concat());
        assert_eq!(complaints, None);
    }
}

#[test]
fn lines_know_the_part_of_the_design_that_they_come_from() {
    let origin = |language: Language, path: &str, code: &str| {
        let files = emit(&shop::shop().pruned(), language);
        let file = files.iter().find(|file| file.path == path).unwrap();
        let line = file.text.lines().position(|line| line.contains(code)).unwrap() + 1;
        file.origin_of(line).clone()
    };
    let service = |name: &str| Origin::Service(name.to_owned());
    let node = |name: &str| Origin::Node(name.to_owned());
    let typescript = |path: &str, code: &str| origin(Language::TypeScript, path, code);
    assert_eq!(typescript("src/shared.ts", "protocolType"), node("shared.api"));
    assert_eq!(typescript("src/shared.ts", "super("), service("shared"));
    assert_eq!(typescript("src/services/notifications.ts", "\"order-placed\""), Origin::Flow(3));
    assert_eq!(typescript("index.ts", "loadSettings()"), Origin::Frame);
    let python = |path: &str, code: &str| origin(Language::Python, path, code);
    assert_eq!(python("shop/shared.py", "protocol_type"), node("shared.api"));
    assert_eq!(python("__main__.py", "auth = AuthService("), service("auth"));
}
