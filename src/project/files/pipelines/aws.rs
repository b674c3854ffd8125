//! How pipelines take a role of AWS.

use super::sign_in::{GitHub, GitLab, SignIn, Signed};

const ACTION: &str = "aws-actions/configure-aws-credentials@8df5847569e6427dd6c4fb1cf565c83acfa8afa7 # v6.0.0";

pub(in crate::project::files) const AWS: SignIn = SignIn {
    deployer: "AWS_ROLE_ARN",
    previewer: "AWS_PREVIEW_ROLE_ARN",
    what: ("a", "role"),
    verb: "take",
    common: &[],
    github,
    gitlab: GitLab {
        token: ("AWS_ID_TOKEN", "sts.amazonaws.com"),
        variables: &[("AWS_WEB_IDENTITY_TOKEN_FILE", "/tmp/aws-id-token")],
        asked: "AWS_ROLE_ARN, the role that this project may take",
        before: &["printenv AWS_ID_TOKEN > \"$AWS_WEB_IDENTITY_TOKEN_FILE\""],
    },
};

fn github(who: &GitHub<'_>) -> Signed {
    let arguments = vec![("role-to-assume", who.value()), ("aws-region", who.configured("aws:region"))];
    Signed { environment: Vec::new(), steps: vec![(ACTION, arguments)] }
}
