//! Values of properties: from their types and ranges, and for those that mean more than their type says, from examples.

use pulumi_designer::catalog::{Property, PropertyType, Provider};
use pulumi_designer::text::duration::Duration;
use pulumi_designer::value::{Map, Value};

use super::choices::Choices;
use super::names;

/// What values may refer to.
#[derive(Debug, Clone)]
pub struct Known {
    /// The cloud.
    pub provider: Provider,
    /// Nodes, with their kinds.
    pub nodes: Vec<(String, String)>,
}

impl Known {
    fn one(&self, choices: &mut Choices, kinds: &[String]) -> Option<Value> {
        let fit: Vec<&String> =
            self.nodes.iter().filter(|(_, kind)| kinds.is_empty() || kinds.contains(kind)).map(|(id, _)| id).collect();
        (!fit.is_empty()).then(|| Value::String(fit[choices.below(fit.len())].clone()))
    }
}

const HUNDRED: &str = "arn:aws:kms:eu-west-1:123456789012:key/12345678-1234-1234-1234-123456789012";

/// Examples for texts that have another form on each cloud.
fn own(provider: Provider, name: &str) -> Option<&'static [&'static str]> {
    Some(match (provider, name) {
        (Provider::Gcp, "certificate") => &["projects/x/global/sslCertificates/shop"],
        (Provider::Gcp, "image") => &["europe-west4-docker.pkg.dev/x/images/app:1.2", "nginx:1.29"],
        (Provider::Gcp, "existing") => &["there-already", "projects/x/topics/news"],
        (Provider::Azure, "image") => &["shop.azurecr.io/app:1.2", "docker.io/library/nginx:1.29"],
        (Provider::Azure, "existing") => &["there-already"],
        _ => return None,
    })
}

/// Examples for texts that must have a form, by the name of the property.
fn examples(name: &str) -> Option<&'static [&'static str]> {
    Some(match name {
        "cron" => &["0 6 * * *", "*/5 * * * 1-5", "0 0 1 1 *", "15 3,15 * * 0", "0 12 L * *"],
        "timezone" => &["UTC", "Europe/Amsterdam", "America/Argentina/Buenos_Aires"],
        "url" => &["https://partner.example/hooks?a=b&c=${d}", "mailto:ops@partner.example", "https://x.example"],
        "directory" => &["site", "web/build", "dist"],
        "domain" => &["api.shop.example"],
        "certificate" => &["arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012"],
        "image" => {
            &["123456789012.dkr.ecr.eu-west-1.amazonaws.com/app:1.2", "public.ecr.aws/docker/library/nginx:1.27"]
        }
        "schema" => &["schema.graphql"],
        "origins" => &["https://shop.example", "http://localhost:5173"],
        "headers" => &["authorization", "x-request-id"],
        "callbacks" => &["https://shop.example/callback", "http://localhost:3000"],
        "path" => &["/orders/{id}", "/class", "/a/{proxy+}", "/orders/{orderId}/lines/{line_id}", "/"],
        "email" => &["ops@shop.example"],
        "partition" | "sort" | "ttl" => &["id", "class", "created:number", "Some-Key", "blob:binary", "orderId", "a.b"],
        "layers" => &["arn:aws:lambda:eu-west-1:123456789012:layer:tools:3"],
        "scopes" => &["orders/read", "openid"],
        "encryption_key" => &[HUNDRED],
        "cidr" => &["10.1.0.0/16"],
        "allow_from" => &["203.0.113.0/24"],
        "partition_key" => &["$.orderId", "all"],
        "as" => &["THE_VALUE", "CLASS", "TABLE_NAME"],
        "version" => &["24", "3.14", "22"],
        "key" => &["$default", "Query.orders"],
        "existing" => &["there-already", "arn:aws:sns:eu-west-1:123456789012:news"],
        _ => return None,
    })
}

/// A value of a property, when one can be thought of.
pub fn value(choices: &mut Choices, name: &str, property: &Property, known: &Known) -> Option<Value> {
    if !property.one_of.is_empty() {
        return Some(choices.any(&property.one_of));
    }
    match property.kind {
        PropertyType::Boolean => Some(Value::Boolean(choices.below(2) == 1)),
        PropertyType::Integer => Some(Value::Integer(integer(choices, property))),
        PropertyType::Number => {
            let bound =
                |bound: &Option<Value>, otherwise: f64| bound.as_ref().and_then(Value::as_number).unwrap_or(otherwise);
            let (min, max) = (bound(&property.min, 0.0), bound(&property.max, 1000.0));
            Some(Value::Float([min, max, f64::midpoint(min, max) + 0.5, min + 0.25][choices.below(4)].clamp(min, max)))
        }
        PropertyType::Duration => duration(choices, property),
        PropertyType::Node => known.one(choices, &property.kinds),
        PropertyType::String | PropertyType::Text | PropertyType::Path => {
            Some(Value::from(choices.one(own(known.provider, name).or_else(|| examples(name)).unwrap_or(names::TEXTS))))
        }
        PropertyType::List => {
            let of = property.of.as_deref()?;
            let items = (0..=choices.below(3)).filter_map(|_| value(choices, name, of, known));
            let mut items: Vec<Value> = items.collect();
            items.dedup();
            Some(Value::List(items))
        }
        PropertyType::Map => Some(map(choices, name)),
        PropertyType::Object => {
            let mut fields = Map::new();
            for (key, field) in &property.fields {
                if field.lacking.is_none()
                    && (field.required || choices.below(2) == 0)
                    && let Some(value) = value(choices, key, field, known)
                {
                    fields.insert(key.clone(), value);
                }
            }
            Some(Value::Map(fields))
        }
        PropertyType::Value if name == "dead_letters" => Some(match choices.below(3) {
            0 => Value::Boolean(true),
            1 => Value::Boolean(false),
            _ => known.one(choices, &["queue".to_owned()])?,
        }),
        PropertyType::Value => Some(free(choices)),
    }
}

fn integer(choices: &mut Choices, property: &Property) -> i64 {
    let bound = |bound: &Option<Value>| bound.as_ref().and_then(Value::as_integer);
    let min = bound(&property.min).unwrap_or(1);
    let max = bound(&property.max).unwrap_or(min + 100);
    let middle = min + (max - min) / 3;
    [bound(&property.default).unwrap_or(min), min, middle, max, min + 1][choices.below(5)].clamp(min, max)
}

fn duration(choices: &mut Choices, property: &Property) -> Option<Value> {
    let bound = |bound: &Option<Value>| Duration::parse(bound.as_ref()?.as_str()?);
    let (min, max) = (bound(&property.min), bound(&property.max));
    let fits = |text: &str| {
        let wish = Duration::parse(text);
        wish.is_some() && min.is_none_or(|min| wish >= Some(min)) && max.is_none_or(|max| wish <= Some(max))
    };
    let some = ["45s", "1m", "5m", "1h", "90m", "1d", "14d", "1s"];
    let wish = match choices.below(3) {
        0 => Some(choices.one(&some)).filter(|wish| fits(wish))?.to_owned(),
        1 => property.min.as_ref()?.as_str()?.to_owned(),
        _ => property.max.as_ref()?.as_str()?.to_owned(),
    };
    let bound = |bound: &Option<Value>| Some(bound.as_ref()?.as_str()?.to_owned());
    let time = |text: &str| Duration::parse(text);
    let short = bound(&property.min).filter(|min| time(&wish) < time(min));
    let long = bound(&property.max).filter(|max| time(&wish) > time(max));
    Some(Value::String(short.or(long).unwrap_or(wish)))
}

/// Names to values: environment variables, tags, filters.
fn map(choices: &mut Choices, name: &str) -> Value {
    let mut map = Map::new();
    for _ in 0..=choices.below(2) {
        let (key, value) = match name {
            "environment" => (choices.one(&["MODE", "LOG_LEVEL", "CLASS", "A1"]), text(choices)),
            "tags" => (choices.one(&["team", "cost-center", "Owner", "class"]), text(choices)),
            "filter" => (
                choices.one(&["status", "total", "class", "some-key", "prefix", "suffix"]),
                choices.any(&[
                    Value::List(vec!["paid".into(), "sent".into()]),
                    Value::from("a\"b${c}"),
                    Value::Boolean(true),
                    Value::Integer(5),
                    Value::from("uploads/"),
                    Value::List(vec![object(&[("prefix", "a".into())])]),
                    Value::List(vec![object(&[("exists", Value::Boolean(false))])]),
                ]),
            ),
            _ => (choices.one(&["one", "class", "two-words", "$x"]), free(choices)),
        };
        map.insert(key.to_owned(), value);
    }
    Value::Map(map)
}

fn text(choices: &mut Choices) -> Value {
    Value::from(choices.one(names::TEXTS))
}

/// Any value.
fn free(choices: &mut Choices) -> Value {
    match choices.below(5) {
        0 => text(choices),
        1 => Value::Integer(-7),
        2 => Value::Boolean(false),
        3 => Value::List(vec![Value::Float(1.5), text(choices)]),
        _ => object(&[("class", text(choices)), ("a-b", Value::Integer(1)), ("a b\"c", Value::List(Vec::new()))]),
    }
}

/// A map of those entries.
pub fn object(entries: &[(&str, Value)]) -> Value {
    Value::Map(entries.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect())
}
