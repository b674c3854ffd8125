//! Quick fixes on designs that nobody drew: presets and fixtures of rules after random changes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

#[path = "check/raw.rs"]
mod raw;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use proptest::prelude::*;
use pulumi_designer::check::{self, Finding, Options, Profile, Safety, Severity, check};
use pulumi_designer::design::file::{Rename, Rewritten, load, save, to_text};
use pulumi_designer::design::{Design, Edit, Environment, Place};
use pulumi_designer::value::{Map, Value};

/// What changes begin with: every preset, and every design that breaks a rule.
static BEGINNINGS: LazyLock<Vec<Design>> = LazyLock::new(|| {
    let presets = pulumi_designer::presets::all().iter().map(|preset| load(&preset.text).design);
    let examples = check::examples().iter().map(|example| raw::design(example.failing));
    presets.chain(examples).collect()
});

/// A change that people make: by number, so that it fits whatever design it meets.
#[derive(Debug, Clone)]
enum Change {
    /// A property of a node goes.
    Drop(usize, usize),
    /// A property of a node becomes another value, everywhere or in one environment.
    Set(usize, usize, Value, bool),
    /// A flow goes.
    Cut(usize),
    /// A property of a flow becomes another value, or goes.
    Bend(usize, usize, Option<Value>),
    /// A flow ends at another node.
    Turn(usize, usize),
    /// A node becomes one of another kind.
    Become(usize, usize),
    /// A node goes, with its flows.
    Remove(usize),
    /// Another cloud.
    Move(usize),
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<bool>().prop_map(Value::Boolean),
        prop::sample::select(&[-1_i64, 0, 1, 3, 64, 300, 20_000][..]).prop_map(Value::Integer),
        prop::sample::select(
            &["0s", "1s", "45s", "20m", "3h", "400d", "main", "*", "/x", "Weird", "postgres://a:b@c", ""][..]
        )
        .prop_map(|text| Value::String(text.to_owned())),
        Just(Value::List(Vec::new())),
        Just(Value::Map(Map::new())),
    ]
}

fn change() -> impl Strategy<Value = Change> {
    let number = || 0_usize..1_000;
    prop_oneof![
        1 => (number(), number()).prop_map(|(node, property)| Change::Drop(node, property)),
        4 => (number(), number(), value(), any::<bool>())
            .prop_map(|(node, property, value, here)| Change::Set(node, property, value, here)),
        1 => number().prop_map(Change::Cut),
        2 => (number(), number(), prop::option::of(value()))
            .prop_map(|(flow, property, value)| Change::Bend(flow, property, value)),
        1 => (number(), number()).prop_map(|(flow, node)| Change::Turn(flow, node)),
        1 => (number(), number()).prop_map(|(node, kind)| Change::Become(node, kind)),
        1 => number().prop_map(Change::Remove),
        1 => number().prop_map(Change::Move),
    ]
}

/// The edit that a change is in a design.
fn edit(design: &Design, change: &Change) -> Option<Edit> {
    let pick = |number: usize| {
        let count = design.node_count();
        (count > 0).then(|| design.nodes().nth(number % count).map(|(id, node)| (id, node.clone()))).flatten()
    };
    let flow = |number: usize| design.flows.get(number % design.flows.len().max(1));
    let catalog = pulumi_designer::catalog::catalog();
    match change {
        Change::Drop(node, property) => {
            let (id, node) = pick(*node)?;
            let name = node.properties.keys().nth(property % node.properties.len().max(1))?;
            Some(Edit::SetProperty { id, path: vec![name.clone()], value: None })
        }
        Change::Set(node, property, value, everywhere) => {
            let (id, node) = pick(*node)?;
            let known = &catalog.kind(&node.kind)?.properties;
            let name = known.keys().nth(property % known.len().max(1))?.clone();
            if *everywhere {
                return Some(Edit::SetProperty { id, path: vec![name], value: Some(value.clone()) });
            }
            let (environment, content) = design.environments.iter().next_back()?;
            let mut content: Environment = content.clone();
            content.set.entry(id.to_string()).or_default().insert(name, value.clone());
            Some(Edit::SetEnvironment { name: environment.clone(), environment: Some(content), index: None })
        }
        Change::Cut(number) => Some(Edit::RemoveFlow(flow(*number)?.id)),
        Change::Bend(number, property, value) => {
            let flow = flow(*number)?;
            let known = &catalog.flow(&flow.kind)?.properties;
            let name = known.keys().nth(property % known.len().max(1))?.clone();
            Some(Edit::SetFlowProperty { id: flow.id, path: vec![name], value: value.clone() })
        }
        Change::Turn(number, node) => {
            let mut flow = flow(*number)?.clone();
            flow.to = pick(*node)?.0;
            Some(Edit::ReplaceFlow(flow))
        }
        Change::Become(node, kind) => {
            let kind = catalog.kinds.keys().nth(kind % catalog.kinds.len())?.clone();
            Some(Edit::SetKind { id: pick(*node)?.0, kind })
        }
        Change::Remove(node) => {
            let (id, _) = pick(*node)?;
            let flows = design.flows.iter().filter(|flow| flow.from == id || flow.to == id);
            let cut = flows.map(|flow| Edit::RemoveFlow(flow.id));
            Some(Edit::Batch(cut.chain([Edit::RemoveNode(id.clone())]).collect()))
        }
        Change::Move(number) => {
            let providers = pulumi_designer::catalog::Provider::ALL;
            Some(Edit::SetProvider(providers.get(number % providers.len()).copied()))
        }
    }
}

fn design() -> impl Strategy<Value = Design> {
    (0..BEGINNINGS.len(), prop::collection::vec(change(), 0..6)).prop_map(|(beginning, changes)| {
        let mut design = BEGINNINGS[beginning].clone();
        for change in &changes {
            if let Some(edit) = edit(&design, change) {
                // What an edit refuses, it leaves as it was.
                let _ = design.apply(edit);
            }
        }
        design
    })
}

fn errors(findings: &[Finding]) -> BTreeSet<(&'static str, Place)> {
    let errors = findings.iter().filter(|finding| finding.severity == Severity::Error);
    errors.map(|finding| (finding.code, finding.place.clone())).collect()
}

fn count(findings: &[Finding], like: &Finding) -> usize {
    findings.iter().filter(|other| other.code == like.code && other.place == like.place).count()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_fix_can_be_taken_back_and_never_adds_to_its_finding(design in design()) {
        let before = check(&design);
        for finding in &before {
            for fix in &finding.fixes {
                let mut mended = design.clone();
                let Ok(undo) = mended.apply(fix.edit.clone()) else { continue };
                let after = check(&mended);
                prop_assert!(count(&after, finding) <= count(&before, finding), "{}: {}", finding.code, fix.title);
                mended.apply(undo).unwrap();
                mended.next_flow = design.next_flow;
                prop_assert_eq!(&mended, &design, "{}: {}", finding.code, fix.title);
            }
        }
    }

    #[test]
    fn mending_brings_no_error_ends_and_loses_nothing(design in design()) {
        let before = check(&design);
        for most in [Safety::Safe, Safety::Unsafe] {
            let wanted = |_: &Finding, fix: &check::Fix| fix.safety <= most;
            let mended = check::mend(&design, &Options::default(), wanted);
            let after = check(&mended.design);
            let (known, now) = (errors(&before), errors(&after));
            let places: BTreeSet<_> = now.difference(&known).collect();
            prop_assert!(places.is_empty(), "{places:?} after {:?}", mended.applied);
            // Once is enough.
            let again = check::mend(&mended.design, &Options::default(), wanted);
            prop_assert!(again.applied.is_empty() || mended.applied.len() > 20, "{:?}", again.applied);
            if most == Safety::Safe {
                prop_assert_eq!(mended.design.node_count(), design.node_count());
                prop_assert_eq!(mended.design.flows.len(), design.flows.len());
            }
        }
    }

    #[test]
    fn what_is_mended_is_saved_with_every_other_line(design in design()) {
        let text = to_text(&design).replace('\n', "  # kept\n");
        let loaded = load(&text);
        prop_assume!(!loaded.has_errors());
        let mended = check::mend(&loaded.design, &Options::default(), |_, fix| fix.safety == Safety::Safe);
        let renames: Vec<Rename> = mended.applied.iter().flat_map(|applied| Rename::of(&applied.edit)).collect();
        let saved = save(&text, &renames, &mended.design);
        prop_assert_eq!(&saved.rewritten, &Rewritten::Nothing);
        let touched = saved.text.lines().filter(|line| !line.ends_with("# kept")).count();
        prop_assert!(mended.applied.is_empty() == (saved.text == text), "{}", saved.text);
        prop_assert!(touched <= mended.applied.len() * 4, "{}", saved.text);
    }

    #[test]
    fn profiles_change_weights_and_nothing_else(design in design()) {
        let found = |profile| check::check_with(&design, &Options { profile, ..Options::default() });
        let key = |finding: &Finding| (finding.code, finding.place.clone(), finding.message.clone());
        let normal = found(Profile::Normal);
        let all: BTreeSet<_> = normal.iter().map(key).collect();
        for profile in [Profile::Draft, Profile::Strict] {
            prop_assert_eq!(&found(profile).iter().map(key).collect::<BTreeSet<_>>(), &all);
        }
        let codes = |findings: &[Finding]| findings.iter().map(|finding| finding.code).collect::<BTreeSet<_>>();
        prop_assert_eq!(codes(&found(Profile::Imported)), codes(&normal));
        let count = |profile, severity| found(profile).iter().filter(|finding| finding.severity == severity).count();
        prop_assert!(count(Profile::Draft, Severity::Error) <= count(Profile::Normal, Severity::Error));
        prop_assert!(count(Profile::Strict, Severity::Error) >= count(Profile::Normal, Severity::Error));
    }
}
