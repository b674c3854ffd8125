//! Who may do what to what, and why, as `access` tells it.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use assert_cmd::Command;
use pulumi_designer::access::{Principal, Reason, Row, access};
use pulumi_designer::design::{Design, file};

fn shop() -> Design {
    let preset = pulumi_designer::presets::find("shop", &[]).unwrap();
    file::load(&preset.text).design
}

fn rows(environment: Option<&str>) -> Vec<Row> {
    access(&shop(), environment).unwrap()
}

#[test]
fn each_statement_says_which_flow_it_comes_from() {
    let all = rows(None);
    let consumes = all.iter().find(|row| row.statement.as_deref() == Some("ConsumePaymentRequests")).unwrap();
    assert_eq!(consumes.principal, Principal::Role("orders.settle-payment".to_owned()));
    assert_eq!(consumes.resources, ["orders.payment-requests"]);
    let flow = Reason::Flow {
        kind: "subscribe".to_owned(),
        from: "orders.payment-requests".to_owned(),
        to: "orders.settle-payment".to_owned(),
    };
    assert_eq!(consumes.because, [flow]);
    assert!(all.iter().all(|row| !row.because.is_empty() && !row.resources.is_empty()));
}

#[test]
fn nothing_of_it_is_untold() {
    for environment in [None, Some("dev"), Some("prod")] {
        for row in rows(environment) {
            let said = serde_json::to_string(&row).unwrap();
            assert!(!said.contains("{unknown}"), "{said}");
        }
    }
}

#[test]
fn the_table_is_as_it_was_reviewed() {
    let output = Command::cargo_bin("pulumi-designer")
        .unwrap()
        .env("COLUMNS", "120")
        .args(["access", "presets/webhook-intake.yaml", "--env", "prod"])
        .output()
        .unwrap();
    assert!(output.status.success());
    insta::assert_snapshot!(String::from_utf8(output.stdout).unwrap());
}

#[test]
fn an_environment_that_is_not_there_is_told_with_the_nearest() {
    let command = ["access", "presets/shop.yaml", "--env", "prd"];
    let output = Command::cargo_bin("pulumi-designer").unwrap().args(command).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("did you mean `prod`?"));
}
