//! Rotation of secrets that the program makes: a function that Secrets Manager asks for each of the four steps, with the
//! right to just that secret.

use std::collections::BTreeSet;

use crate::design::{NodeId, Place};
use crate::program::{Expression, Handler, Origin, Packages};

use super::super::draft::{New, Stage, of};
use super::access::{Allow, Grant, KeyUse, Statements};
use super::function::{self, CLASS};
use super::{Aws, shared, support};

const PERMISSION: &str = "aws.lambda.Permission";
const ROTATION: &str = "aws.secretsmanager.SecretRotation";
const CODE: &str = include_str!("../../../assets/handlers/aws/nodejs/rotation/index.ts");

/// What the four steps take. Source: AWS Secrets Manager User Guide, Lambda rotation function execution role, 2026-11.
const ROTATE: &[&str] = &[
    "secretsmanager:DescribeSecret",
    "secretsmanager:GetSecretValue",
    "secretsmanager:PutSecretValue",
    "secretsmanager:UpdateSecretVersionStage",
];

/// The label of the first value. It keeps the value when rotation has made others, so that it is never put back.
const FIRST: &str = "INITIAL";

/// Whether a secret is rotated; refused where the program does not make its value.
pub(super) fn is_wanted(cx: &mut Aws, id: &NodeId) -> bool {
    if cx.known(id, &["rotation"]).is_empty() && cx.design.effective(id, &["rotation"], None).is_none() {
        return false;
    }
    if !cx.is_always_given(id, &["rotation"]) {
        cx.fixed(id, &["rotation"]);
        return false;
    }
    if !cx.flag(id, &["generate"]) {
        cx.refuse(
            Place::property(id, "rotation"),
            format!("rotation of {id} would replace a value that is given from outside"),
            "set generate: true, or leave rotation out and let whoever gives the value replace it",
        );
        return false;
    }
    true
}

/// The first value as rotation finds it: what it is called later is no concern of the program.
pub(super) fn first(version: New) -> New {
    version
        .argument("versionStages", Expression::texts(["AWSCURRENT", FIRST]))
        .ignoring("versionStages")
        .comment("Rotation moves AWSCURRENT on; the other label keeps this version from being made again.")
}

/// Makes the function and its rotation; `version` is the key of the first value.
pub(super) fn lower(cx: &mut Aws, id: &NodeId, version: &str) {
    let function = rotator(cx, id);
    let secret = id.to_string();
    let origin = || Origin::Node(secret.clone());
    let name = cx.companion(id, PERMISSION, &format!("{}-rotation", id.node));
    let aliases = cx.former(id, &name);
    let permission = format!("{id}/rotation-permission");
    let item = New::sdk(PERMISSION, &permission, name.clone(), origin())
        .variable(format!("{name}-permission"), "permission")
        .argument("action", Expression::text("lambda:InvokeFunction"))
        .argument("principal", Expression::text("secretsmanager.amazonaws.com"))
        .argument("function", of(&function, "name"))
        .argument("sourceArn", of(&secret, "arn"))
        .aliases(aliases)
        .at(cx.position(id, Stage::After));
    cx.push(&id.service, item);
    let days = cx.days(id, &["rotation"]);
    let rules = days.map(|days| Expression::properties([("automaticallyAfterDays", days)]));
    let name = cx.companion(id, ROTATION, &format!("{}-rotation", id.node));
    let aliases = cx.former(id, &name);
    let item = New::sdk(ROTATION, "", name, origin())
        .argument("secretId", of(&secret, "id"))
        .argument("rotationLambdaArn", of(&function, "functionArn"))
        .argument("rotationRules", rules)
        .aliases(aliases)
        .depends_on(&permission)
        .depends_on(version)
        .at(cx.position(id, Stage::After));
    cx.push(&id.service, item);
}

/// The function, which nobody else calls; gives its key.
fn rotator(cx: &mut Aws, id: &NodeId) -> String {
    cx.facts.support.insert(support::LAMBDA_FUNCTION);
    cx.uses_iam();
    cx.facts.alarming = true;
    let secret = id.to_string();
    let origin = Origin::Node(secret.clone());
    let name = cx.companion(id, CLASS, &format!("{}-rotation", id.node));
    let folder = super::function_folder(&NodeId::new(id.service.clone(), name.clone()));
    cx.handlers.push(Handler {
        folder: folder.clone(),
        files: Vec::new(),
        generated: vec![("index.ts".to_owned(), CODE.to_owned())],
        shared: Vec::new(),
        packages: Packages::Npm(BTreeSet::from(["@aws-sdk/client-secrets-manager".to_owned()])),
        origin: origin.clone(),
    });
    let mut statements = Statements::default();
    let rotate = Allow {
        verb: "Rotate",
        object: id.node.clone(),
        service: id.service.clone(),
        actions: ROTATE.to_vec(),
        resources: vec![of(&secret, "arn")],
        condition: None,
    };
    statements.add(&Grant { allows: vec![rotate], ..Grant::default() }.key(cx.key_of(id), KeyUse::Encrypt));
    let key = format!("{id}/rotation");
    let code = function::bundled(cx, folder);
    let aliases = cx.former(id, &name);
    let item = New::component(CLASS, &key, name.clone(), origin)
        .variable(name, "function")
        .attributes(function::attributes)
        .argument("description", Expression::text(format!("Replaces the value of {}", id.node)))
        .argument("code", code)
        .argument("runtime", function::newest_nodejs())
        .argument("architecture", Expression::text("arm64"))
        .argument("memoryMb", Expression::Integer(256))
        .argument("timeoutSeconds", Expression::Integer(30))
        .argument("logRetentionDays", Expression::Integer(30))
        .argument("statements", Expression::List(statements.finish()))
        .argument("alarmTopicArn", of(shared::ALARMS, "arn"))
        .aliases(aliases)
        .at(cx.position(id, Stage::After));
    cx.push(&id.service, item);
    key
}
