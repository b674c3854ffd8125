//! Steps that read an item of a table or a file of a bucket, or write one.

use crate::design::NodeId;
use crate::design::steps::Deed;
use crate::program::{Entry, Expression, Key};
use crate::value::Value;

use super::super::super::super::draft::of;
use super::super::super::super::steps;
use super::super::super::Aws;
use super::super::jsonata;
use super::{Answer, At, Task, WHOLE, mapped, part, path, task};

/// DynamoDB writes each value with its type; this takes the types away.
const PLAIN: &str = "$plain := function($v) {( $t := $keys($v)[0]; \
    $t = 'M' ? $merge($each($v.M, function($x, $k) {{ $k: $plain($x) }})) : \
    $t = 'L' ? [$v.L.$plain($)] : $t = 'N' ? $number($v.N) : $t = 'NULL' ? null : $lookup($v, $t) )};";

/// The way back: each value with its type.
const TYPED: &str = "$typed := function($v) {( $t := $type($v); \
    $t = 'string' ? {'S': $v} : $t = 'number' ? {'N': $string($v)} : $t = 'boolean' ? {'BOOL': $v} : \
    $t = 'null' ? {'NULL': true} : $t = 'array' ? {'L': [$v.$typed($)]} : \
    {'M': $merge($each($v, function($x, $k) {{ $k: $typed($x) }}))} )};";

/// What a step does with a store.
pub(super) fn of_step(cx: &mut Aws, at: &At, to: &NodeId) -> Option<Task> {
    let key = to.to_string();
    let reads = matches!(at.step.deed, Deed::Read(_));
    match cx.design.kind_of(to).unwrap_or_default() {
        "table" => {
            let table = ("TableName", of(&key, "name"));
            if reads {
                let found = item_key(cx, at, to)?;
                let answer = Answer { before: PLAIN, value: "$plain({'M': $states.result.Item})" };
                return Some(task(cx, "dynamodb:getItem", vec![table, ("Key", found)], answer));
            }
            let item = item(cx, at, to);
            Some(task(cx, "dynamodb:putItem", vec![table, ("Item", item)], WHOLE))
        }
        "bucket" => {
            let mut arguments = vec![("Bucket", of(&key, "bucket")), ("Key", part(cx, at, "key"))];
            if reads {
                let answer = Answer { before: "", value: "$states.result.Body" };
                return Some(task(cx, "aws-sdk:s3:getObject", arguments, answer));
            }
            arguments.push(("Body", part(cx, at, "body")));
            Some(task(cx, "aws-sdk:s3:putObject", arguments, WHOLE))
        }
        _ => None,
    }
}

/// The attributes of a table's key, each with the letter of its type.
fn key_attributes(cx: &Aws, table: &NodeId) -> Vec<(String, &'static str)> {
    ["partition", "sort"]
        .iter()
        .filter_map(|part| {
            let text = cx.design.effective(table, &["key", part], None)?.as_str()?.to_owned();
            let (name, kind) = text.split_once(':').unwrap_or((&text, "string"));
            let letter = match kind {
                "number" => "N",
                "binary" => "B",
                _ => "S",
            };
            Some((name.to_owned(), letter))
        })
        .collect()
}

fn item_key(cx: &mut Aws, at: &At, table: &NodeId) -> Option<Expression> {
    let mut entries = Vec::new();
    for (name, letter) in key_attributes(cx, table) {
        let given = at.written.get("input").map(|input| input.get(&name).cloned());
        if given == Some(None) {
            let what = format!("does not say {name} of the item that it reads from {table}");
            at.refuse(cx, "input", &what, "give each part of the table's key in input, such as $.orderId");
            return None;
        }
        let value = given.flatten().unwrap_or_else(|| Value::String(format!("$.{name}")));
        let typed = typed(cx, at, &value, Some(letter));
        entries.push(Entry { key: Key::Data(name), value: typed, comment: None });
    }
    Some(Expression::Object(entries))
}

fn item(cx: &mut Aws, at: &At, table: &NodeId) -> Expression {
    let keys = key_attributes(cx, table);
    let Some(Value::Map(map)) = at.written.get("input").cloned() else {
        return Expression::text(jsonata::marked(&format!("({TYPED} $typed({}).M)", jsonata::STATE)));
    };
    let entries = map.iter().map(|(name, value)| {
        let letter = keys.iter().find(|(key, _)| key == name).map(|(_, letter)| *letter);
        Entry { key: Key::Data(name.clone()), value: typed(cx, at, value, letter), comment: None }
    });
    Expression::Object(entries.collect())
}

/// A value as DynamoDB takes it: with its type, which is known of keys and of what is written out.
fn typed(cx: &mut Aws, at: &At, value: &Value, letter: Option<&'static str>) -> Expression {
    let one = |letter: &str, value: Expression| Expression::data([(letter, value)]);
    let whole = |expression: &str| Expression::text(jsonata::marked(&format!("({TYPED} $typed({expression}))")));
    match value {
        Value::String(text) if steps::is_path(text) => {
            let path = path(cx, at, "input", text);
            match letter {
                Some("N") => one("N", Expression::text(jsonata::marked(&format!("$string({path})")))),
                Some(letter) => one(letter, Expression::text(jsonata::marked(&path))),
                None => whole(&path),
            }
        }
        Value::Integer(_) | Value::Float(_) => one("N", Expression::Text(value.to_string())),
        Value::Boolean(value) => one("BOOL", Expression::Boolean(*value)),
        Value::Null => one("NULL", Expression::Boolean(true)),
        Value::String(text) => one(letter.unwrap_or("S"), Expression::text(jsonata::text(text))),
        Value::List(items) => one("L", Expression::List(items.iter().map(|item| typed(cx, at, item, None)).collect())),
        Value::Map(_) if value.as_setting().is_some() => one("S", mapped(cx, at, value)),
        Value::Map(map) => {
            let entries = map.iter().map(|(name, value)| Entry {
                key: Key::Data(name.clone()),
                value: typed(cx, at, value, None),
                comment: None,
            });
            one("M", Expression::Object(entries.collect()))
        }
    }
}
