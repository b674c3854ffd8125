//! What must hold of any bytes that are taken for a design file: reading, checking, fixing and saving them never fails,
//! and what is saved is read as what was meant.

use pulumi_designer::check::{self, Options, Profile, Safety};
use pulumi_designer::design::file::report::{PLAIN, problems};
use pulumi_designer::design::file::{Rename, load, load_bytes, save};

/// The most bytes that are fixed as well; fixing reads and checks many times.
const SMALL: usize = 20_000;

/// Reads, checks, fixes and saves. Panics where that fails.
#[allow(unreachable_pub, reason = "also the body of the fuzz target")]
pub fn run(bytes: &[u8]) {
    let loaded = load_bytes(bytes);
    let shown = problems(&loaded, "design.yaml", PLAIN);
    assert!(!shown.chars().any(|character| character.is_control() && character != '\n'), "{shown:?}");
    for problem in &loaded.problems {
        assert!(loaded.text.get(problem.span.clone()).is_some(), "{problem:?}");
    }
    let findings = check::check(&loaded.design);
    for finding in &findings {
        if let Some(span) = loaded.source.span(&finding.place) {
            assert!(loaded.text.get(span).is_some(), "{finding:?}");
        }
    }
    if loaded.has_errors() {
        let _ = loaded.damage();
        return;
    }
    for profile in Profile::ALL {
        let _ = check::check_with(&loaded.design, &Options { profile, environment: None });
    }
    // Nothing changed: nothing is written otherwise.
    let same = save(&loaded.text, &[], &loaded.design);
    assert_eq!(same.text, loaded.text);
    if loaded.text.len() > SMALL {
        return;
    }
    let mended = check::mend(&loaded.design, &Options::default(), |_, fix| fix.safety <= Safety::Unsafe);
    let renames: Vec<Rename> = mended.applied.iter().flat_map(|applied| Rename::of(&applied.edit)).collect();
    let saved = save(&loaded.text, &renames, &mended.design);
    let again = load(&saved.text);
    // Saved once more, what was saved stays as it is: it says what was meant.
    assert_eq!(save(&saved.text, &[], &mended.design).text, saved.text, "{:?}", mended.applied);
    assert_eq!(again.design.node_count(), mended.design.node_count(), "{}", saved.text);
    assert_eq!(again.design.flows.len(), mended.design.flows.len(), "{}", saved.text);
}
