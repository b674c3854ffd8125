//! The code beside the canvas: it is that of what is in focus, and follows the focus and the edits.

use pulumi_designer::tui::Options;

use crate::driver::Session;

fn shown(session: &Session) -> Vec<String> {
    let screen = session.screen();
    let mut lines = screen.lines().skip_while(|line| !line.contains("4 Code"));
    let mut found = vec![lines.next().unwrap_or_default().to_owned()];
    found.extend(lines.map(str::to_owned));
    found
}

#[test]
fn the_code_follows_the_focus() {
    let mut session = Session::preset("shop");
    session.keys("/orders.orders<enter>gc");
    let table = shown(&session).join("\n");
    assert!(table.contains("src/services/orders.ts") && table.contains("new aws.dynamodb.Table("), "{table}");
    session.keys("/orders.place-order<enter>");
    let function = shown(&session).join("\n");
    assert!(function.contains("placeOrder"), "{function}");
    session.keys("4jjjjjjjj");
    assert_ne!(shown(&session).join("\n"), function);
    session.keys("<esc>gc");
    assert!(!session.screen().contains("4 Code"));
}

#[test]
fn the_code_follows_an_edit_and_the_language() {
    let mut session = Session::preset("auth");
    session.keys("gc/auth.login<enter>");
    let before = shown(&session).join("\n");
    session.keys("r<C-u>sign-in<enter>");
    let renamed = shown(&session).join("\n");
    assert!(before.contains("login") && renamed.contains("signIn"), "{renamed}");
}

#[test]
fn a_design_without_a_program_says_why_there_is_none() {
    let folder = tempfile::tempdir().unwrap();
    let text = "version: 1\nname: none\nprovider: azure\nregion: westeurope\nservices:\n  shop:\n    nodes:\n      run: { kind: function }\n      rows: { kind: table, key: { partition: id } }\n";
    let mut session = Session::design(folder.path(), text);
    session.keys("gc");
    let screen = session.screen();
    assert!(screen.contains("4 Code"), "{screen}");
}

#[test]
fn the_code_has_the_whole_screen_when_it_is_asked_for_and_fits_the_smallest() {
    let options = Options { preset: Some("shop".to_owned()), ..Options::default() };
    let mut session = Session::start(&options, (60, 18));
    session.keys("/orders.orders<enter>4F");
    let whole = session.screen();
    assert!(whole.lines().nth(2).is_some_and(|line| line.trim_end().ends_with("new aws.dynamodb.Table(")), "{whole}");
    session.keys("llll");
    let right = session.screen();
    assert!(right.lines().nth(2).is_some_and(|line| line.trim_end().ends_with("  ynamodb.Table(")), "{right}");
}
