//! Pipelines for GitHub and GitLab: checks and a preview for each change, then each environment in the order of promotion.
//!
//! No key is kept anywhere: both sides prove who they are by `OpenID` Connect. Actions are pinned to commits. How jobs sign
//! in to a cloud is a file for each.

mod aws;
mod azure;
mod gcp;
mod sign_in;

use std::fmt::Write as _;

use crate::catalog::Language;
use crate::program::{Program, StackFile};

use super::super::path::UnsafePath;
use super::super::plan::ProjectFile;
use super::super::yaml;
use super::{Project, functions, owned, packages};

pub(super) use aws::AWS;
pub(super) use azure::AZURE;
pub(super) use gcp::GCP;
pub(super) use sign_in::SignIn;

use sign_in::GitHub;

/// Actions by commit, with their release.
const CHECKOUT: &str = "actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2";
const SETUP_NODE: &str = "actions/setup-node@53b83947a5a98c8d113130e565377fae1a50d02f # v6.3.0";
const SETUP_PYTHON: &str = "actions/setup-python@a309ff8b426b58ec0e2a45f0f869d46889d02405 # v6.2.0";
const PULUMI_LOGIN: &str = "pulumi/auth-actions@141415910c3beb54e03b48e9057c204c97b956f2 # v2.1.0";
const PULUMI: &str = "pulumi/actions@8e5e406f4007fca908480587cb9893c07090f58d # v7.0.0";

/// The image of GitLab's jobs: Pulumi with both languages.
const IMAGE: &str = "pulumi/pulumi:3.270.0";

pub(super) fn files(project: &Project<'_>) -> Result<Vec<ProjectFile>, UnsafePath> {
    let only = [Target {
        name: project.program.project.clone(),
        folder: None,
        bundles: functions::has_typescript(project.program),
    }];
    both(project, &only)
}

/// A Pulumi project that the pipelines deploy.
struct Target {
    name: String,
    /// Where it is, unless it is all there is.
    folder: Option<String>,
    /// Whether it has functions in TypeScript.
    bundles: bool,
}

/// The pipelines of a system with several projects, deployed in their order.
pub(super) fn of_system(
    project: &Project<'_>,
    projects: &[Program],
    folders: &[String],
) -> Result<Vec<ProjectFile>, UnsafePath> {
    let targets: Vec<Target> = projects
        .iter()
        .zip(folders)
        .map(|(program, folder)| Target {
            name: program.project.clone(),
            folder: Some(folder.clone()),
            bundles: functions::has_typescript(program),
        })
        .collect();
    both(project, &targets)
}

fn both(project: &Project<'_>, targets: &[Target]) -> Result<Vec<ProjectFile>, UnsafePath> {
    Ok(vec![
        owned(".github/workflows/deploy.yaml", github(project, targets))?,
        owned(".gitlab-ci.yml", gitlab(project, targets))?,
    ])
}

/// What must pass before anything is previewed or deployed.
fn checks(language: Language) -> &'static [&'static str] {
    match language {
        Language::TypeScript => &["npm run check", "npm run lint", "npm run format", "npm test"],
        Language::Python => &["pyright", "ruff check", "ruff format --check", "pytest"],
    }
}

/// What is asked for functions in TypeScript as well, where the program is in Python.
const INSTALL_FUNCTIONS: &str = "npm install --prefix functions";
const CHECK_FUNCTIONS: &str = "npm run check --prefix functions";

/// The commands, in each project where there are several and the language has no workspaces; the last one only where
/// functions in TypeScript stand beside a program in Python.
fn in_each(language: Language, targets: &[Target], lines: &[&str], of_functions: &str) -> Vec<String> {
    let lines_of = |target: &Target| -> Vec<String> {
        let more = (language == Language::Python && target.bundles).then_some(of_functions);
        lines.iter().copied().chain(more).map(str::to_owned).collect()
    };
    let folders = targets.iter().filter(|_| language == Language::Python);
    let each: Vec<String> = folders
        .filter_map(|target| Some(format!("(cd {} && {})", target.folder.as_ref()?, lines_of(target).join(" && "))))
        .collect();
    if each.is_empty() { targets.first().map(lines_of).unwrap_or_default() } else { each }
}

fn install(language: Language, development: bool) -> &'static [&'static str] {
    match (language, development) {
        (Language::TypeScript, _) => &["npm ci"],
        (Language::Python, true) => &["pip install -r requirements.txt", "pip install --group dev"],
        (Language::Python, false) => &["pulumi install"],
    }
}

/// What the policy pack needs beside what the program needs.
fn install_policies(language: Language) -> &'static [&'static str] {
    match language {
        Language::TypeScript => &[],
        Language::Python => &["python -m venv policy/venv", "policy/venv/bin/pip install -r policy/requirements.txt"],
    }
}

fn github(project: &Project<'_>, targets: &[Target]) -> String {
    let language = project.language;
    let sign_in = &project.cloud().sign_in;
    let packed = packages::commands(project);
    let begin = format!(
        "    runs-on: ubuntu-24.04\n    steps:\n      - uses: {CHECKOUT}\n        with:\n          persist-credentials: \
         false\n{}",
        setup(language),
    );
    let runs = |lines: &[&str], of_functions: &str| {
        in_each(language, targets, lines, of_functions)
            .iter()
            .map(|line| format!("      - run: {line}\n"))
            .collect::<Vec<_>>()
            .concat()
    };
    let plain = |lines: &[&str]| lines.iter().map(|line| format!("      - run: {line}\n")).collect::<Vec<_>>().concat();
    // Packages of Python are installed by Pulumi itself, as the project says.
    let tool = match language {
        Language::TypeScript => String::new(),
        Language::Python => format!("      - uses: {PULUMI}\n"),
    };
    let packages = format!(
        "{tool}{}{}{}",
        runs(install(language, false), INSTALL_FUNCTIONS),
        plain(install_policies(language)),
        packed.iter().map(|lines| format!("      - run: |\n{}", indented(lines, 10))).collect::<Vec<_>>().concat(),
    );
    let mut text = format!(
        "# Each change is checked and previewed; what is merged is deployed to each environment in turn. The environment of\n\
         # each name says who must approve, and holds the variable {}:\n# the {} that this repository may {}.\n\
         name: deploy\n\non:\n  pull_request:\n  push:\n    branches: [main]\n\npermissions:\n  contents: \
         read\n\nconcurrency:\n  group: deploy-${{{{ github.ref }}}}\n  cancel-in-progress: ${{{{ github.event_name == 'pull_request' }}}}\n\njobs:\n  check:\n{begin}{}{}",
        sign_in.deployer,
        sign_in.what.1,
        sign_in.verb,
        runs(install(language, true), INSTALL_FUNCTIONS),
        runs(checks(language), CHECK_FUNCTIONS),
    );
    let stacks = &project.program.stacks;
    let names: Vec<String> = stacks.iter().map(|stack| yaml::text(&stack.environment)).collect();
    let preview = (sign_in.github)(&GitHub { who: sign_in.previewer, stack: stacks.first() });
    let _ = write!(
        text,
        "\n  preview:\n    if: github.event_name == 'pull_request' && !github.event.pull_request.head.repo.fork\n    needs: \
         check\n    permissions:\n      contents: read\n      id-token: write\n      pull-requests: write\n    strategy:\n      \
         fail-fast: false\n      matrix:\n        stack: [{}]\n{}{begin}{packages}",
        names.join(", "),
        preview.environment(),
    );
    text.push_str(&pulumi(targets, "preview", "${{ matrix.stack }}", &preview.steps()));
    let mut needs = "check".to_owned();
    for stack in stacks {
        let job = format!("deploy-{}", stack.environment);
        let signed = (sign_in.github)(&GitHub { who: sign_in.deployer, stack: Some(stack) });
        let _ = write!(
            text,
            "\n  {job}:\n    if: github.event_name == 'push'\n    needs: {needs}\n    environment: {}\n    permissions:\n      \
             contents: read\n      id-token: write\n{}{begin}{packages}",
            yaml::text(&stack.environment),
            signed.environment(),
        );
        text.push_str(&pulumi(targets, "up", &stack.environment, &signed.steps()));
        needs = job;
    }
    text
}

/// The step that brings the language.
fn setup(language: Language) -> String {
    match language {
        Language::TypeScript => {
            format!("      - uses: {SETUP_NODE}\n        with:\n          node-version: 24\n          cache: npm\n")
        }
        Language::Python => format!(
            "      - uses: {SETUP_PYTHON}\n        with:\n          python-version: \"3.13\"\n          cache: pip\n"
        ),
    }
}

/// Lines of a block, so many columns in.
fn indented(lines: &str, columns: usize) -> String {
    lines.lines().flat_map(|line| [" ".repeat(columns), line.to_owned(), "\n".to_owned()]).collect()
}

/// Signing in to the cloud and to Pulumi, and the command for each project.
fn pulumi(targets: &[Target], command: &str, stack: &str, sign_in: &str) -> String {
    let comment = if command == "preview" { "          comment-on-pr: true\n" } else { "" };
    let mut text = format!(
        "{sign_in}      - uses: {PULUMI_LOGIN}\n        with:\n          organization: ${{{{ vars.PULUMI_ORGANIZATION }}}}\n          \
         requested-token-type: urn:pulumi:token-type:access_token:organization\n",
    );
    for Target { name, folder, .. } in targets {
        let place = folder.as_ref().map(|folder| format!("          work-dir: {folder}\n")).unwrap_or_default();
        let above = if folder.is_some() { "../../" } else { "" };
        let _ = write!(
            text,
            "      - uses: {PULUMI}\n        with:\n          command: {command}\n          stack-name: ${{{{ \
             vars.PULUMI_ORGANIZATION }}}}/{name}/{stack}\n{place}          policyPacks: {above}policy\n{comment}",
        );
    }
    text
}

fn gitlab(project: &Project<'_>, targets: &[Target]) -> String {
    let language = project.language;
    let sign_in = &project.cloud().sign_in.gitlab;
    let lines = |lines: &[&str], of_functions: &str| {
        in_each(language, targets, lines, of_functions)
            .iter()
            .map(|line| format!("    - {line}\n"))
            .collect::<Vec<_>>()
            .concat()
    };
    let plain = |lines: &[&str]| lines.iter().map(|line| format!("    - {line}\n")).collect::<Vec<_>>().concat();
    let stacks = &project.program.stacks;
    let stages: Vec<String> = stacks.iter().map(|stack| format!("deploy-{}", stack.environment)).collect();
    let mut text = format!(
        "# Each change is checked and previewed; what is merged is deployed to each environment in turn, the last ones when\n\
         # somebody asks for it. Variables: PULUMI_ORGANIZATION, and for each environment\n# {}.\nstages: [check, preview, {}]\n\nworkflow:\n  rules:\n    - if: $CI_PIPELINE_SOURCE == \"merge_request_event\"\n    - if: \
         $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH\n\ndefault:\n  image: {IMAGE}\n\ncheck:\n  stage: check\n  rules:\n    - when: \
         on_success\n  script:\n{}{}",
        sign_in.asked,
        stages.join(", "),
        lines(install(language, true), INSTALL_FUNCTIONS),
        lines(checks(language), CHECK_FUNCTIONS),
    );
    let (token, audience) = sign_in.token;
    let variables: Vec<String> =
        sign_in.variables.iter().map(|(name, value)| format!("    {name}: {value}\n")).collect();
    let variables = variables.concat();
    let packed: Vec<String> =
        packages::commands(project).iter().map(|lines| format!("    - |\n{}", indented(lines, 6))).collect();
    let packed = packed.concat();
    let _ = write!(
        text,
        "\n.pulumi:\n  id_tokens:\n    {token}:\n      aud: {audience}\n    PULUMI_ID_TOKEN:\n      aud: \
         urn:pulumi:org:$PULUMI_ORGANIZATION\n  variables:\n{variables}  before_script:\n{}    - pulumi login --oidc-org \
         \"$PULUMI_ORGANIZATION\" --oidc-token \"$PULUMI_ID_TOKEN\"\n{}{packed}",
        plain(sign_in.before),
        lines(install(language, false), INSTALL_FUNCTIONS) + &plain(install_policies(language)),
    );
    let script = |command: &str, stack: &StackFile| {
        let line = |Target { name, folder, .. }: &Target| {
            let place = folder.as_ref().map(|folder| format!(" --cwd {folder}")).unwrap_or_default();
            let above = if folder.is_some() { "../../" } else { "" };
            let stack = format!("$PULUMI_ORGANIZATION/{name}/{}", stack.environment);
            format!("    - pulumi {command}{place} --stack \"{stack}\" --policy-pack {above}policy\n")
        };
        targets.iter().map(line).collect::<Vec<_>>().concat()
    };
    for stack in stacks {
        let environment = yaml::text(&stack.environment);
        let _ = write!(
            text,
            "\npreview-{}:\n  extends: .pulumi\n  stage: preview\n  rules:\n    - if: $CI_PIPELINE_SOURCE == \
             \"merge_request_event\"\n  environment:\n    name: {environment}\n    action: verify\n  script:\n{}",
            stack.environment,
            script("preview", stack),
        );
    }
    for (number, stack) in stacks.iter().enumerate() {
        let manual = if number > 0 && crate::design::effective::is_production(&stack.environment) {
            "      when: manual\n"
        } else {
            ""
        };
        let _ = write!(
            text,
            "\ndeploy-{}:\n  extends: .pulumi\n  stage: deploy-{}\n  rules:\n    - if: $CI_COMMIT_BRANCH == \
             $CI_DEFAULT_BRANCH\n{manual}  environment:\n    name: {}\n  resource_group: {}\n  script:\n{}",
            stack.environment,
            stack.environment,
            yaml::text(&stack.environment),
            yaml::text(&stack.environment),
            script("up --yes", stack),
        );
    }
    text
}
