//! `explain`: what a rule is for, how it fails and how to mend it, with an example; or which rules there are.

mod category;
mod rule;
mod vocabulary;

use anyhow::bail;
use clap::Args;

use crate::text::nearest::nearest;

use super::Run;
use super::console::Console;
use super::exit::Exit;

pub(super) use rule::weight;
pub(super) use vocabulary::about;

/// Explain a rule with an example, or list the rules
///
/// Without a topic: the categories, with how many rules each has and how many designs they are tested with.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  pulumi-designer explain                      Which categories are there?
  pulumi-designer explain reliability          Which rules has it?
  pulumi-designer explain REL001               What is that rule for?
  pulumi-designer explain structure/sync-cycle STR004")]
pub(super) struct Explain {
    /// A rule by code or name, or a category; several are explained one after another
    #[arg(value_name = "TOPIC")]
    topics: Vec<String>,
}

/// A sort of topic. Another sort is another row of [`SORTS`].
struct Sort {
    /// The word for it.
    word: &'static str,
    /// The text about the topic of that name, when there is one.
    text: fn(&str, &Console) -> Option<String>,
    /// The names of all its topics.
    names: fn() -> Vec<&'static str>,
}

/// The sorts of topics, in the order they are tried.
const SORTS: &[Sort] = &[
    Sort { word: "rule", text: rule::text, names: rule::names },
    Sort { word: "kind of node or flow", text: vocabulary::text, names: vocabulary::names },
    Sort { word: "category of rules", text: category::text, names: category::names },
];

impl Run for Explain {
    fn run(&self, console: &Console) -> anyhow::Result<Exit> {
        if self.topics.is_empty() {
            console.print(&category::overview())?;
            return Ok(Exit::Success);
        }
        let texts =
            self.topics.iter().map(|topic| text(topic.trim(), console)).collect::<anyhow::Result<Vec<String>>>()?;
        console.print(&texts.join(SEPARATOR))?;
        Ok(Exit::Success)
    }
}

/// What stands between the texts of two topics.
const SEPARATOR: &str = "\n----\n\n";

/// The text about a topic of any sort.
fn text(topic: &str, console: &Console) -> anyhow::Result<String> {
    if let Some(text) = SORTS.iter().find_map(|sort| (sort.text)(topic, console)) {
        return Ok(text);
    }
    let words: Vec<&str> = SORTS.iter().map(|sort| sort.word).collect();
    let names = SORTS.iter().flat_map(|sort| (sort.names)());
    let hint = match nearest(topic, names) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`pulumi-designer explain` lists what there is".to_owned(),
    };
    bail!("`{topic}` is no {}; {hint}", words.join(" and no "))
}
