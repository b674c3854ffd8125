//! How pipelines sign in to Azure: the provider itself exchanges the token of the job for one of Azure.

use super::sign_in::{GitHub, GitLab, SignIn, Signed, variable};

pub(in crate::project::files) const AZURE: SignIn = SignIn {
    deployer: "ARM_CLIENT_ID",
    previewer: "ARM_PREVIEW_CLIENT_ID",
    what: ("an", "application"),
    verb: "sign in as",
    common: &[("ARM_TENANT_ID", "the directory"), ("ARM_SUBSCRIPTION_ID", "the subscription")],
    github,
    gitlab: GitLab {
        token: ("ARM_OIDC_TOKEN", "api://AzureADTokenExchange"),
        variables: &[("ARM_USE_OIDC", "\"true\"")],
        asked: "ARM_CLIENT_ID, the application that trusts this project, ARM_TENANT_ID and ARM_SUBSCRIPTION_ID",
        before: &[],
    },
};

fn github(who: &GitHub<'_>) -> Signed {
    let environment = vec![
        ("ARM_USE_OIDC", "true".to_owned()),
        ("ARM_CLIENT_ID", who.value()),
        ("ARM_TENANT_ID", variable("ARM_TENANT_ID")),
        ("ARM_SUBSCRIPTION_ID", variable("ARM_SUBSCRIPTION_ID")),
    ];
    Signed { environment, steps: Vec::new() }
}
