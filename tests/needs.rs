//! `docs/needs.md` shows, for each thing that people need of their infrastructure, the preset that has it and the lines that
//! an export of it gives. It is made from the presets, so that it is what an export gives today.
//!
//! `UPDATE=1 cargo test --test needs` writes it anew.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use pulumi_designer::catalog::Language;
use pulumi_designer::design::file::load;
use pulumi_designer::presets;
use pulumi_designer::project::files;

/// A need, the preset that shows it, and what the lines begin with in each language.
struct Need {
    title: &'static str,
    preset: &'static str,
    typescript: (&'static str, &'static str),
    python: (&'static str, &'static str),
}

const fn need(
    title: &'static str,
    preset: &'static str,
    typescript: (&'static str, &'static str),
    python: (&'static str, &'static str),
) -> Need {
    Need { title, preset, typescript, python }
}

/// Each need, in the order of the page. The first of a pair is where to look: a part of the path.
const NEEDS: &[Need] = &[
    need(
        "Modular structure: a component for each service",
        "shop",
        ("index.ts", "const orders = new OrdersService("),
        ("__main__.py", "orders = OrdersService("),
    ),
    need(
        "Serverless services",
        "shop",
        ("services/orders.ts", "const placeOrder = new LambdaFunction("),
        ("services/orders.py", "place_order = LambdaFunction("),
    ),
    need(
        "Autoscaling and provisioned concurrency, other for each environment",
        "shop",
        ("services/orders.ts", "provisionedConcurrency:"),
        ("services/orders.py", "provisioned_concurrency="),
    ),
    need(
        "Publish and subscribe",
        "notifications",
        ("services/notifications.ts", "new aws.sns.TopicSubscription("),
        ("services/notifications.py", "aws.sns.TopicSubscription("),
    ),
    need(
        "Event routing by name, with a filter",
        "shop",
        ("services/notifications.ts", "new aws.cloudwatch.EventRule("),
        ("services/notifications.py", "aws.cloudwatch.EventRule("),
    ),
    need(
        "Least privilege: exact actions on exact resources, from what is drawn",
        "shop",
        ("services/orders.ts", "iam.allow("),
        ("services/orders.py", "iam.allow("),
    ),
    need("Secrets", "shop", ("settings.ts", "requireSecret("), ("settings.py", "require_secret(")),
    need("Configuration by environment", "shop", ("Pulumi.prod.yaml", "config:"), ("Pulumi.prod.yaml", "config:")),
    need(
        "Typed settings with defaults",
        "shop",
        ("settings.ts", "export interface Settings {"),
        ("settings.py", "class Settings"),
    ),
    need(
        "Reusable components",
        "shop",
        ("components/lambda-function.ts", "export interface LambdaFunctionArgs {"),
        ("components/lambda_function.py", "class LambdaFunction"),
    ),
    need(
        "Order of creation: by references alone",
        "shop",
        ("services/orders.ts", "const { settings, shared, customersAuthorizerId } = args;"),
        ("services/orders.py", "customers_authorizer_id"),
    ),
    need(
        "Versions of functions behind an alias",
        "shop",
        ("components/lambda-function.ts", "new aws.lambda.Alias("),
        ("components/lambda_function.py", "aws.lambda_.Alias("),
    ),
    need(
        "User pools",
        "auth",
        ("services/auth.ts", "new aws.cognito.UserPool("),
        ("services/auth.py", "aws.cognito.UserPool("),
    ),
    need("Outputs", "shop", ("index.ts", "export const apiUrl"), ("__main__.py", "pulumi.export(")),
    need(
        "Alarms, to one topic",
        "shop",
        ("services/orders.ts", "createAlarm("),
        ("services/orders.py", "create_alarm("),
    ),
    need(
        "Isolation of environments: tags, and names that the cloud completes",
        "shop",
        ("index.ts", "const provider = new aws.Provider("),
        ("__main__.py", "aws.Provider("),
    ),
    need(
        "Encryption at rest",
        "shop",
        ("shared.ts", "this.messagingKey = new aws.kms.Key("),
        ("shared.py", "self.messaging_key = aws.kms.Key("),
    ),
    need(
        "Protection of data in production, and recovery",
        "shop",
        ("services/orders.ts", "this.paymentsTable = new aws.dynamodb.Table("),
        ("services/orders.py", "self.payments_table = aws.dynamodb.Table("),
    ),
    need(
        "Service discovery: a function knows what it has a flow to",
        "shop",
        ("services/orders.ts", "environment: {"),
        ("services/orders.py", "environment={"),
    ),
    need(
        "Messages that fail are set aside",
        "shop",
        ("services/notifications.ts", "redrivePolicy:"),
        ("services/notifications.py", "redrive_policy="),
    ),
    need(
        "Tracing",
        "shop",
        ("components/lambda-function.ts", "tracingConfig:"),
        ("components/lambda_function.py", "tracing_config="),
    ),
];

/// The files of a preset's export.
fn exported(preset: &str, language: Language) -> BTreeMap<String, String> {
    let text = &presets::find(preset, &[]).unwrap().text;
    let made = files(&load(text).design, language).unwrap();
    made.into_iter().map(|file| (file.path.as_str().to_owned(), file.text)).collect()
}

/// The lines from the first that has the text on, to where its brackets are closed (or, without any, as far as the lines
/// below it are deeper): path, numbers and lines.
fn lines(project: &BTreeMap<String, String>, (place, text): (&str, &str)) -> (String, usize, Vec<String>) {
    let (path, content) = project
        .iter()
        .find(|(path, content)| path.ends_with(place) && content.contains(text))
        .unwrap_or_else(|| panic!("{place} has no {text}"));
    let all: Vec<&str> = content.lines().collect();
    let start = all.iter().position(|line| line.contains(text)).unwrap();
    let depth = |line: &str| line.len() - line.trim_start().len();
    let mut open = 0_i32;
    let mut found = Vec::new();
    for line in &all[start..] {
        let deeper = found.is_empty() || line.trim().is_empty() || depth(line) > depth(all[start]);
        let closes = line.trim_start().starts_with([')', '}', ']']) && depth(line) == depth(all[start]);
        if !deeper && !closes {
            break;
        }
        found.push((*line).to_owned());
        open += line.matches(['(', '{', '[']).count() as i32 - line.matches([')', '}', ']']).count() as i32;
        if closes || (open <= 0 && found.len() == 1 && !line.trim_end().ends_with(':')) {
            break;
        }
    }
    while found.last().is_some_and(|line| line.trim().is_empty()) {
        found.pop();
    }
    (path.clone(), start + 1, found)
}

/// The most lines of an excerpt.
const SHOWN: usize = 24;

fn page() -> String {
    let mut text = "# What people need, and the lines that an export gives\n\n\
        Made from the presets: each row names what a team needs of its infrastructure, the preset that shows it, and the lines\n\
        of its export to AWS, in TypeScript and in Python. `pulumi-designer new FILE --preset NAME` and `export` give the same.\n\n\
        | need | preset | TypeScript | Python |\n| --- | --- | --- | --- |\n"
        .to_owned();
    let mut excerpts = String::new();
    for need in NEEDS {
        let [typescript, python] = [(Language::TypeScript, need.typescript), (Language::Python, need.python)]
            .map(|(language, wanted)| lines(&exported(need.preset, language), wanted));
        let cell = |(path, start, found): &(String, usize, Vec<String>)| {
            let end = start + found.len() - 1;
            if end == *start { format!("`{path}:{start}`") } else { format!("`{path}:{start}-{end}`") }
        };
        let _ = writeln!(text, "| {} | `{}` | {} | {} |", need.title, need.preset, cell(&typescript), cell(&python));
        let (path, _, found) = &typescript;
        let margin = found.first().map_or(0, |line| line.len() - line.trim_start().len());
        let shown: Vec<&str> = found.iter().take(SHOWN).map(|line| line.get(margin..).unwrap_or_default()).collect();
        let more = if found.len() > SHOWN { "\n…" } else { "" };
        let kind = if Path::new(path).extension().is_some_and(|extension| extension == "yaml") { "yaml" } else { "ts" };
        let _ = writeln!(
            excerpts,
            "\n## {}\n\nThe preset `{}`, `{path}`:\n\n```{kind}\n{}{more}\n```",
            need.title,
            need.preset,
            shown.join("\n")
        );
    }
    text + &excerpts
}

#[test]
fn the_page_about_needs_shows_what_exports_give() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/needs.md");
    let made = page();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &made).unwrap();
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(found == made, "docs/needs.md is out of date: UPDATE=1 cargo test --test needs");
}
