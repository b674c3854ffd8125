//! What a newcomer does in the first minutes, from the start screen to the exported program.

use pulumi_designer::tui::{Input, Options};

use crate::driver::Session;

#[test]
fn from_the_start_screen_to_an_exported_program() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = Session::start(&Options { color: true, ..Options::default() }, (120, 40));
    // A preset for a cloud.
    session.shows("Start from a preset").keys("j<enter>");
    session.shows("✓ no problems");
    let before = session.model().clone();

    // A function and a table in the service of the focused node.
    session.keys("/orders.place-order<enter>afunction<enter>");
    assert!(session.has("orders.handler"));
    session.keys("/orders.handler<enter>r<C-u>write-receipt<enter>");
    assert!(session.has("orders.write-receipt") && !session.has("orders.handler"));
    session.keys("atable<enter>");
    assert!(session.has("orders.orders-2"));
    session.keys("r<C-u>receipts<enter>");
    // Nobody uses the table yet, and the checks say so.
    assert!(session.rules().contains(&"data/unused-store"), "{:?}", session.rules());

    // Connected, the function reaches the table by the likeliest kind.
    session.keys("/orders.write-receipt<enter>c").shows("CONNECT");
    while !session.screen().contains("orders.write-receipt → orders.receipts") {
        session.keys("<tab>");
    }
    session.keys("<enter>");
    assert_eq!(session.flows("orders.write-receipt", "orders.receipts"), ["read-write"]);
    assert!(!session.rules().contains(&"data/unused-store"), "{:?}", session.rules());

    // A queue in front: connected at once, since one flow only is legal; what it lacks is found, shown and fixed.
    session.keys("/orders.write-receipt<enter>aqueue<enter>");
    assert!(session.has("orders.tasks"));
    let findings = session.rules().len();
    session.keys("u");
    assert!(!session.has("orders.tasks"));
    session.keys("U");
    assert!(session.has("orders.tasks"));
    assert_eq!(session.rules().len(), findings);
    session.keys("u");

    // All of it can be taken back, and done again.
    let after = session.model().clone();
    for _ in 0..20 {
        session.keys("u");
    }
    assert_eq!(session.model().services, before.services);
    assert_eq!(session.model().flows, before.flows);
    for _ in 0..20 {
        session.keys("U");
    }
    session.keys("u");
    assert_eq!(session.model().services, after.services);

    // Saved under a name of its own.
    let path = folder.path().join("mine.yaml");
    session.keys("S<C-u>");
    session.input(Input::Paste(path.display().to_string()));
    session.keys("<enter>");
    assert!(!session.state.session().unwrap().is_dirty(), "{:?}", session.state.notice());
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains("write-receipt"));
    let loaded = pulumi_designer::design::file::load(&text);
    assert_eq!(loaded.design.services, session.model().services);

    // What is in the way of an export is said; with the new nodes gone nothing is.
    let problems = session.rules();
    if !problems.is_empty() {
        session.keys("p").shows("3 Problems").keys("<esc>");
    }
    let out = folder.path().join("infra");
    session.keys("x").shows("Export a Pulumi program in").keys("<enter>");
    session.keys("<C-u>");
    session.input(Input::Paste(out.display().to_string()));
    session.keys("<enter>").shows("Exported");
    assert!(out.join("Pulumi.yaml").is_file());
    session.keys("<esc>x<down><enter><C-u>");
    let python = folder.path().join("infra-py");
    session.input(Input::Paste(python.display().to_string()));
    session.keys("<enter>").shows("Exported");
    assert!(python.join("__main__.py").is_file() || python.join("requirements.txt").is_file());

    // Everything is saved, so leaving asks nothing.
    session.keys("<esc>q");
    assert!(session.state.is_quitting());
}

#[test]
fn a_finding_appears_is_fixed_with_one_key_and_comes_back_with_undo() {
    let folder = tempfile::tempdir().unwrap();
    let text = "version: 1\nname: fix\nprovider: aws\nregion: eu-west-1\nservices:\n  shop:\n    nodes:\n      \
                buyer: { kind: function }\n      jobs: { kind: queue }\n      worker: { kind: function, timeout: 60s }\nflows:\n  \
                - { kind: subscribe, from: shop.jobs, to: shop.worker }\n  \
                - { kind: publish, from: shop.buyer, to: shop.jobs }\n";
    let mut session = Session::design(folder.path(), text);
    let before = session.rules();
    // Messages that are visible again while they are still worked on.
    session.keys("/shop.jobs<enter>i/shop.jobs<enter>i");
    while !session.screen().contains("▸  visibility") {
        session.keys("j");
    }
    session.keys("<enter>10s<enter>");
    let found: Vec<&str> = session.rules().into_iter().filter(|rule| !before.contains(rule)).collect();
    assert_eq!(found.len(), 1, "{:?} {:?}", session.rules(), session.state.notice());
    let at = session.rules().iter().position(|rule| *rule == found[0]).unwrap();
    let design = session.model().clone();
    session.keys("<esc>p").keys(&"k".repeat(20)).keys(&"j".repeat(at)).keys("f");
    // What it would change is shown first, and nothing is changed yet.
    session.shows("What this would change").shows("-      jobs: { kind: queue, visibility: 10s }");
    assert!(session.rules().contains(&found[0]));
    session.keys("<esc>f<enter>");
    assert!(!session.rules().contains(&found[0]), "{:?}", session.state.notice());
    session.keys("u");
    assert!(session.rules().contains(&found[0]));
    assert_eq!(session.model().services, design.services);
}
