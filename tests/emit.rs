//! Programs as source files: what is printed, and that the languages' own formatters would print the same.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, unreachable_pub)]

#[path = "emit/shop.rs"]
mod shop;
#[path = "emit/tools.rs"]
mod tools;

use pulumi_designer::catalog::Language;
use pulumi_designer::emit::{SourceFile, emit};

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
    let files = emit(&shop::shop(), Language::TypeScript);
    insta::assert_snapshot!(show(&files));
    let folder = tools::write("shop-typescript", &files);
    if let Some(prettier) = tools::prettier() {
        let complaints = tools::complaints(&prettier, &folder, &["--print-width", "100", "--check", "."]);
        assert_eq!(complaints, None);
    }
}

#[test]
fn a_program_in_python() {
    let files = emit(&shop::shop(), Language::Python);
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
