//! Stack files, `Pulumi.<environment>.yaml`: their text, and how new values get into one that people and `pulumi config`
//! have written to. Value by value, so that secrets, comments and other keys stay where they are.

use std::collections::BTreeMap;
use std::ops::Range;

use serde_json::Value;

use super::yaml;

/// The values that a design gives for a stack, by configuration key, in order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Values(pub Vec<(String, Value)>);

impl Values {
    /// The values by key.
    pub fn plain(&self) -> BTreeMap<String, Value> {
        self.0.iter().cloned().collect()
    }

    fn get(&self, key: &str) -> Option<&Value> {
        self.0.iter().find(|(name, _)| name == key).map(|(_, value)| value)
    }
}

/// A stack file into which new values were merged.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Merged {
    /// The file.
    pub text: String,
    /// Keys that people gave another value than the design, which stay.
    pub by_hand: Vec<String>,
    /// What the design gave, for the next merge.
    pub base: BTreeMap<String, Value>,
}

/// One `key: value` of the file: its lines and its value.
struct Entry {
    key: String,
    value: Value,
    lines: Range<usize>,
}

/// The file's text with the design's values in it. What the design gave before (`base`) and nobody changed is replaced
/// or taken out; what somebody changed stays. `None` where the text is no stack file that this can read.
pub(super) fn merge(text: &str, base: &BTreeMap<String, Value>, values: &Values) -> Option<Merged> {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let heading = find_config(&mut lines)?;
    let (entries, indent) = entries(&lines, heading)?;
    let mut merged = Merged { text: String::new(), by_hand: Vec::new(), base: BTreeMap::new() };
    // From the last entry to the first, so that the numbers of lines before stay right.
    let mut by_hand = Vec::new();
    for entry in entries.iter().rev() {
        let (ours, last) = (values.get(&entry.key), base.get(&entry.key));
        match (ours, last) {
            (Some(ours), _) if *ours == entry.value => {
                merged.base.insert(entry.key.clone(), ours.clone());
            }
            (ours, Some(last)) if *last == entry.value => {
                let replacement = ours.map(|ours| yaml::entry(&entry.key, ours, indent)).unwrap_or_default();
                lines.splice(entry.lines.clone(), replacement.lines().map(str::to_owned));
                if let Some(ours) = ours {
                    merged.base.insert(entry.key.clone(), ours.clone());
                }
            }
            (Some(_), last) => {
                by_hand.push(entry.key.clone());
                if let Some(last) = last {
                    merged.base.insert(entry.key.clone(), last.clone());
                }
            }
            (None, _) => {}
        }
    }
    by_hand.reverse();
    merged.by_hand = by_hand;
    let mut previous: Option<&str> = None;
    for (key, value) in &values.0 {
        let neighbour = previous.replace(key);
        if entries.iter().any(|entry| entry.key == *key) {
            continue;
        }
        if let Some(last) = base.get(key) {
            // Somebody took it out; asking for it again would not be theirs.
            merged.by_hand.push(key.clone());
            merged.base.insert(key.clone(), last.clone());
            continue;
        }
        // After the value that comes before it in the design, where the file has that.
        let (now, _) = self::entries(&lines, heading)?;
        let after = now.iter().find(|entry| Some(entry.key.as_str()) == neighbour);
        let at = after.map_or(heading + 1, |entry| entry.lines.end);
        lines.splice(at..at, yaml::entry(key, value, indent).lines().map(str::to_owned));
        merged.base.insert(key.clone(), value.clone());
    }
    merged.text = lines.join("\n") + "\n";
    Some(merged)
}

/// The number of the line `config:`; appended where there is none.
fn find_config(lines: &mut Vec<String>) -> Option<usize> {
    let found = lines.iter().position(|line| line.starts_with("config:"));
    let Some(at) = found else {
        lines.push("config:".to_owned());
        return Some(lines.len() - 1);
    };
    let line = lines.get_mut(at)?;
    if line.trim_end() == "config: {}" {
        "config:".clone_into(line);
    }
    let rest = line.strip_prefix("config:").map(str::trim).unwrap_or_default();
    (rest.is_empty() || rest.starts_with('#')).then_some(at)
}

/// The entries below `config:` and their indentation; `None` where they are not plain block style.
fn entries(lines: &[String], heading: usize) -> Option<(Vec<Entry>, usize)> {
    let mut indent = None;
    let mut starts: Vec<Range<usize>> = Vec::new();
    for (number, line) in lines.iter().enumerate().skip(heading + 1) {
        let content = line.trim_start();
        if content.is_empty() || content.starts_with('#') {
            continue;
        }
        let depth = line.len() - content.len();
        if depth == 0 {
            break;
        }
        let own = *indent.get_or_insert(depth);
        if depth < own {
            return None;
        }
        if depth == own && !content.starts_with("- ") {
            starts.push(number..number + 1);
        } else if let Some(last) = starts.last_mut() {
            last.end = number + 1;
        }
    }
    let indent = indent.unwrap_or(2);
    let entries: Option<Vec<Entry>> = starts
        .into_iter()
        .map(|range| {
            let block: Vec<&str> =
                lines.get(range.clone())?.iter().map(|line| line.get(indent..).unwrap_or("")).collect();
            let value: crate::value::Value = serde_yaml::from_str(&block.join("\n")).ok()?;
            let (key, value) = value.as_map()?.first()?;
            Some(Entry { key: key.clone(), value: serde_json::to_value(value).ok()?, lines: range })
        })
        .collect();
    Some((entries?, indent))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    fn values(entries: &[(&str, Value)]) -> Values {
        Values(entries.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect())
    }

    const SET_BY_PULUMI: &str = "\
# Ours.
encryptionsalt: v1:abc=
config:
  aws:region: eu-west-1
  shop:logLevel: DEBUG # while we look for the fault
  shop:origins:
    - https://a.example
  shop:apiKey:
    secure: v1:xyz

  # A remark of theirs.
  shop:own: 7
";

    #[test]
    fn new_values_come_in_and_everything_else_stays() {
        let base = values(&[
            ("aws:region", json!("eu-west-1")),
            ("shop:logLevel", json!("DEBUG")),
            ("shop:origins", json!(["https://a.example"])),
        ])
        .plain();
        let ours = values(&[
            ("aws:region", json!("eu-central-1")),
            ("shop:logLevel", json!("DEBUG")),
            ("shop:origins", json!(["https://b.example"])),
            ("shop:email", json!("a@b.example")),
        ]);
        let merged = merge(SET_BY_PULUMI, &base, &ours).unwrap();
        assert_eq!(merged.by_hand, [""; 0]);
        assert_eq!(merged.base, ours.plain());
        insta::assert_snapshot!(merged.text, @r"
        # Ours.
        encryptionsalt: v1:abc=
        config:
          aws:region: eu-central-1
          shop:logLevel: DEBUG # while we look for the fault
          shop:origins:
            - https://b.example
          shop:email: a@b.example
          shop:apiKey:
            secure: v1:xyz

          # A remark of theirs.
          shop:own: 7
        ");
        let again = merge(&merged.text, &merged.base, &ours).unwrap();
        assert_eq!(again.text, merged.text);
    }

    #[test]
    fn what_people_set_stays_and_is_told_and_what_only_we_set_goes() {
        let base =
            values(&[("aws:region", json!("eu-north-1")), ("shop:logLevel", json!("DEBUG")), ("shop:gone", json!(1))])
                .plain();
        let ours = values(&[("aws:region", json!("eu-central-1")), ("shop:gone", json!(1))]);
        let merged = merge(SET_BY_PULUMI, &base, &ours).unwrap();
        assert_eq!(merged.by_hand, ["aws:region", "shop:gone"]);
        assert!(!merged.text.contains("logLevel"));
        assert!(merged.text.contains("aws:region: eu-west-1"));
    }

    #[test]
    fn files_without_a_config_get_one_and_unreadable_ones_are_left_alone() {
        let ours = values(&[("shop:a", json!("b"))]);
        let merged = merge("encryptionsalt: v1:abc=\n", &BTreeMap::new(), &ours).unwrap();
        assert_eq!(merged.text, "encryptionsalt: v1:abc=\nconfig:\n  shop:a: b\n");
        assert_eq!(merge("config: {}\n", &BTreeMap::new(), &ours).unwrap().text, "config:\n  shop:a: b\n");
        assert_eq!(merge("config: { a: 1 }\n", &BTreeMap::new(), &ours), None);
        assert_eq!(merge("config:\n  a: [1\n", &BTreeMap::new(), &ours), None);
    }
}
