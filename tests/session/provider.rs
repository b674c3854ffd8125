//! Another cloud for the design: what becomes of it is seen first, taken over as one step, and taken back by one.

use std::path::Path;

use pulumi_designer::catalog::Provider;
use pulumi_designer::design::NodeId;
use pulumi_designer::render::Focus;
use pulumi_designer::tui::{Input, MouseKind, Options};

use crate::driver::Session;

const STREET: &str = "version: 1
name: street
provider: aws
region: eu-west-1

environments:
  dev: {}
  prod:
    region: us-east-1       # Where the customers are.

services:
  street:
    nodes:
      # Nobody likes to wait.
      sell:
        kind: function
        memory: 256
        architecture: arm64     # The cheaper one.
      live: { kind: websocket-api }
      wares: { kind: table, key: { partition: id } }

flows:
  - { kind: read, from: street.sell, to: street.wares }   # Prices.
  - { kind: route, from: street.live, to: street.sell, key: $default }
";

fn street(folder: &Path) -> Session {
    Session::design(folder, STREET)
}

fn saved(folder: &Path) -> String {
    std::fs::read_to_string(folder.join("design.yaml")).unwrap()
}

#[test]
fn what_becomes_of_everything_is_seen_before_anything_changes() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = street(folder.path());
    session.keys("C");
    session.shows("AWS →  Azure   Google Cloud").shows("eu-west-1 → westeurope").shows("prod loses its own region");
    session.keys("<tab>").shows("API Gateway WebSocket API").shows("the nearest is a container");
    session.shows("No program can be made for that cloud").shows("read street.sell → street.wares");
    let before = session.model().clone();
    session.keys("<esc>");
    assert_eq!(*session.model(), before);
    assert!(!session.state.session().unwrap().is_dirty());
}

#[test]
fn it_is_taken_over_as_one_step_with_what_is_refused_in_focus() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = street(folder.path());
    session.keys("C<tab><enter>").shows("Now for Google Cloud, but for 2 refused; u takes it back");
    assert_eq!(session.model().provider(), Provider::Gcp);
    assert_eq!(session.state.session().unwrap().focus(), Some(&Focus::Node(NodeId::new("street", "live"))));
    assert!(session.has("street.live") && session.rules().contains(&"structure/unsupported-on-cloud"));
    session.keys("s");
    let text = saved(folder.path());
    assert!(text.contains("# Nobody likes to wait.") && text.contains("# Prices."), "{text}");
    assert!(text.contains("provider: gcp") && !text.contains("architecture") && !text.contains("us-east-1"), "{text}");
    session.keys("us");
    assert_eq!(saved(folder.path()), STREET);
    session.keys("Us");
    assert_eq!(saved(folder.path()), text);
}

#[test]
fn the_inspector_opens_the_same_report() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = street(folder.path());
    session.keys("<esc><esc>");
    session.keys("C").shows("Another cloud").keys("q");
    session.keys(":another cloud<enter>").shows("Another cloud");
}

#[test]
fn a_design_for_reading_only_is_looked_at_and_not_changed() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("design.yaml");
    std::fs::write(&file, STREET).unwrap();
    let mut session = Session::start(&Options { file: Some(file), readonly: true, ..Options::default() }, (80, 24));
    session.keys("C").shows("changed").keys("<enter>").shows("for reading only");
    assert_eq!(session.model().provider(), Provider::Aws);
}

#[test]
fn a_long_report_is_scrolled_on_any_screen_and_in_ascii() {
    for size in [(60, 18), (80, 24), (200, 60)] {
        for ascii in [false, true] {
            let options = Options { preset: Some("shop".to_owned()), ascii, ..Options::default() };
            let mut session = Session::start(&options, size);
            session.keys("C").shows("Refused").shows("changed");
            session.keys("G").shows("notifications.digest");
            let end = session.screen();
            session.keys("jjj<pagedown>");
            assert_eq!(session.screen(), end, "there is nothing beyond the end");
            session.keys("g").shows("Refused");
            session.mouse(MouseKind::WheelDown, (30, 8), false);
            assert!(!ascii || session.screen().is_ascii(), "{}", session.screen());
            session.input(Input::Resize(61, 18));
            session.shows("the same");
        }
    }
}

#[test]
fn a_cloud_is_chosen_with_the_mouse() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = street(folder.path());
    session.keys("C");
    let screen = session.screen();
    let (row, line) = screen.lines().enumerate().find(|(_, line)| line.contains("Google Cloud")).unwrap();
    let column = line.split("Google Cloud").next().unwrap().chars().count();
    session.mouse(MouseKind::Press, (column as i32, row as i32), false).shows("the nearest is a container");
    session.mouse(MouseKind::Press, (0, 0), false);
    assert!(!session.screen().contains("Another cloud"));
}
