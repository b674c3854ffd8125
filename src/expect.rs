//! What the tests of a generated program expect: for each flow of the design, what the program must register for it, and
//! for each role and policy that there is nothing else in it.
//!
//! Knows a design's flows and what its program registers; no language and no test runner.

mod cloud;
mod mocks;
mod suites;
mod value;

use crate::design::Design;
use crate::program::{Program, StackFile};
use crate::register::{Registered, Registration};

pub use value::{Expected, short};

/// The tests of one service.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Suite {
    /// The service.
    pub name: String,
    /// Its tests, in the order of the design's flows; then those of roles and policies.
    pub cases: Vec<Case>,
}

/// One test.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// What holds, as people say it; no two of a suite say the same.
    pub title: String,
    /// What is checked, in order.
    pub checks: Vec<Check>,
}

/// One thing that is checked: a function of the tests' own, and what it is given.
#[derive(Debug, Clone, PartialEq)]
pub struct Check {
    /// The function, in words: `expect-registered`.
    pub function: &'static str,
    /// Its arguments.
    pub arguments: Vec<Expected>,
}

impl Check {
    fn new(function: &'static str, arguments: impl IntoIterator<Item = Expected>) -> Self {
        Self { function, arguments: arguments.into_iter().collect() }
    }

    /// About a resource: its kind and its name come first.
    fn about(function: &'static str, resource: &Registered, what: Expected) -> Self {
        Self::new(function, [Expected::Text(short(&resource.id.kind)), Expected::Text(resource.id.name.clone()), what])
    }
}

/// A text that is written once for each language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Written {
    /// In TypeScript.
    pub typescript: &'static str,
    /// In Python.
    pub python: &'static str,
}

/// What policies let pass.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Accepted {
    /// The actions that the design allows roles on any resource: those for which the cloud knows no single ones.
    pub wide_actions: Vec<String>,
    /// The names of resources that are not as policies ask, because the design says so.
    pub exempt: Vec<String>,
}

/// What the policies of a program let pass, whatever the environment.
pub fn accepted(program: &Program, registration: &Registration) -> Accepted {
    let cloud = cloud::of(program);
    Accepted { wide_actions: (cloud.wide)(&registration.any), exempt: cloud::exempt(cloud, &registration.any) }
}

/// All tests of a program, for the environment that asks most: the last one.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Tests {
    /// The suites, in the order of the program's components.
    pub suites: Vec<Suite>,
    /// The environment.
    pub stack: String,
    /// Its configuration: the stack file's values, and made-up ones where people must give them.
    pub configuration: Vec<(String, String)>,
    /// The names of the outputs of resources that something refers to, where they are texts.
    pub outputs: Vec<String>,
    /// Outputs that are structures, with the path to each text in its place.
    pub structures: Vec<(String, Expected)>,
    /// What the provider answers, by the tokens of its functions.
    pub answers: Vec<(String, Expected)>,
    /// What policies let pass.
    pub accepted: Accepted,
    /// Where the policies are, from the tests' folder.
    pub policies: String,
    /// The functions that checks of this cloud use.
    pub checks: Written,
    /// The modules of Python that they use beside those of all tests.
    pub imports: &'static [&'static str],
    /// Inputs that have another form in what the cloud gives back.
    pub reshaped: &'static [&'static str],
    /// What holds for any program of this cloud.
    pub program: Written,
}

/// The tests of a design's program.
pub fn tests(design: &Design, program: &Program, registration: &Registration) -> Tests {
    let Some(stack) = program.stacks.last() else { return Tests::default() };
    let cloud = cloud::of(program);
    let resources = &registration.last;
    Tests {
        suites: suites::suites(cloud, design, program, resources),
        stack: stack.environment.clone(),
        configuration: configuration(program, stack),
        outputs: mocks::texts(cloud, program, resources),
        structures: mocks::structures(cloud, program, resources),
        answers: mocks::answers(cloud, program),
        accepted: accepted(program, registration),
        policies: "../policy/policies".to_owned(),
        checks: cloud.checks,
        imports: cloud.imports,
        reshaped: cloud.reshaped,
        program: cloud.program,
    }
}

fn configuration(program: &Program, stack: &StackFile) -> Vec<(String, String)> {
    let key = |name: &crate::program::Name| format!("{}:{}", program.project, name.camel());
    let mut found: Vec<(String, String)> =
        stack.provider.iter().map(|(key, value)| (key.clone(), value.to_configuration())).collect();
    found.extend(stack.values.iter().map(|(name, value)| (key(name), value.to_configuration())));
    let fields = program.settings.fields.iter().filter(|field| stack.missing.contains(&field.name));
    found.extend(fields.map(|field| (key(&field.name), field.kind.made_up())));
    found
}
