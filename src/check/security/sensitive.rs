//! What a secret looks like: by the name of what holds it, and by its own form.

/// Words in a name that say that the value is secret.
const WORDS: [&str; 12] = [
    "pass",
    "password",
    "passwd",
    "pwd",
    "secret",
    "secrets",
    "token",
    "credential",
    "credentials",
    "dsn",
    "salt",
    "apikey",
];

/// Two words in a row that say so.
const PAIRS: [(&str, &str); 9] = [
    ("api", "key"),
    ("private", "key"),
    ("access", "key"),
    ("client", "secret"),
    ("connection", "string"),
    ("conn", "string"),
    ("webhook", "url"),
    ("signing", "key"),
    ("secret", "key"),
];

/// Words after which a sensitive one only describes: `TOKEN_URL`, `PASSWORD_LENGTH`, `SECRET_NAME`.
const HARMLESS: [&str; 18] = [
    "url",
    "uri",
    "length",
    "name",
    "arn",
    "id",
    "ttl",
    "expiry",
    "lifetime",
    "seconds",
    "minutes",
    "issuer",
    "audience",
    "header",
    "path",
    "policy",
    "type",
    "algorithm",
];

/// Whether a name says that its value is secret.
pub(super) fn is_sensitive_name(name: &str) -> bool {
    // Most names have none of these letters in a row, and need no closer look.
    let lower = name.to_ascii_lowercase();
    let parts = ["pass", "pwd", "secret", "token", "key", "cred", "dsn", "salt", "conn", "webhook"];
    if !parts.iter().any(|part| lower.contains(part)) {
        return false;
    }
    let words = crate::text::words::words(name);
    let pair = words.iter().zip(words.iter().skip(1)).any(|(one, two)| PAIRS.contains(&(one.as_str(), two.as_str())));
    let last = words.last().map_or("", String::as_str);
    pair || (!HARMLESS.contains(&last) && words.iter().any(|word| WORDS.contains(&word.as_str())))
}

/// Whether text under that key is a secret: by its form, or by the name of the key.
pub(super) fn is_literal_secret(key: &str, text: &str) -> bool {
    is_secret(text, || is_sensitive_name(key))
}

/// Whether text is a secret: by its form, or where its key says so.
pub(super) fn is_secret(text: &str, sensitive: impl FnOnce() -> bool) -> bool {
    let text = text.trim();
    if text.is_empty() {
        return false;
    }
    let named = || sensitive() && text.parse::<f64>().is_err() && !matches!(text, "true" | "false");
    (has_form_of_secret(text) || named()) && !is_placeholder(text)
}

fn is_placeholder(text: &str) -> bool {
    (text.starts_with('<') && text.ends_with('>'))
        || text.starts_with("${")
        || matches!(text.to_lowercase().as_str(), "changeme" | "change-me" | "todo" | "none" | "null")
}

/// Whether text has the form of a known kind of key or token.
fn has_form_of_secret(text: &str) -> bool {
    // Most texts are shorter than any secret: `a://b:c@d` is the shortest form.
    if text.len() < 9 {
        return false;
    }
    let run = |prefix: &str, least: usize, accept: fn(char) -> bool| {
        text.match_indices(prefix).any(|(at, _)| {
            let rest = text.get(at + prefix.len()..).unwrap_or_default();
            rest.chars().take_while(|letter| accept(*letter)).count() >= least
        })
    };
    let word = |letter: char| letter.is_ascii_alphanumeric() || letter == '_' || letter == '-';
    let capital = |letter: char| letter.is_ascii_uppercase() || letter.is_ascii_digit();
    let aws = run("AKIA", 16, capital) || run("ASIA", 16, capital);
    let pem = text.contains("-----BEGIN") && text.contains("PRIVATE KEY-----");
    let slack =
        text.contains("xox") && ["xoxa-", "xoxb-", "xoxp-", "xoxr-", "xoxs-"].iter().any(|prefix| run(prefix, 8, word));
    let github =
        text.len() >= 40 && ["ghp_", "gho_", "ghu_", "ghs_", "ghr_"].iter().any(|prefix| run(prefix, 36, word));
    let stripe = text.contains("k_live_") && ["sk_live_", "rk_live_"].iter().any(|prefix| run(prefix, 8, word));
    let google = run("AIza", 35, word);
    let azure = ["AccountKey=", "SharedAccessKey="].iter().any(|key| text.contains(key));
    let token = text.starts_with("eyJ") && text.contains(".eyJ");
    aws || pem || slack || github || stripe || google || azure || token || has_password_in_address(text)
}

/// Whether text is an address with a user and password: `scheme://user:password@host`.
fn has_password_in_address(text: &str) -> bool {
    let Some((_, rest)) = text.split_once("://") else { return false };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let Some((user, _)) = authority.rsplit_once('@') else { return false };
    user.split_once(':')
        .is_some_and(|(_, password)| !password.is_empty() && !is_placeholder(password) && !password.starts_with('$'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_say_secret_are_told_from_those_that_describe() {
        for name in ["DB_PASSWORD", "apiKey", "STRIPE_API_KEY", "jwt-secret", "clientSecret", "GITHUB_TOKEN"] {
            assert!(is_sensitive_name(name), "{name}");
        }
        for name in ["TOKEN_URL", "PASSWORD_LENGTH", "PAYMENT_MODE", "partition", "secretary", "tokens-per-day"] {
            assert!(!is_sensitive_name(name), "{name}");
        }
    }

    #[test]
    fn forms_of_keys_are_known_and_placeholders_are_not_secrets() {
        let long = "a".repeat(36);
        for text in [
            "AKIAABCDEFGHIJKLMNOP".to_owned(),
            format!("ghp_{long}"),
            "postgres://app:hunter2@db.example/shop".to_owned(),
            "eyJhbGciOi.eyJzdWIiOi.x".to_owned(),
        ] {
            assert!(is_literal_secret("ANY", &text), "{text}");
        }
        for (key, text) in [
            ("DB_PASSWORD", "changeme"),
            ("API_KEY", "${KEY}"),
            ("TOKEN", "3600"),
            ("URL", "https://a@b/c"),
            ("MODE", "live"),
        ] {
            assert!(!is_literal_secret(key, text), "{key} {text}");
        }
        assert!(is_literal_secret("DB_PASSWORD", "hunter2"));
    }
}
