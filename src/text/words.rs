//! Names in the cases of the languages we write: `create-order` as `createOrder`, `CreateOrder`, `create_order`.
//!
//! Words are split on `-`, `_`, `.`, `/`, spaces and from lower to upper case; letters and digits stay together.

/// Whether a name can stand in code as it is, whatever the language: ASCII letters, digits and `_`, no digit first. Words
/// that a language keeps for itself are not told apart.
pub fn is_identifier(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && name.chars().all(|character| character.is_ascii_alphanumeric() || character == '_')
}

/// The words of a name, in lower case.
pub fn words(name: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut previous_lower = false;
    for character in name.chars() {
        if !character.is_alphanumeric() {
            if !word.is_empty() {
                words.push(std::mem::take(&mut word));
            }
            previous_lower = false;
            continue;
        }
        if character.is_uppercase() && previous_lower && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        previous_lower = character.is_lowercase() || character.is_ascii_digit();
        word.extend(character.to_lowercase());
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// With a capital letter at the beginning, and all else as it is.
pub fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

/// `OrderItems`
pub fn pascal(name: &str) -> String {
    words(name).iter().map(|word| capitalised(word)).collect()
}

/// `orderItems`
pub fn camel(name: &str) -> String {
    words(name)
        .iter()
        .enumerate()
        .map(|(index, word)| if index == 0 { word.clone() } else { capitalised(word) })
        .collect()
}

/// `order_items`
pub fn snake(name: &str) -> String {
    words(name).join("_")
}

/// `ORDER_ITEMS`
pub fn upper(name: &str) -> String {
    snake(name).to_uppercase()
}

/// `order-items`
pub fn kebab(name: &str) -> String {
    words(name).join("-")
}

/// `Order items`: a title for people.
pub fn sentence(name: &str) -> String {
    capitalised(&words(name).join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_split_on_separators_and_case_but_not_on_digits() {
        assert_eq!(words("create-order_v2.HTTPCall"), ["create", "order", "v2", "httpcall"]);
        assert_eq!(words("OrderPlaced"), ["order", "placed"]);
        assert_eq!(camel("create-order"), "createOrder");
        assert_eq!(pascal("orders"), "Orders");
        assert_eq!(snake("OrderPlaced"), "order_placed");
        assert_eq!(upper("jwt-secret"), "JWT_SECRET");
        assert_eq!(kebab("OrderPlaced"), "order-placed");
        assert_eq!(sentence("create-order"), "Create order");
    }
}
