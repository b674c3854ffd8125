//! Names that are legal in a design and hard for a program: words that languages, SDKs and operating systems keep, names
//! that hide each other, names that become one when hyphens go, and the longest there may be.

use super::choices::Choices;

const HARD: &[&str] = &[
    "orders",
    "create-order",
    "items",
    "class",
    "import",
    "delete",
    "lambda",
    "self",
    "args",
    "opts",
    "name",
    "pulumi",
    "aws",
    "settings",
    "config",
    "json",
    "parent",
    "provider",
    "region",
    "environment",
    "project",
    "index",
    "type",
    "constructor",
    "prototype",
    "to-string",
    "id",
    "urn",
    "arn",
    "role",
    "policy",
    "key",
    "queue",
    "table",
    "function",
    "none",
    "true",
    "null",
    "undefined",
    "async",
    "await",
    "from",
    "global",
    "output",
    "input",
    "error",
    "promise",
    "string",
    "number",
    "object",
    "list",
    "dict",
    "print",
    "open",
    "super",
    "this",
    "new",
    "con",
    "aux",
    "nul",
    "com1",
    "main",
    "init",
    "test",
    "shared-args",
    "alarm-topic",
    "dead-letters",
    "policy-2",
    "random",
    "all",
    "any",
    "len",
];

/// Pairs that are nearly one name.
const NEAR: &[&str] = &[
    "order-2",
    "order2",
    "a-1",
    "a1",
    "a-b",
    "ab",
    "a-b-c",
    "a-bc",
    "orders-table",
    "orders-queue",
    "orders-function",
    "orders-dead-letters",
    "orders-role",
    "orders-alarm",
    "order-s",
    "x-y-z",
    "x-yz",
    "get-it",
    "getit",
];

const LONGEST: &[&str] = &[
    "a-name-that-is-as-long-as-a-name-may-be1",
    "a-name-that-is-as-long-as-a-name-may-be2",
    "areallyverylongnamewithoutanyhyphenatall",
    "a-b-c-d-e-f-g-h-i-j-k-l-m-n-o-p-q-r-s-t0",
];

const SERVICES: &[&str] = &[
    "orders",
    "shared",
    "users",
    "class",
    "services",
    "components",
    "settings",
    "index",
    "functions",
    "token",
    "order-2",
    "order2",
    "con",
    "async",
    "a-service-with-the-longest-name-of-all-12",
    "string",
    "pulumi",
    "aws",
    "test",
    "from",
];

/// A name of a node.
pub fn node(choices: &mut Choices) -> String {
    let pool = match choices.below(8) {
        0..4 => HARD,
        4..7 => NEAR,
        _ => LONGEST,
    };
    choices.one(pool).to_owned()
}

/// A name of a service.
pub fn service(choices: &mut Choices) -> String {
    choices.one(SERVICES).to_owned()
}

/// A name of a setting.
pub fn setting(choices: &mut Choices) -> String {
    choices
        .one(&["log_level", "class", "region", "mode", "from", "order_2", "order2", "alarm_email", "self"])
        .to_owned()
}

/// A name of an event.
pub fn event(choices: &mut Choices) -> String {
    choices
        .one(&["OrderPlaced", "OrderPlaced2", "Error", "Class", "Object", "A", "HTTPSent", "String", "Promise"])
        .to_owned()
}

/// Text that tries to become code, or to break out of where it stands.
pub const TEXTS: &[&str] = &[
    "plain",
    "Say \"it\" in 'words' of `code`",
    "${process.exit(1)} and {os.abort()}",
    "*/ new Function('x')() /*",
    "\"\"\" import os \"\"\"",
    "back\\slash \\n \\u0041 \\",
    "ümläut — 漢字 🦀",
    "# not a comment",
    "a: b, [c] {d} & *e !f |g >h %i @j",
    "true",
    "08",
    "  spaced  ",
    "$${x} #{y} %{z} {{w}}",
    "one line that is longer than any line of a program may be, so that it has to stay as it is, whatever comes after it",
];
