//! The address of a user pool's sign-in page: unique among all customers of AWS, short, and without words that AWS keeps
//! for itself. The account's id makes it unique.

use crate::catalog::NameLimit;
use crate::catalog::catalog;
use crate::catalog::names::fingerprint;
use crate::design::NodeId;
use crate::program::{Expression, Literal, Name, Part, SettingKind};

use super::super::draft::of;
use super::super::settings::Derived;
use super::{Aws, shared};

const DOMAIN: &str = "aws:cognito/userPoolDomain:UserPoolDomain";
/// Digits of an account's id.
const ACCOUNT: usize = 12;
/// Characters that are kept free for the environment's name.
const ENVIRONMENT: usize = 16;

/// The first part of the address: project, environment and pool as they are where they fit and are legal, otherwise what
/// can be kept of project and pool, with a fingerprint. Other nodes have no say in it.
pub(super) fn address(cx: &mut Aws, id: &NodeId) -> Expression {
    let Some(row) = catalog().names.of_type(DOMAIN) else { return Expression::text(id.node.clone()) };
    let most = row.max.saturating_sub(ACCOUNT + ENVIRONMENT + 2);
    let base = format!("{}-{}", cx.design.name, id.node);
    let part = |text: String| Part::Text(text);
    let environment = environment(cx, row);
    let account = Part::Value(of(shared::ACCOUNT, ""));
    Expression::Interpolate(if is_plain(row, &base, most) {
        let project = Part::Value(Expression::Setting(Name::known("project")));
        vec![project, part("-".to_owned()), environment, part(format!("-{}-", id.node)), account]
    } else {
        vec![part(format!("{}-", legal(row, &base, most))), environment, part("-".to_owned()), account]
    })
}

/// The environment's name, or where one is not legal in an address, a setting that holds what is.
fn environment(cx: &mut Aws, row: &NameLimit) -> Part {
    let environments = &cx.design.environments;
    let setting = if environments.keys().all(|name| is_plain(row, name, ENVIRONMENT)) {
        Name::known("environment")
    } else {
        let value = |name: &String| {
            let legal = if is_plain(row, name, ENVIRONMENT) { name.clone() } else { legal(row, name, ENVIRONMENT) };
            (name.clone(), Literal::Text(legal))
        };
        let values = environments.keys().map(value).collect();
        cx.settings.derive(Derived {
            wish: "sign-in-environment".to_owned(),
            kind: SettingKind::Text,
            values,
            documentation: "The environment in the addresses of sign-in pages.".to_owned(),
            ..Derived::default()
        })
    };
    Part::Value(Expression::Setting(setting))
}

fn is_plain(row: &NameLimit, text: &str, most: usize) -> bool {
    text.len() <= most && row.charset_fault(text).is_none() && row.kept(text).is_none()
}

/// What can be kept of the text, with a fingerprint of the whole.
fn legal(row: &NameLimit, text: &str, most: usize) -> String {
    let mut plain: String = text
        .chars()
        .map(|character| if character.is_ascii_alphanumeric() { character.to_ascii_lowercase() } else { '-' })
        .collect();
    while let Some(word) = row.words.iter().find(|word| plain.contains(word.as_str())) {
        plain = plain.replace(word.as_str(), "");
    }
    let digits = fingerprint(text);
    let kept: String = plain.trim_matches('-').chars().take(most.saturating_sub(digits.len() + 1)).collect();
    let kept = kept.trim_matches('-');
    if kept.is_empty() { digits } else { format!("{kept}-{digits}") }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn whatever_it_is_made_from_is_legal_and_short_enough() {
        let row = catalog().names.of_type(DOMAIN).unwrap();
        let most = row.max - ACCOUNT - ENVIRONMENT - 2;
        let long = "a-project-with-a-name-of-a-hundred-characters-".repeat(2);
        for base in ["shop-customers", "AWS.Shop-laws-of-amazon", "aws-cognito", "acognitows-x", &long, "ü_x-y"] {
            let legal = legal(row, base, most);
            assert!(is_plain(row, &legal, most), "{base}: {legal}");
            let whole = format!("{legal}-{}-{}", "e".repeat(ENVIRONMENT), "1".repeat(ACCOUNT));
            assert!(is_plain(row, &whole, row.max), "{whole}");
        }
        assert_eq!(legal(row, "prod_aws", ENVIRONMENT), format!("prod-{}", fingerprint("prod_aws")));
        assert_ne!(legal(row, "aws-shop", most), legal(row, "shop", most));
    }
}
