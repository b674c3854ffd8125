//! The README's section on canary releases: how a new version gets a share of the calls, then all, or is taken back.

use crate::program::{Origin, SettingField};

use super::Project;
use super::markdown::{code, commands, table};

/// The section; empty where nothing is released step by step.
pub(super) fn text(project: &Project<'_>) -> String {
    let pins: Vec<(String, &SettingField, String)> = project
        .program
        .settings
        .fields
        .iter()
        .filter_map(|field| {
            let Origin::Node(node) = &field.origin else { return None };
            let id = crate::design::NodeId::parse(node)?;
            let canary = project.design.node(&id)?.get("canary")?;
            let number = |name: &str| canary.get(name).and_then(crate::value::Value::as_integer);
            let pin = field.optional && field.name.camel().ends_with("StableVersion");
            let share = format!("{} % for {} minutes", number("percent")?, number("minutes").unwrap_or(10));
            pin.then_some((node.clone(), field, share))
        })
        .collect();
    let Some((_, first, _)) = pins.first() else { return String::new() };
    let environment = project.program.stacks.last().map_or("prod", |stack| stack.environment.as_str());
    let key = project.key(&first.name);
    let rows: Vec<Vec<String>> = pins
        .iter()
        .map(|(node, field, share)| vec![code(node), share.clone(), code(&project.key(&field.name))])
        .collect();
    let up = format!("pulumi up --stack {environment}");
    let pin = [
        format!("pulumi stack output functionVersions --stack {environment}"),
        format!("pulumi config set {key} VERSION --stack {environment}"),
    ];
    let end = [format!("pulumi config rm {key} --stack {environment}"), up.clone()];
    format!(
        "## Releases step by step\n\nA new version of these functions gets a share of the calls first:\n\n{}\n\
         1. Pin the version that is live, then change the code and deploy. The pinned version keeps the other calls:\n\n\
         {}\n\
         2. Watch the function's alarms for as long as the table says.\n\
         3. All is well: remove the pin, and the new version gets all calls.\n\n{}\n\
         To take a release back, leave the pin, put the code back as it was and deploy again: from then on both versions \
         are the old one. Then remove the pin.\n",
        table(&["Function", "Share", "Pin"], &rows),
        indented(&commands(&[pin.as_slice(), &[up]].concat())),
        indented(&commands(&end)),
    )
}

/// A block that belongs to the item of a list above it.
fn indented(block: &str) -> String {
    block.lines().flat_map(|line| ["   ", line, "\n"]).collect()
}
