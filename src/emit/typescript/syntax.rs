//! The part of TypeScript that our programs are written in, as a tree.
//!
//! Knows nothing of programs or of layout.

/// An expression.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node {
    /// An identifier, a keyword, or an expression that never breaks.
    Word(String),
    /// A string literal.
    Text(String),
    /// A number as written.
    Number(String),
    /// A property: `object.name`.
    Member(Box<Node>, String),
    /// `[a, b]`
    Array(Vec<Node>),
    /// `{ a: 1 }`
    Object(Vec<Property>),
    /// `callee<Types>(arguments)`
    Call {
        /// What is called.
        callee: Box<Node>,
        /// Whether it is a constructor.
        new: bool,
        /// Type arguments with their brackets.
        types: String,
        /// Arguments by position.
        arguments: Vec<Node>,
    },
    /// A template literal, perhaps with a tag.
    Template(Option<Box<Node>>, Vec<TemplatePart>),
    /// `test ? then : otherwise`
    Conditional(Box<Node>, Box<Node>, Box<Node>),
    /// Operands joined by one operator.
    Binary(&'static str, Vec<Node>),
    /// `...value`
    Spread(Box<Node>),
    /// `value as const`
    AsConst(Box<Node>),
    /// An item of a list or an argument, with a remark above it.
    Remarked(String, Box<Node>),
}

/// A part of a template literal.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum TemplatePart {
    /// Fixed text.
    Text(String),
    /// A value.
    Value(Node),
}

/// A property of an object literal.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Property {
    /// Its name, not yet quoted.
    pub(super) key: String,
    /// Its value.
    pub(super) value: Node,
    /// A remark above it.
    pub(super) comment: Option<String>,
}

impl Node {
    /// An identifier or keyword.
    pub(super) fn word(word: impl Into<String>) -> Self {
        Self::Word(word.into())
    }

    /// `self.name`
    pub(super) fn member(self, name: impl Into<String>) -> Self {
        Self::Member(Box::new(self), name.into())
    }

    /// Words joined by dots.
    pub(super) fn path<'a>(steps: impl IntoIterator<Item = &'a str>) -> Self {
        let mut steps = steps.into_iter();
        let first = Self::word(steps.next().unwrap_or_default());
        steps.fold(first, Self::member)
    }

    /// `self(arguments)`
    pub(super) fn call(self, arguments: Vec<Self>) -> Self {
        Self::Call { callee: Box::new(self), new: false, types: String::new(), arguments }
    }

    /// `self<types>(arguments)`
    pub(super) fn call_of(self, types: &str, arguments: Vec<Self>) -> Self {
        Self::Call { callee: Box::new(self), new: false, types: format!("<{types}>"), arguments }
    }

    /// `new self(arguments)`
    pub(super) fn construct(self, arguments: Vec<Self>) -> Self {
        Self::Call { callee: Box::new(self), new: true, types: String::new(), arguments }
    }

    /// An object without remarks.
    pub(super) fn object(properties: impl IntoIterator<Item = (String, Self)>) -> Self {
        let plain = |(key, value)| Property { key, value, comment: None };
        Self::Object(properties.into_iter().map(plain).collect())
    }
}
