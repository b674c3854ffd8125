//! What clouds allow as names of resources: how long, of which characters, unique where, and what they keep for
//! themselves. The rows are data in `assets/catalog/names.yaml`. Knows nothing of designs, rules or programs.

use serde::Deserialize;
use sha2::{Digest as _, Sha256};

use super::Provider;

/// Characters that Pulumi puts behind a logical name to make a physical one: `-` and seven hexadecimal digits.
pub const RANDOM_SUFFIX: usize = 8;

/// Hexadecimal digits that tell shortened names apart.
const DIGITS: usize = 6;

/// Every row.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(transparent)]
pub struct NameLimits {
    rows: Vec<NameLimit>,
}

/// What a cloud allows as the name of one sort of resource.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NameLimit {
    /// What people call the resource.
    pub resource: String,
    /// The cloud.
    pub cloud: Provider,
    /// The node kinds whose main resource it is; empty for what only comes with others.
    #[serde(default)]
    pub kinds: Vec<String>,
    /// The Pulumi type tokens.
    pub types: Vec<String>,
    /// The argument that holds the name, as the TypeScript SDK calls it.
    pub property: String,
    /// The fewest characters.
    pub min: usize,
    /// The most characters, random suffix included.
    pub max: usize,
    /// The letters that may stand in it.
    #[serde(default)]
    pub letters: Letters,
    /// What may stand beside letters and digits; anything when absent.
    #[serde(default)]
    pub symbols: Option<String>,
    /// What the first character must be.
    #[serde(default)]
    pub start: Edge,
    /// What the last character must be.
    #[serde(default)]
    pub end: Edge,
    /// Whether two hyphens may follow one another.
    #[serde(default = "yes")]
    pub doubled: bool,
    /// Beginnings that the cloud keeps for itself, in any case.
    #[serde(default)]
    pub prefixes: Vec<String>,
    /// Endings that the cloud keeps for itself, in any case.
    #[serde(default)]
    pub suffixes: Vec<String>,
    /// Words that the cloud keeps for itself, anywhere and in any case.
    #[serde(default)]
    pub words: Vec<String>,
    /// Whole names that the cloud keeps for itself, in any case.
    #[serde(default)]
    pub taken: Vec<String>,
    /// Where the name must be unique.
    pub scope: Scope,
    /// The ending that the name of what keeps order must have, and others must not.
    #[serde(default)]
    pub fifo: Option<String>,
    /// Whether the id of a resource that is there already is its name.
    #[serde(default)]
    pub id: bool,
    /// Where it stands: an API model or a page.
    pub source: String,
    /// The month it was read, `2026-11`.
    pub read: String,
}

/// The letters of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Letters {
    /// Of both cases.
    #[default]
    Any,
    /// Lower case only.
    Lower,
}

/// The first or last character of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Edge {
    /// Any that may stand in the name.
    #[default]
    Any,
    /// A letter.
    Letter,
    /// A letter or a digit.
    Alphanumeric,
}

/// Where a name must be unique.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// Among all customers of the cloud.
    Global,
    /// In the account or subscription.
    Account,
    /// In the project.
    Project,
    /// In the account and region.
    Region,
    /// In the resource group.
    Group,
    /// In the resource that it belongs to.
    Parent,
    /// Nowhere.
    None,
}

const fn yes() -> bool {
    true
}

impl NameLimits {
    /// The rows, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = &NameLimit> {
        self.rows.iter()
    }

    /// The row of the main resource of a kind on a cloud.
    pub fn of_kind(&self, kind: &str, cloud: Provider) -> Option<&NameLimit> {
        self.rows.iter().find(|row| row.cloud == cloud && row.kinds.iter().any(|of| of == kind))
    }

    /// The row of a Pulumi type, such as `aws:sqs/queue:Queue`; a version of the API between the parts counts as none.
    pub fn of_type(&self, token: &str) -> Option<&NameLimit> {
        let plain = unversioned(token);
        self.rows.iter().find(|row| row.types.contains(&plain))
    }
}

/// `azure-native:storage/v20230101:StorageAccount` as `azure-native:storage:StorageAccount`.
fn unversioned(token: &str) -> String {
    let parts: Vec<&str> = token.split(':').collect();
    match parts.as_slice() {
        ["azure-native", module, class] => {
            let module = module.split('/').next().unwrap_or_default();
            format!("azure-native:{module}:{class}")
        }
        _ => token.to_owned(),
    }
}

impl NameLimit {
    /// What is wrong with the characters of a name, as the end of a sentence: "may only …", "must …".
    pub fn charset_fault(&self, name: &str) -> Option<String> {
        let lower = self.letters == Letters::Lower;
        let letter = |character: char| {
            if lower { character.is_ascii_lowercase() } else { character.is_ascii_alphabetic() }
        };
        if let Some(symbols) = &self.symbols {
            let legal =
                |character: char| letter(character) || character.is_ascii_digit() || symbols.contains(character);
            if !name.chars().all(legal) {
                return Some(format!("may only hold {}", self.characters()));
            }
        }
        let fits = |edge: Edge, character: Option<char>| match (edge, character) {
            (Edge::Any, _) | (_, None) => true,
            (Edge::Letter, Some(character)) => letter(character),
            (Edge::Alphanumeric, Some(character)) => letter(character) || character.is_ascii_digit(),
        };
        let word = |edge: Edge| if edge == Edge::Letter { "a letter" } else { "a letter or a digit" };
        if !fits(self.start, name.chars().next()) {
            return Some(format!("must begin with {}", word(self.start)));
        }
        if !fits(self.end, name.chars().next_back()) {
            return Some(format!("must end with {}", word(self.end)));
        }
        None
    }

    /// The characters that may stand in it, for people.
    pub fn characters(&self) -> String {
        let letters = if self.letters == Letters::Lower { "lower-case letters" } else { "letters" };
        let symbols = self.symbols.as_deref().unwrap_or_default();
        let listed: Vec<String> = symbols
            .chars()
            .map(|symbol| if symbol == ' ' { "spaces".to_owned() } else { symbol.to_string() })
            .collect();
        match listed.split_last() {
            None => format!("{letters} and digits"),
            Some((last, [])) => format!("{letters}, digits and {last}"),
            Some((last, rest)) => format!("{letters}, digits, {} and {last}", rest.join(" ")),
        }
    }

    /// What of the name the cloud keeps for itself.
    pub fn kept(&self, name: &str) -> Option<&str> {
        let name = name.to_ascii_lowercase();
        let begins = self.prefixes.iter().find(|prefix| name.starts_with(&prefix.to_ascii_lowercase()));
        let ends = || self.suffixes.iter().find(|suffix| name.ends_with(&suffix.to_ascii_lowercase()));
        let holds = || self.words.iter().find(|word| name.contains(&word.to_ascii_lowercase()));
        let is = || self.taken.iter().find(|taken| name == taken.to_ascii_lowercase());
        begins.or_else(ends).or_else(holds).or_else(is).map(String::as_str)
    }

    /// How long a logical name may be, so that the random suffix still fits.
    pub fn logical_max(&self) -> usize {
        let ending = self.fifo.as_ref().map_or(0, String::len);
        self.max.saturating_sub(RANDOM_SUFFIX + ending)
    }

    /// The logical name, shortened where a random suffix would not fit any more. The same name gives the same result,
    /// and other names give others: what is cut is told apart by a fingerprint of the whole.
    pub fn fit(&self, name: &str) -> String {
        shorten(name, self.logical_max())
    }
}

/// The name in so many characters at the most: where it is longer, its beginning and a fingerprint of the whole.
pub fn shorten(name: &str, max: usize) -> String {
    if name.chars().count() <= max {
        return name.to_owned();
    }
    let digits: String = fingerprint(name).chars().take(max).collect();
    let kept: String = name.chars().take(max.saturating_sub(DIGITS + 1)).collect();
    let kept = kept.trim_end_matches(['-', '_', '.']);
    if kept.is_empty() { digits } else { format!("{kept}-{digits}") }
}

/// A few hexadecimal digits that tell a text from others.
pub fn fingerprint(text: &str) -> String {
    use std::fmt::Write as _;
    let mut digits = String::new();
    for byte in Sha256::digest(text.as_bytes()).iter().take(DIGITS / 2) {
        let _ = write!(digits, "{byte:02x}");
    }
    digits
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::collections::BTreeSet;

    use super::*;
    use crate::catalog::catalog;

    #[test]
    fn each_row_is_whole_and_no_type_or_kind_has_two() {
        let mut types = BTreeSet::new();
        let mut kinds = BTreeSet::new();
        for row in catalog().names.iter() {
            assert!(row.min >= 1 && row.min <= row.max && row.max > RANDOM_SUFFIX, "{}", row.resource);
            assert!(!row.types.is_empty() && !row.property.is_empty(), "{}", row.resource);
            assert!(!row.source.is_empty() && row.read.len() == 7, "{}: read when?", row.resource);
            for token in &row.types {
                let package = match row.cloud {
                    Provider::Aws => "aws:",
                    Provider::Azure => "azure-native:",
                    Provider::Gcp => "gcp:",
                };
                assert!(token.starts_with(package), "{token}");
                assert!(types.insert(token.clone()), "{token} twice");
            }
            for kind in &row.kinds {
                assert!(catalog().kind(kind).is_some(), "{}: no kind {kind}", row.resource);
                assert!(kinds.insert((row.cloud, kind.clone())), "{kind} twice on {}", row.cloud);
            }
            for kept in row.prefixes.iter().chain(&row.suffixes).chain(&row.words).chain(&row.taken) {
                assert!(row.kept(kept).is_some(), "{}: {kept}", row.resource);
            }
        }
        assert!(types.len() > 60, "{}", types.len());
    }

    #[test]
    fn characters_are_judged_by_the_row() {
        let row = |token: &str| catalog().names.of_type(token).unwrap();
        let bucket = row("aws:s3/bucket:Bucket");
        assert_eq!(bucket.charset_fault("my-bucket.files"), None);
        assert_eq!(bucket.charset_fault("My_bucket").unwrap(), "may only hold lower-case letters, digits, . and -");
        assert_eq!(bucket.charset_fault("-files").unwrap(), "must begin with a letter or a digit");
        assert_eq!(bucket.kept("xn--files"), Some("xn--"));
        assert_eq!(bucket.kept("files-s3alias"), Some("-s3alias"));
        let account = row("azure-native:storage/v20230101:StorageAccount");
        assert_eq!(account.charset_fault("my-files").unwrap(), "may only hold lower-case letters and digits");
        let topic = row("gcp:pubsub/topic:Topic");
        assert_eq!(topic.kept("Google-events"), Some("goog"));
    }

    #[test]
    fn every_legal_id_fits_every_row_once_it_is_shortened() {
        let long = "abcdefghij-".repeat(16);
        for row in catalog().names.iter() {
            for name in ["a", "create-order", &long, &long[1..]] {
                let fitted = row.fit(name);
                assert!(fitted.len() <= row.logical_max(), "{}: {fitted}", row.resource);
                assert_eq!(fitted, row.fit(name));
            }
            assert_ne!(row.fit(&long), row.fit(&long[1..]), "{}", row.resource);
            assert_ne!(row.fit(&format!("{long}a")), row.fit(&format!("{long}b")), "{}", row.resource);
        }
        assert_eq!(shorten("create-order", 30), "create-order");
        assert_eq!(shorten("create-the-order-of-a-customer", 22), "create-the-orde-1e2701");
    }

    #[test]
    fn a_service_account_made_from_any_node_is_legal() {
        let account = catalog().names.of_type("gcp:serviceaccount/account:Account").unwrap();
        for id in ["a", "fn", "create-order", "a-function-with-a-name-of-forty-characte"] {
            // The random part makes short ids long enough, and leaves room in long ones.
            let id = format!("{}-1a2b3c4", account.fit(id));
            assert!((account.min..=account.max).contains(&id.len()), "{id}");
            assert_eq!(account.charset_fault(&id), None, "{id}");
        }
    }
}
