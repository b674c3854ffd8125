//! Tests of a program as source files.

use super::{SourceFile, python, typescript};
use crate::catalog::Language;
use crate::expect::{Accepted, Tests};

/// The files of the tests, in a language.
pub fn tests(tests: &Tests, project: &str, language: Language) -> Vec<SourceFile> {
    if tests.suites.is_empty() {
        return Vec::new();
    }
    match language {
        Language::TypeScript => typescript::tests(tests, project),
        Language::Python => python::tests(tests, project),
    }
}

/// A module of texts in which what the design accepts has its place: `{{wide_actions}}` and `{{exempt}}`.
pub fn accepting(text: &str, accepted: &Accepted, language: Language) -> String {
    let list = |name: &str, items: &[String]| match language {
        Language::TypeScript => typescript::list(&format!("const {name}: string[] = "), items),
        Language::Python => python::list(&format!("{name}: list[str] = "), items),
    };
    text.replace("{{wide_actions}}", &list("WITHOUT_RESOURCES", &accepted.wide_actions))
        .replace("{{exempt}}", &list("EXEMPT", &accepted.exempt))
}
