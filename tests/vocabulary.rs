//! What of real templates the vocabulary expresses: `docs/vocabulary.md`, made from `docs/vocabulary.yaml` and the
//! templates of a corpus beside the project.
//!
//! `UPDATE=1 cargo test --test vocabulary` writes the page anew. `CORPUS` names another folder of templates. Without
//! templates the page is not checked, and the test says so.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use pulumi_designer::catalog::catalog;
use pulumi_designer::value::{Map, Value};

/// What makes a way of a name, and what tells one way from others.
type Make = fn(String) -> Way;
type Tell = fn(&Way) -> bool;

/// How something of a template is expressed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Way {
    Kind(String),
    Property(String),
    Flow(String),
    Derived(String),
    Resource(String),
}

impl Way {
    fn read(row: &Map) -> Self {
        let ways: [(&str, Make); 5] = [
            ("kind", Self::Kind),
            ("property", Self::Property),
            ("flow", Self::Flow),
            ("derived", Self::Derived),
            ("resource", Self::Resource),
        ];
        let mut given = ways.iter().filter_map(|(name, way)| Some(way(row.get(*name)?.as_str()?.to_owned())));
        let way = given.next().unwrap_or_else(|| panic!("{row:?} says nothing"));
        assert_eq!(given.next(), None, "{row:?} says more than one thing");
        way
    }

    fn is_drawn(&self) -> bool {
        matches!(self, Self::Kind(_) | Self::Property(_) | Self::Flow(_))
    }

    fn is_derived(&self) -> bool {
        matches!(self, Self::Derived(_))
    }

    fn is_kept(&self) -> bool {
        matches!(self, Self::Resource(_))
    }

    fn text(&self) -> String {
        match self {
            Self::Kind(name) => format!("kind `{name}`"),
            Self::Property(name) => format!("property `{name}`"),
            Self::Flow(name) => format!("flow `{name}`"),
            Self::Derived(why) | Self::Resource(why) => why.clone(),
        }
    }
}

/// What `docs/vocabulary.yaml` says.
struct Mapping {
    resources: BTreeMap<String, Way>,
    events: BTreeMap<String, Way>,
    /// By template and name of the resource.
    exceptions: BTreeMap<(String, String), Way>,
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn yaml(text: &str) -> Value {
    let mut options = serde_yaml::Options::default();
    // Templates in use hold such keys; the last one counts.
    options.duplicate_keys = serde_yaml::DuplicateKeyPolicy::LastWins;
    serde_yaml::from_str_with_options(text, options).expect("YAML")
}

fn mapping() -> Mapping {
    let value = yaml(&std::fs::read_to_string(root().join("docs/vocabulary.yaml")).unwrap());
    let table = |name: &str| -> BTreeMap<String, Way> {
        let rows = value.as_map().unwrap()[name].as_map().unwrap();
        assert!(rows.keys().is_sorted(), "{name} are not in order");
        rows.iter().map(|(key, row)| (key.clone(), Way::read(row.as_map().unwrap()))).collect()
    };
    let mut exceptions = BTreeMap::new();
    for row in value.as_map().unwrap()["exceptions"].as_list().unwrap() {
        let row = row.as_map().unwrap();
        let template = row["template"].as_str().unwrap();
        for name in row["names"].as_list().unwrap() {
            let key = (template.to_owned(), name.as_str().unwrap().to_owned());
            assert_eq!(exceptions.insert(key, Way::read(row)), None, "{row:?}");
        }
    }
    Mapping { resources: table("resources"), events: table("events"), exceptions }
}

/// Resources and event sources by what they are and how they are expressed, with the templates that hold them.
#[derive(Default)]
struct Count {
    resources: BTreeMap<(String, Way), Vec<String>>,
    events: BTreeMap<(String, Way), Vec<String>>,
    templates: BTreeSet<String>,
}

fn count(folder: &Path, mapping: &Mapping) -> Count {
    let mut count = Count::default();
    let mut unknown = BTreeSet::new();
    let mut exceptions: BTreeSet<&(String, String)> = mapping.exceptions.keys().collect();
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> = files
        .filter(|path| path.extension().is_some_and(|extension| extension == "yaml" || extension == "yml"))
        .collect();
    files.sort();
    for path in files {
        let name = path.file_name().unwrap().to_str().unwrap();
        let template = name.split('-').next().unwrap().to_owned();
        count.templates.insert(template.clone());
        let value = yaml(&std::fs::read_to_string(&path).unwrap());
        let resources = value.as_map().and_then(|map| map.get("Resources")).and_then(Value::as_map);
        for (name, resource) in resources.into_iter().flatten() {
            let kind = resource.as_map().unwrap()["Type"].as_str().unwrap().trim();
            let key = (template.clone(), name.clone());
            let exception = mapping.exceptions.get_key_value(&key);
            if let Some((key, _)) = exception {
                exceptions.remove(key);
            }
            match exception.map(|(_, way)| way).or_else(|| mapping.resources.get(kind)) {
                Some(way) => {
                    count.resources.entry((kind.to_owned(), way.clone())).or_default().push(template.clone());
                }
                None => drop(unknown.insert(kind.to_owned())),
            }
            let properties = resource.as_map().unwrap().get("Properties").and_then(Value::as_map);
            let events = properties.and_then(|properties| properties.get("Events")).and_then(Value::as_map);
            for event in events.into_iter().flatten().filter_map(|(_, event)| event.as_map()?.get("Type")?.as_str()) {
                match mapping.events.get(event) {
                    Some(way) => {
                        count.events.entry((event.to_owned(), way.clone())).or_default().push(template.clone());
                    }
                    None => drop(unknown.insert(event.to_owned())),
                }
            }
        }
    }
    assert!(unknown.is_empty(), "docs/vocabulary.yaml does not say how to express {unknown:?}");
    assert!(exceptions.is_empty(), "docs/vocabulary.yaml has exceptions for what is not there: {exceptions:?}");
    count
}

fn page(count: &Count) -> String {
    let size = |rows: &BTreeMap<(String, Way), Vec<String>>, of: fn(&Way) -> bool| -> usize {
        rows.iter().filter(|((_, way), _)| of(way)).map(|(_, templates)| templates.len()).sum()
    };
    let share = |part: usize, whole: usize| format!("{part} ({} %)", (part * 200 + whole) / (whole * 2));
    let kept: BTreeSet<&String> = count
        .resources
        .iter()
        .chain(&count.events)
        .filter(|((_, way), _)| way.is_kept())
        .flat_map(|(_, at)| at)
        .collect();
    let resources = size(&count.resources, |_| true);
    let events = size(&count.events, |_| true);
    let mut text = format!(
        "# The vocabulary and real templates\n\n\
         Made from `docs/vocabulary.yaml` and {} CloudFormation and SAM templates in use; do not edit:\n\
         `UPDATE=1 cargo test --test vocabulary` writes it anew.\n\n\
         What is **drawn** is a node, a flow or a property of one. What is **derived** follows from that and is never \
         stored. What is **kept**\nbecomes a node of kind `resource`, exported as it is, so that nothing is lost. Counted are \
         resources and the event sources of\nfunctions and state machines, but not what stands inside of them, such as a \
         function's own statements of access.\n\n\
         | | resources | event sources |\n| --- | ---: | ---: |\n",
        count.templates.len()
    );
    let rows: [(&str, Tell); 3] = [("drawn", Way::is_drawn), ("derived", Way::is_derived), ("kept", Way::is_kept)];
    for (name, of) in rows {
        let _ = writeln!(
            text,
            "| {name} | {} | {} |",
            share(size(&count.resources, of), resources),
            share(size(&count.events, of), events)
        );
    }
    let _ = writeln!(text, "| all | {resources} | {events} |");
    let whole = count.templates.len() - kept.len();
    let _ = writeln!(text, "\nIn {whole} of the {} templates nothing is kept.", count.templates.len());
    let mut section = |title: &str, last: &str, rows: &BTreeMap<(String, Way), Vec<String>>, of: fn(&Way) -> bool| {
        let _ = write!(text, "\n## {title}\n\n| type | number | templates | {last} |\n| --- | ---: | ---: | --- |\n");
        let mut rows: Vec<_> = rows.iter().filter(|((_, way), _)| of(way)).collect();
        rows.sort_by_key(|((name, _), at)| (std::cmp::Reverse(at.len()), name.clone()));
        for ((name, way), at) in rows {
            let templates: BTreeSet<&String> = at.iter().collect();
            let _ = writeln!(text, "| `{name}` | {} | {} | {} |", at.len(), templates.len(), way.text());
        }
    };
    section("Drawn", "as", &count.resources, Way::is_drawn);
    section("Derived", "from what", &count.resources, Way::is_derived);
    section("Kept", "because", &count.resources, Way::is_kept);
    section("Event sources", "as", &count.events, |_| true);
    text
}

#[test]
fn what_the_mapping_names_is_in_the_catalogue() {
    let mapping = mapping();
    for way in mapping.resources.values().chain(mapping.events.values()).chain(mapping.exceptions.values()) {
        match way {
            Way::Kind(kind) => assert!(catalog().kind(kind).is_some(), "{kind}"),
            Way::Flow(flow) => assert!(catalog().flow(flow).is_some(), "{flow}"),
            Way::Property(property) => {
                let (kind, property) = property.split_once('.').unwrap();
                assert!(catalog().property(kind, property).is_some(), "{kind}.{property}");
            }
            Way::Derived(why) | Way::Resource(why) => {
                assert!(why.ends_with('.') && why.starts_with(char::is_uppercase), "{why}");
            }
        }
    }
}

#[test]
fn the_page_is_what_the_templates_say() {
    let mapping = mapping();
    let folder = std::env::var_os("CORPUS").map_or_else(|| root().join("../shared/corpora/sam"), PathBuf::from);
    if !folder.is_dir() {
        eprintln!("skipped: there are no templates in {}", folder.display());
        return;
    }
    let text = page(&count(&folder, &mapping));
    let path = root().join("docs/vocabulary.md");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(written == text, "docs/vocabulary.md is not current: UPDATE=1 cargo test --test vocabulary writes it anew");
}
