//! Programs of any shape: printing never panics, is what the formatters print, and no text breaks out.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, unreachable_pub, dead_code)]

#[path = "emit/arbitrary.rs"]
mod arbitrary;
#[path = "emit/tools.rs"]
mod tools;

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use pulumi_designer::catalog::Language;
use pulumi_designer::emit::{SourceFile, emit};

/// The files of many programs, each program in a folder of its own.
fn sample(count: usize, language: Language) -> Vec<SourceFile> {
    // Strategies as deep as these need more stack than a test's thread has.
    let work = move || generate(count, language);
    std::thread::Builder::new().stack_size(256 << 20).spawn(work).unwrap().join().unwrap()
}

fn generate(count: usize, language: Language) -> Vec<SourceFile> {
    let mut runner = TestRunner::deterministic();
    let strategy = arbitrary::program();
    (0..count)
        .flat_map(|index| {
            let program = strategy.new_tree(&mut runner).unwrap().current();
            emit(&program, language).into_iter().map(move |mut file| {
                file.path = format!("p{index}/{}", file.path);
                file
            })
        })
        .collect()
}

fn count() -> usize {
    std::env::var("EMIT_PROGRAMS").ok().and_then(|count| count.parse().ok()).unwrap_or(20)
}

#[test]
fn any_program_in_typescript_is_what_prettier_prints() {
    let folder = tools::write("any-typescript", &sample(count(), Language::TypeScript));
    if let Some(prettier) = tools::prettier() {
        let complaints = tools::complaints(&prettier, &folder, &["--print-width", "100", "--check", "."]);
        assert_eq!(complaints, None);
    }
}

#[test]
fn any_program_in_python_is_what_ruff_prints() {
    let folder = tools::write("any-python", &sample(count(), Language::Python));
    if let Some(ruff) = tools::ruff() {
        let arguments = ["format", "--isolated", "--line-length", "100", "--target-version", "py311", "--check", "."];
        assert_eq!(tools::complaints(&ruff, &folder, &arguments), None);
    }
}
