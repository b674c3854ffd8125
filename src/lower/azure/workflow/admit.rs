//! Functions that runs invoke: App Service looks at the token before the function sees a request, and lets in the
//! identities of those workflows alone.

use crate::design::{Flow, NodeId, Place};
use crate::program::{Expression, Origin, Part};

use super::super::super::draft::{New, Stage, of};
use super::super::platform::{PLATFORM, enumeration};
use super::super::{Azure, identity};
use super::task::AUDIENCE;

const AUTHENTICATION: &str = "azure-native.web.WebAppAuthSettingsV2";
/// Where in its app a function answers runs.
pub(in super::super) const PATH: &str = "run";

/// Lets the workflows that invoke a function in, once for all of them.
pub(super) fn lower(cx: &mut Azure, flow: &Flow) {
    let function = &flow.to;
    if !cx.facts.subscriptions.insert((function.clone(), function.clone())) {
        return;
    }
    let other = |flow: &Flow| matches!(flow.kind.as_str(), "route" | "trigger" | "authorize");
    let asked = cx.design.flows_to(function).chain(cx.design.flows_from(function)).any(other);
    if asked {
        cx.refuse(
            Place::flow(flow.id),
            format!(
                "{function} is asked by others than workflows as well, and its app can let in the one or the other"
            ),
            "draw a function of its own for the step",
        );
    }
    let flows: Vec<Flow> = cx
        .design
        .flows_to(function)
        .filter(|other| other.kind == "invoke" && cx.design.kind_of(&other.from) == Some("workflow"))
        .cloned()
        .collect();
    let client = |workflow: &NodeId| of(&identity::key(workflow), "clientId");
    let applications = flows.iter().map(|flow| Expression::From {
        origins: vec![Origin::Flow(flow.id.0)],
        remark: None,
        value: Box::new(client(&flow.from)),
    });
    let policy = Expression::properties([("allowedApplications", Expression::List(applications.collect()))]);
    let issuer = Expression::Interpolate(vec![
        Part::Text("https://sts.windows.net/".to_owned()),
        Part::Value(of(PLATFORM, "tenantId")),
        Part::Text("/".to_owned()),
    ]);
    let registration = Expression::properties([("clientId", client(&flow.from)), ("openIdIssuer", issuer)]);
    let validation = Expression::properties([
        ("allowedAudiences", Expression::texts([AUDIENCE])),
        ("defaultAuthorizationPolicy", policy),
    ]);
    let flag = Expression::Boolean;
    let directory =
        Expression::properties([("enabled", flag(true)), ("registration", registration), ("validation", validation)]);
    let refusal = enumeration(&["web", "UnauthenticatedClientActionV2"], "Return401", "RETURN401");
    let everyone =
        Expression::properties([("requireAuthentication", flag(true)), ("unauthenticatedClientAction", refusal)]);
    let home = Azure::home(flow).clone();
    let name = cx.companion(&home, AUTHENTICATION, &function.node);
    let aliases = cx.former(&home, &name);
    let item = New::sdk(AUTHENTICATION, "", name, Origin::Flow(flow.id.0))
        .comment("Workflows that invoke it alone may ask.")
        .argument("resourceGroupName", Azure::group())
        .argument("name", of(&function.to_string(), "name"))
        .argument("platform", Expression::properties([("enabled", flag(true))]))
        .argument("globalValidation", everyone)
        .argument("identityProviders", Expression::properties([("azureActiveDirectory", directory)]))
        .aliases(aliases)
        .at(cx.position(&home, Stage::Flow));
    cx.push(&home.service, item);
}
