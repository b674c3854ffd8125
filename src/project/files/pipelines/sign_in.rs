//! What a cloud says about how pipelines sign in to it without a key.

use crate::program::StackFile;

/// How pipelines sign in to a cloud.
#[derive(Clone, Copy)]
pub(in crate::project::files) struct SignIn {
    /// The variable that names as whom a deployment signs in, one value an environment.
    pub(in crate::project::files) deployer: &'static str,
    /// The variable that names as whom a preview signs in.
    pub(in crate::project::files) previewer: &'static str,
    /// What those name, with its article: `a`, `role`.
    pub(in crate::project::files) what: (&'static str, &'static str),
    /// What pipelines do with it: `take`.
    pub(in crate::project::files) verb: &'static str,
    /// Variables that are the same whoever signs in, and what each is.
    pub(in crate::project::files) common: &'static [(&'static str, &'static str)],
    /// GitHub: what a job does before Pulumi runs.
    pub(super) github: fn(&GitHub<'_>) -> Signed,
    /// GitLab: the token that jobs get, and what they do with it.
    pub(super) gitlab: GitLab,
}

/// Who signs in from GitHub, and where.
pub(super) struct GitHub<'a> {
    /// The variable that names who.
    pub(super) who: &'static str,
    /// The stack whose region counts.
    pub(super) stack: Option<&'a StackFile>,
}

impl GitHub<'_> {
    /// The value of who.
    pub(super) fn value(&self) -> String {
        variable(self.who)
    }

    /// A value of the stack file.
    pub(super) fn configured(&self, key: &str) -> String {
        let found = self.stack.and_then(|stack| stack.provider.iter().find(|(present, _)| present == key));
        found.map(|(_, value)| value.to_configuration()).unwrap_or_default()
    }
}

/// The value of a variable, as GitHub puts it in.
pub(super) fn variable(name: &str) -> String {
    format!("${{{{ vars.{name} }}}}")
}

/// What makes a job of GitHub's sign in: its environment, and steps.
#[derive(Default)]
pub(super) struct Signed {
    /// Variables of the job.
    pub(super) environment: Vec<(&'static str, String)>,
    /// Actions with their arguments.
    pub(super) steps: Vec<(&'static str, Vec<(&'static str, String)>)>,
}

impl Signed {
    /// The job's environment, as lines of the job.
    pub(super) fn environment(&self) -> String {
        if self.environment.is_empty() {
            return String::new();
        }
        let lines = self.environment.iter().map(|(name, value)| format!("      {name}: {value}\n"));
        format!("    env:\n{}", lines.collect::<String>())
    }

    /// The steps, as lines of the job.
    pub(super) fn steps(&self) -> String {
        let step = |(action, arguments): &(&str, Vec<(&str, String)>)| {
            let lines = arguments.iter().map(|(name, value)| format!("          {name}: {value}\n"));
            format!("      - uses: {action}\n        with:\n{}", lines.collect::<String>())
        };
        self.steps.iter().map(step).collect()
    }
}

/// What makes a job of GitLab's sign in.
#[derive(Clone, Copy)]
pub(super) struct GitLab {
    /// The token's variable and audience.
    pub(super) token: (&'static str, &'static str),
    /// Variables that jobs have.
    pub(super) variables: &'static [(&'static str, &'static str)],
    /// The variables that people set for each environment, with what they are.
    pub(super) asked: &'static str,
    /// What jobs do first.
    pub(super) before: &'static [&'static str],
}
