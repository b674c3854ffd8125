//! user-pool: a tenant of Microsoft Entra External ID. It exists beside the subscription, and Azure's resource manager
//! describes neither its people nor its sign-in; so each stack says where the tenant is, and the program refers to it.

use crate::design::{Flow, NodeId, Place};
use crate::program::{Expression, Name, Origin, Part};

use super::super::draft::{New, Stage, of};
use super::super::settings::Derived;
use super::Azure;
use super::access::{Access, Grant, Request};
use super::platform::{Undrawn, enumeration};

pub(super) const CLASS: &str = "";
const SECRET: &str = "azure-native.keyvault.Secret";
const AUTHENTICATION: &str = "azure-native.web.WebAppAuthSettingsV2";
/// The application by which Microsoft Entra calls custom authentication extensions, the same for every tenant.
const EXTENSIONS: &str = "99045fe1-7639-4a75-9d4a-577b6ca3810f";

pub(super) fn lower(cx: &mut Azure, id: &NodeId) {
    for property in ["existing", "extra"] {
        if cx.design.node(id).and_then(|node| node.get(property)).is_some() {
            cx.refuse(
                Place::property(id, property),
                format!("{id} is a tenant beside the subscription, so {property} has nothing to apply to"),
                format!("leave {property} out; each stack names the tenant and its application"),
            );
        }
    }
    let people = cx.design.flows_to(id).any(|flow| matches!(flow.kind.as_str(), "read" | "write" | "read-write"));
    if people {
        graph_secret(cx, id);
    }
}

fn setting(cx: &mut Azure, id: &NodeId, what: &str, secret: bool, documentation: String) -> Expression {
    let name: Name = cx.settings.derive(Derived {
        wish: format!("{}-{what}", id.node),
        secret,
        documentation,
        origin: Origin::Node(id.to_string()),
        ..Derived::default()
    });
    Expression::Setting(name)
}

/// Where the tenant describes itself, and for whom its tokens are.
pub(super) fn tokens(cx: &mut Azure, id: &NodeId) -> (Expression, Expression) {
    let url = setting(
        cx,
        id,
        "open-id-config-url",
        false,
        format!("Where the External ID tenant of {id} describes itself (…/.well-known/openid-configuration)."),
    );
    let said = format!("The application in the tenant of {id} that tokens are for, by its id.");
    let audience = setting(cx, id, "audience", false, said);
    (url, audience)
}

/// The key of the secret by which code reads and changes people of the tenant.
fn graph_key(id: &NodeId) -> String {
    format!("{id}/graph")
}

fn vault(id: &NodeId) -> String {
    format!("{}/vault", id.service)
}

/// An identity of this subscription has no rights in another tenant; an application of that tenant has.
fn graph_secret(cx: &mut Azure, id: &NodeId) {
    cx.need(Undrawn::Vault(id.service.clone()));
    let said = format!("The secret of the application that may read and change people in the tenant of {id}.");
    let value = setting(cx, id, "graph-client-secret", true, said);
    let name = cx.companion(id, SECRET, &format!("{}-graph", id.node));
    let aliases = cx.former(id, &name);
    let tags = cx.tags(&id.service);
    let item = New::sdk(SECRET, &graph_key(id), name.clone(), Origin::Node(id.to_string()))
        .variable(name.clone(), "secret")
        .argument("resourceGroupName", Azure::group())
        .argument("vaultName", of(&vault(id), "name"))
        .argument("secretName", Expression::text(name))
        .argument("properties", Expression::properties([("value", value)]))
        .argument("tags", tags)
        .aliases(aliases)
        .at(cx.position(id, Stage::Main));
    cx.push(&id.service, item);
}

pub(super) fn grant(cx: &mut Azure, request: &Request) -> Grant {
    let id = request.node;
    match request.access {
        Access::Use => {
            let (url, audience) = tokens(cx, id);
            Grant::default().variable("open id config url", url).variable("audience", audience)
        }
        Access::Read | Access::Write | Access::ReadWrite => {
            let key = graph_key(id);
            let reference = Expression::Interpolate(vec![
                Part::Text("@Microsoft.KeyVault(VaultName=".to_owned()),
                Part::Value(of(&vault(id), "name")),
                Part::Text(";SecretName=".to_owned()),
                Part::Value(of(&key, "name")),
                Part::Text(")".to_owned()),
            ]);
            let tenant = setting(cx, id, "tenant-id", false, format!("The tenant of {id}, by its id."));
            let said = format!("The application that may read and change people in the tenant of {id}, by its id.");
            let client = setting(cx, id, "graph-client-id", false, said);
            Grant::allow("Key Vault Secrets User", of(&key, "id"))
                .variable("graph client secret", reference)
                .variable("tenant id", tenant)
                .variable("graph client id", client)
        }
        _ => Grant::default(),
    }
}

pub(super) fn flow(cx: &mut Azure, flow: &Flow) {
    if flow.kind == "trigger" {
        trigger(cx, flow);
    }
}

/// The tenant asks the function by its address. The function's app lets in nobody else; that the tenant asks at all is
/// said in the tenant.
fn trigger(cx: &mut Azure, flow: &Flow) {
    if !matches!(flow.text("on"), Some("pre-sign-up" | "pre-token-generation")) {
        cx.refuse(
            Place::flow_property(flow.id, "on"),
            format!("{flow}: a tenant of External ID asks nobody at that step"),
            "use pre-sign-up, when somebody has filled in what is asked, or pre-token-generation",
        );
        return;
    }
    let function = flow.to.to_string();
    if cx.design.flows_to(&flow.to).any(|other| other.kind == "route") {
        cx.refuse(
            Place::flow(flow.id),
            format!("{} answers routes as well, and its app can let in the tenant or the API", flow.to),
            "draw a function of its own for the step of signing up",
        );
    }
    let id = &flow.from;
    let said = format!("The application of the custom authentication extension in the tenant of {id}, by its id.");
    let audience = setting(cx, id, "extension-audience", false, said);
    let issuer = setting(cx, id, "issuer", false, format!("Who issues the tokens of the tenant of {id}, as a URL."));
    let flag = Expression::Boolean;
    let policy = Expression::properties([("allowedApplications", Expression::texts([EXTENSIONS]))]);
    let registration = Expression::properties([("clientId", audience.clone()), ("openIdIssuer", issuer)]);
    let validation = Expression::properties([
        ("allowedAudiences", Expression::List(vec![audience])),
        ("defaultAuthorizationPolicy", policy),
    ]);
    let directory =
        Expression::properties([("enabled", flag(true)), ("registration", registration), ("validation", validation)]);
    let refusal = enumeration(&["web", "UnauthenticatedClientActionV2"], "Return401", "RETURN401");
    let everyone =
        Expression::properties([("requireAuthentication", flag(true)), ("unauthenticatedClientAction", refusal)]);
    let home = Azure::home(flow).clone();
    let name = cx.companion(&home, AUTHENTICATION, &flow.to.node);
    let aliases = cx.former(&home, &name);
    let item = New::sdk(AUTHENTICATION, "", name, Origin::Flow(flow.id.0))
        .comment("The tenant alone may ask; what it asks, and when, is said in the tenant.")
        .argument("resourceGroupName", Azure::group())
        .argument("name", of(&function, "name"))
        .argument("platform", Expression::properties([("enabled", flag(true))]))
        .argument("globalValidation", everyone)
        .argument("identityProviders", Expression::properties([("azureActiveDirectory", directory)]))
        .aliases(aliases)
        .at(cx.position(&home, Stage::Flow));
    cx.push(&home.service, item);
    cx.output(&home.service, &format!("{}-host", flow.to.node), of(&function, "hostName"));
}
