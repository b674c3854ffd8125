//! Names of an SDK in Python: what the TypeScript SDK calls `hashKey` is `hash_key` here.
//!
//! The rule is that of Pulumi's code generator for Python SDKs; where an SDK differs, the table says so.

/// Names that the rule does not give.
const EXCEPTIONS: &[(&str, &str)] = &[
    ("openXJsonSerDe", "open_x_json_ser_de"),
    ("GetPublicIPs", "get_public_i_ps"),
    ("GetUptimeCheckIPs", "get_uptime_check_i_ps"),
];

/// Words that Pulumi's generator keeps clear of by an underscore.
const KEYWORDS: &[&str] = &[
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del",
    "elif", "else", "except", "exec", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda",
    "nonlocal", "not", "or", "pass", "print", "raise", "return", "try", "while", "with", "yield",
];

/// The Python name of a property, argument or function.
pub(super) fn property(name: &str) -> String {
    if let Some((_, exception)) = EXCEPTIONS.iter().find(|(typescript, _)| *typescript == name) {
        return (*exception).to_owned();
    }
    keyword_safe(snake(name))
}

/// A name that is no keyword.
pub(super) fn keyword_safe(mut name: String) -> String {
    if KEYWORDS.contains(&name.as_str()) {
        name.push('_');
    }
    name
}

#[derive(Clone, Copy)]
enum State {
    First,
    /// After an upper-case letter that follows a lower-case letter or a digit.
    Upper,
    /// After an upper-case letter that follows another.
    Acronym,
    Lower,
}

/// Words end where lower case or a digit meets upper case, and before the last letter of an acronym that goes on in
/// lower case; digits and a plural `s` belong to their acronym.
fn snake(name: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    let mut state = State::First;
    for character in name.chars() {
        let character = if character.is_ascii_alphanumeric() { character } else { '_' };
        let upper = character.is_ascii_uppercase();
        if upper && matches!(state, State::Lower) {
            words.push(std::mem::take(&mut word));
        }
        if matches!(state, State::First) && character.is_ascii_digit() {
            word.push('_');
        }
        let ends_acronym = !upper && !character.is_ascii_digit() && character != 's';
        if matches!(state, State::Acronym) && ends_acronym {
            let last = word.pop();
            words.push(std::mem::take(&mut word));
            word.extend(last);
        }
        word.push(character.to_ascii_lowercase());
        state = match (upper, state) {
            (false, _) => State::Lower,
            (true, State::Upper | State::Acronym) => State::Acronym,
            (true, State::First | State::Lower) => State::Upper,
        };
    }
    words.push(word);
    words.join("_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_the_generator_of_the_sdk() {
        for (typescript, python) in [
            ("hashKey", "hash_key"),
            ("sqsManagedSseEnabled", "sqs_managed_sse_enabled"),
            ("kmsMasterKeyId", "kms_master_key_id"),
            ("openXJsonSerDe", "open_x_json_ser_de"),
            ("lambda", "lambda_"),
            ("IPAddress", "ip_address"),
            ("publicIPs", "public_ips"),
            ("sha256Hash", "sha256_hash"),
            ("SHA256Hash", "sha256_hash"),
            ("s3Bucket", "s3_bucket"),
        ] {
            assert_eq!(property(typescript), python, "{typescript}");
        }
    }
}
