//! Names that are safe in every language: not reserved, not shadowing, unique in every case.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::LazyLock;

use crate::text::words;

/// A name without a language, in kebab-case: `create-order` is `createOrder` in TypeScript and `create_order` in Python.
///
/// Made by a [`Scope`], it is not reserved and not taken in any language.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(String);

impl Name {
    /// A name that is known to be safe, such as `settings` or `parent`.
    pub fn known(name: &str) -> Self {
        Self(words::kebab(name))
    }

    /// `createOrder`
    pub fn camel(&self) -> String {
        words::camel(&self.0)
    }

    /// `create_order`
    pub fn snake(&self) -> String {
        words::snake(&self.0)
    }

    /// `CreateOrder`
    pub fn pascal(&self) -> String {
        words::pascal(&self.0)
    }

    /// `CREATE_ORDER`
    pub fn upper(&self) -> String {
        words::upper(&self.0)
    }

    /// `create-order`
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Name {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Words that no name may be: reserved in TypeScript or Python, members of Pulumi's component classes, imported
/// modules, and locals that every constructor has.
const RESERVED: &[&str] = &[
    // TypeScript (ES2022 reserved words, strict mode, and types).
    "abstract",
    "any",
    "arguments",
    "as",
    "async",
    "await",
    "bigint",
    "boolean",
    "break",
    "case",
    "catch",
    "class",
    "const",
    "constructor",
    "continue",
    "debugger",
    "declare",
    "default",
    "delete",
    "do",
    "else",
    "enum",
    "eval",
    "export",
    "extends",
    "false",
    "finally",
    "for",
    "from",
    "function",
    "get",
    "if",
    "implements",
    "import",
    "in",
    "infer",
    "instanceof",
    "interface",
    "is",
    "keyof",
    "let",
    "module",
    "namespace",
    "never",
    "new",
    "null",
    "number",
    "object",
    "of",
    "package",
    "private",
    "protected",
    "public",
    "readonly",
    "require",
    "return",
    "set",
    "static",
    "string",
    "super",
    "switch",
    "symbol",
    "this",
    "throw",
    "true",
    "try",
    "type",
    "typeof",
    "undefined",
    "unique",
    "unknown",
    "var",
    "void",
    "while",
    "with",
    "yield",
    "globalThis",
    "process",
    "console",
    "exports",
    "infinity",
    "nan",
    "promise",
    "error",
    "date",
    "map",
    "array",
    "event",
    "request",
    "response",
    "url",
    "buffer",
    // Python (keywords, soft keywords, builtins that are easily shadowed).
    "and",
    "assert",
    "def",
    "del",
    "elif",
    "except",
    "exec",
    "global",
    "lambda",
    "match",
    "none",
    "nonlocal",
    "not",
    "or",
    "pass",
    "print",
    "raise",
    "self",
    "cls",
    "id",
    "input",
    "list",
    "dict",
    "str",
    "int",
    "float",
    "bool",
    "bytes",
    "tuple",
    "filter",
    "format",
    "hash",
    "help",
    "iter",
    "len",
    "max",
    "min",
    "next",
    "open",
    "pow",
    "range",
    "repr",
    "reversed",
    "round",
    "slice",
    "sorted",
    "sum",
    "vars",
    "zip",
    "all",
    "abs",
    "bin",
    "callable",
    "chr",
    "dir",
    "divmod",
    "getattr",
    "globals",
    "hasattr",
    "hex",
    "locals",
    "oct",
    "ord",
    "property",
    "setattr",
    "ascii",
    "breakpoint",
    "compile",
    "complex",
    "copyright",
    "credits",
    "delattr",
    "enumerate",
    "exit",
    "frozenset",
    "isinstance",
    "issubclass",
    "license",
    "memoryview",
    "quit",
    "staticmethod",
    "classmethod",
    "bytearray",
    "anext",
    "aiter",
    // Members of pulumi.Resource and pulumi.ComponentResource.
    "urn",
    "get-provider",
    "register-outputs",
    "initialize",
    "get-data",
    "is-instance",
    "to-string",
    "to-locale-string",
    "value-of",
    "has-own-property",
    "is-prototype-of",
    "property-is-enumerable",
    "translate-output-property",
    "translate-input-property",
    "pulumi-resource-type",
    "pulumi-resource-name",
    // Imported modules and the locals of our constructors.
    "pulumi",
    "aws",
    "azure",
    "azure-native",
    "awsx",
    "gcp",
    "random",
    "config",
    "stack",
    "args",
    "opts",
    "name",
    "json",
    "os",
    "path",
    "fs",
    "iam",
    "settings",
    "shared",
    "parent",
    "invoke",
    "provider",
    "with-provider",
    "load-settings",
    "alarm",
    "create-alarm",
    "ordering",
    "states",
    "options",
];

/// The same without separators and in lower case.
static FOLDED: LazyLock<BTreeSet<String>> =
    LazyLock::new(|| RESERVED.iter().map(|word| word.replace('-', "").to_ascii_lowercase()).collect());

/// The names of one scope: a class's members and locals, or the entry's variables.
#[derive(Debug, Clone, Default)]
pub struct Scope {
    taken: BTreeSet<String>,
}

impl Scope {
    /// A scope in which nothing but the reserved words is taken.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the wish if it is safe and free; otherwise the wish with the suffix (the kind, say); otherwise with a
    /// number. The same calls in the same order always give the same names.
    pub fn take(&mut self, wish: &str, suffix: &str) -> Name {
        // The languages do not agree on which other letters a name may have.
        let ascii = |character: char| if character.is_ascii() { character } else { '-' };
        let mut plain = words::kebab(&wish.chars().map(ascii).collect::<String>());
        if !plain.starts_with(|first: char| first.is_ascii_alphabetic()) {
            plain = words::kebab(&format!("{suffix}-{plain}"));
        }
        if self.claim(&plain) {
            return Name(plain);
        }
        let suffixed = words::kebab(&format!("{plain}-{suffix}"));
        if self.claim(&suffixed) {
            return Name(suffixed);
        }
        for number in 2..=u32::MAX {
            let numbered = format!("{suffixed}{number}");
            if self.claim(&numbered) {
                return Name(numbered);
            }
        }
        Name(suffixed)
    }

    fn claim(&mut self, name: &str) -> bool {
        // Equal without separators and case means equal in some language's case.
        let folded: String = name.chars().filter(|character| *character != '-').collect();
        let reserved = FOLDED.contains(&folded.to_ascii_lowercase());
        !folded.is_empty() && !reserved && self.taken.insert(folded)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reserved_and_taken_names_get_the_suffix_then_a_number() {
        let mut scope = Scope::new();
        assert_eq!(scope.take("delete", "function").camel(), "deleteFunction");
        assert_eq!(scope.take("orders", "table").camel(), "orders");
        assert_eq!(scope.take("orders", "table").camel(), "ordersTable");
        assert_eq!(scope.take("orders", "table").camel(), "ordersTable2");
        assert_eq!(scope.take("lambda", "function").snake(), "lambda_function");
        assert_eq!(scope.take("order2", "queue").camel(), "order2");
        assert_eq!(scope.take("order-2", "queue").camel(), "order2Queue");
    }
}
