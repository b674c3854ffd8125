//! The right of API Gateway to write logs of WebSocket APIs. It is held once by an account in a region: without it such
//! an API with access logs is refused.

use crate::design::model::SHARED;
use crate::program::{Expression, Name, Origin, Part};

use super::super::draft::{New, Position, Stage, of};
use super::{Aws, iam, shared};

/// The key of the account's settings.
const ACCOUNT: &str = "shared/api-gateway-account";
const FIRST: Position = (0, Stage::After);

/// What API Gateway needs, as AWS's own policy for it says (`AmazonAPIGatewayPushToCloudWatchLogs`).
const WRITE_LOGS: &[&str] = &[
    "logs:CreateLogGroup",
    "logs:CreateLogStream",
    "logs:DescribeLogGroups",
    "logs:DescribeLogStreams",
    "logs:FilterLogEvents",
    "logs:GetLogEvents",
    "logs:PutLogEvents",
];

/// Makes the account's settings, once; gives their key.
pub(super) fn lower(cx: &mut Aws) -> &'static str {
    if std::mem::replace(&mut cx.facts.api_account, true) {
        return ACCOUNT;
    }
    cx.uses_iam();
    let role = "shared/api-gateway-logs-role";
    let policy = "shared/api-gateway-logs-policy";
    let kept = Expression::Boolean(true);
    let mut item = New::sdk("aws.iam.Role", role, "api-gateway-logs-role".to_owned(), Origin::Frame)
        .argument("description", Expression::text("Lets API Gateway write the logs of WebSocket APIs"))
        .argument("assumeRolePolicy", iam::trust("apigateway.amazonaws.com", None))
        .comment(
            "API Gateway writes logs of WebSocket APIs with one role for the account and region. It stays when this stack goes, since others may log by it too.",
        );
    item = item.retained(&kept);
    cx.push(SHARED, item.at(FIRST));
    let logs = Expression::Interpolate(vec![
        Part::Text("arn:".to_owned()),
        Part::Value(of(shared::PARTITION, "")),
        Part::Text(":logs:".to_owned()),
        Part::Value(Expression::Setting(Name::known("region"))),
        Part::Text(":".to_owned()),
        Part::Value(of(shared::ACCOUNT, "")),
        Part::Text(":*".to_owned()),
    ]);
    let statement = iam::allow("WriteLogs", WRITE_LOGS, vec![logs], None);
    let item = New::sdk("aws.iam.RolePolicy", policy, "api-gateway-logs-policy".to_owned(), Origin::Frame)
        .argument("role", of(role, "id"))
        .argument("policy", iam::policy(vec![statement]))
        .retained(&kept)
        .at(FIRST);
    cx.push(SHARED, item);
    let item = New::sdk("aws.apigateway.Account", ACCOUNT, "api-gateway-account".to_owned(), Origin::Frame)
        .argument("cloudwatchRoleArn", of(role, "arn"))
        .depends_on(policy)
        .retained(&kept)
        .at(FIRST);
    cx.push(SHARED, item);
    ACCOUNT
}
