//! Several things in one sentence.

/// `a`, `a and b`, `a, b and c`.
pub fn and(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [before @ .., last] => format!("{} and {last}", before.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_of_several_is_joined_by_a_word() {
        assert_eq!(and(&["dev"]), "dev");
        assert_eq!(and(&["dev", "prod"]), "dev and prod");
        assert_eq!(and(&["dev", "staging", "prod"]), "dev, staging and prod");
    }
}
