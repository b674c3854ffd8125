//! Written properties against the catalogue: unknown names, wrong types, illegal values, each at its own place.

use indexmap::IndexMap;

use crate::catalog::{Properties, Property, TypeError};
use crate::design::file::tree::{Entry, Item};
use crate::value::Value;

use super::reader::Reader;

/// Where properties are legal.
pub(super) struct Legal<'c> {
    /// The owner, for messages: `a function`.
    pub(super) of: String,
    /// The properties of its kind.
    pub(super) own: &'c Properties,
    /// Those of every kind.
    pub(super) common: Option<&'c Properties>,
    /// Whether a part may leave out what is required, since it is laid over another.
    pub(super) partial: bool,
}

impl Legal<'_> {
    fn get(&self, name: &str) -> Option<&Property> {
        self.own.get(name).or_else(|| self.common.and_then(|common| common.get(name)))
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        self.own.keys().chain(self.common.into_iter().flat_map(IndexMap::keys)).map(String::as_str)
    }
}

/// What a written property stands for; reports what is wrong with it, where it is known what is legal.
pub(super) fn read(reader: &mut Reader<'_>, legal: Option<&Legal<'_>>, name: &str, entry: &Entry) -> Value {
    let written = entry.value.to_value();
    let Some(legal) = legal else { return written };
    let Some(property) = legal.get(name) else {
        let near = reader.nearest(name, legal.names());
        reader.unknown_key(entry, name, &legal.of, near, legal.names());
        return written;
    };
    let value = property.spelled_out(written);
    for error in property.check_all(&value) {
        if legal.partial && matches!(error, TypeError::MissingField { .. }) {
            continue;
        }
        report(reader, name, entry, &error);
    }
    value
}

fn report(reader: &mut Reader<'_>, name: &str, entry: &Entry, error: &TypeError) {
    let path: Vec<&str> = error.path().iter().map(String::as_str).collect();
    let what = std::iter::once(name).chain(path.iter().copied()).collect::<Vec<_>>().join(".");
    let (item, key, _) = entry.value.walk_with_key(path.iter().copied());
    let key = key.unwrap_or_else(|| entry.key_span.clone());
    let value = reader.first_line(&item.span);
    let did_you_mean = |near: &String| format!("did you mean {near}?");
    let (span, message, help) = match error {
        TypeError::Type { expected, found, .. } => {
            let span = if item.is_null() { key } else { value };
            let help = missing_quotes(item, expected);
            (span, format!("{what} must be {expected}, not {found}"), help)
        }
        TypeError::OneOf { found, allowed, nearest, .. } => (
            value,
            format!("unknown value {found} for {what}"),
            Some(nearest.as_ref().map_or_else(|| format!("it is one of {}", allowed.join(", ")), did_you_mean)),
        ),
        TypeError::Range { found, bound, above, .. } => {
            let side = if *above { "above the maximum of" } else { "below the minimum of" };
            (value, format!("{what}: {found} is {side} {bound}"), None)
        }
        TypeError::UnknownField { key: unknown, nearest, .. } => {
            let span = item.as_map().and_then(|map| map.get(unknown)).map_or(value, |entry| entry.key_span.clone());
            (span, format!("unknown key {unknown} in {what}"), nearest.as_ref().map(did_you_mean))
        }
        // The catalogue of all clouds lacks nothing; what one cloud lacks is a finding of the checks.
        TypeError::Lacking { .. } => return,
        TypeError::Twice { found, .. } => (value, format!("{what}: {found} stands there already"), None),
        TypeError::MissingField { key: missing, .. } => {
            (key, format!("{what} has no {missing}, which is required"), None)
        }
    };
    reader.error(span, message).help = help;
}

/// A word such as `on` or `8080` where text is asked for needs quotes.
fn missing_quotes(item: &Item, expected: &str) -> Option<String> {
    use crate::value::Value::{Boolean, Float, Integer};
    let scalar = item.as_scalar().filter(|value| matches!(value, Boolean(_) | Integer(_) | Float(_)))?;
    (expected.starts_with("text") || expected.starts_with("a path") || expected.starts_with("the id"))
        .then(|| format!("put it in quotes: \"{scalar}\""))
}
