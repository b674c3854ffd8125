//! How pipelines sign in to Google Cloud as a service account, by workload identity federation.

use super::sign_in::{GitHub, GitLab, SignIn, Signed, variable};

const ACTION: &str = "google-github-actions/auth@7c6bc770dae815cd3e89ee6cdf493a5fab2cc093 # v3.0.0";

pub(in crate::project::files) const GCP: SignIn = SignIn {
    deployer: "GCP_SERVICE_ACCOUNT",
    previewer: "GCP_PREVIEW_SERVICE_ACCOUNT",
    what: ("a", "service account"),
    verb: "act as",
    common: &[("GCP_WORKLOAD_IDENTITY_PROVIDER", "`projects/NUMBER/locations/global/workloadIdentityPools/…`")],
    github,
    gitlab: GitLab {
        token: ("GCP_ID_TOKEN", "https://iam.googleapis.com/$GCP_WORKLOAD_IDENTITY_PROVIDER"),
        variables: &[("GOOGLE_APPLICATION_CREDENTIALS", "/tmp/gcp-credentials.json")],
        asked: "GCP_SERVICE_ACCOUNT, the account that this project may act as, and GCP_WORKLOAD_IDENTITY_PROVIDER",
        before: &[
            "printenv GCP_ID_TOKEN > /tmp/gcp-id-token",
            "gcloud iam workload-identity-pools create-cred-config \"$GCP_WORKLOAD_IDENTITY_PROVIDER\" \
             --service-account=\"$GCP_SERVICE_ACCOUNT\" --credential-source-file=/tmp/gcp-id-token \
             --output-file=\"$GOOGLE_APPLICATION_CREDENTIALS\"",
        ],
    },
};

fn github(who: &GitHub<'_>) -> Signed {
    let arguments = vec![
        ("workload_identity_provider", variable("GCP_WORKLOAD_IDENTITY_PROVIDER")),
        ("service_account", who.value()),
    ];
    Signed { environment: Vec::new(), steps: vec![(ACTION, arguments)] }
}
