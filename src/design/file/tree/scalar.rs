//! What a plain scalar means in YAML 1.2's core schema.

use crate::value::Value;

/// The value of a scalar without quotes. `.nan` stays text: no property takes it, and it is not equal to itself.
pub(in crate::design::file) fn resolve(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Boolean(true),
        "false" | "False" | "FALSE" => Value::Boolean(false),
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => Value::Float(f64::INFINITY),
        "-.inf" | "-.Inf" | "-.INF" => Value::Float(f64::NEG_INFINITY),
        _ => number(text).unwrap_or_else(|| Value::String(text.to_owned())),
    }
}

fn number(text: &str) -> Option<Value> {
    let radix = |digits: &str, radix: u32| {
        (!digits.is_empty() && digits.chars().all(|digit| digit.is_digit(radix)))
            .then(|| i64::from_str_radix(digits, radix).ok().map(Value::Integer))
            .flatten()
    };
    if let Some(digits) = text.strip_prefix("0x") {
        return radix(digits, 16);
    }
    if let Some(digits) = text.strip_prefix("0o") {
        return radix(digits, 8);
    }
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    if unsigned.is_empty() || !unsigned.starts_with(|first: char| first.is_ascii_digit() || first == '.') {
        return None;
    }
    if unsigned.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.parse().map(Value::Integer).ok().or_else(|| text.parse().map(Value::Float).ok());
    }
    let (mantissa, exponent) = unsigned.split_once(['e', 'E']).map_or((unsigned, None), |(m, e)| (m, Some(e)));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(fraction) || (whole.is_empty() && fraction.is_empty()) {
        return None;
    }
    if let Some(exponent) = exponent {
        let exponent = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
        if exponent.is_empty() || !digits(exponent) {
            return None;
        }
    }
    text.parse().map(Value::Float).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_core_schema_and_nothing_of_yaml_1_1() {
        for text in [
            "on",
            "off",
            "yes",
            "no",
            "y",
            "1_000",
            "12:30:45",
            "2024-01-01",
            "1.2.3",
            "-",
            "+",
            ".",
            "0b1",
            "1e",
            "-.5.",
            "0x",
            "inf",
            "nan",
        ] {
            assert_eq!(resolve(text), Value::String(text.to_owned()), "{text}");
        }
        for (text, value) in [("0", 0), ("-7", -7), ("+5", 5), ("0x1F", 31), ("0o17", 15), ("007", 7)] {
            assert_eq!(resolve(text), Value::Integer(value), "{text}");
        }
        for (text, value) in [("1.5", 1.5), ("1.", 1.0), (".5", 0.5), ("1e3", 1000.0), ("-2.5E-1", -0.25)] {
            assert_eq!(resolve(text), Value::Float(value), "{text}");
        }
        assert_eq!(resolve("~"), Value::Null);
        assert_eq!(resolve("True"), Value::Boolean(true));
        assert!(matches!(resolve("99999999999999999999"), Value::Float(_)));
    }
}
