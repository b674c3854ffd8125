//! The part of Python that our programs are written in, as a tree.
//!
//! Knows nothing of programs or of layout.

/// An expression.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node {
    /// A name, a constant, or an expression that never breaks.
    Word(String),
    /// A string literal.
    Text(String),
    /// A number as written.
    Number(String),
    /// An attribute: `object.name`.
    Member(Box<Node>, String),
    /// An element: `list[0]`.
    Element(Box<Node>, usize),
    /// A value of a map: `map["key"]`.
    Entry(Box<Node>, String),
    /// `[a, b]`
    List(Vec<Node>),
    /// `{"a": 1}`
    Dictionary(Vec<Item>),
    /// `callee(arguments)`
    Call {
        /// What is called.
        callee: Box<Node>,
        /// Arguments in order, those by position first.
        arguments: Vec<Argument>,
        /// Whether each argument has its own line as soon as they do not fit on one.
        tall: bool,
    },
    /// An f-string.
    Formatted(Vec<Part>),
    /// `then if test else otherwise`
    Conditional(Box<Node>, Box<Node>, Box<Node>),
    /// Operands joined by one operator.
    Binary(&'static str, Vec<Node>),
    /// `*value`
    Starred(Box<Node>),
    /// An item of a list or an argument, with a remark above it.
    Remarked(String, Box<Node>),
}

/// A part of an f-string.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Part {
    /// Fixed text.
    Text(String),
    /// A value, which holds no quotes.
    Value(Node),
}

/// An entry of a dictionary.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Item {
    /// The key, which is text.
    pub(super) key: String,
    /// The value.
    pub(super) value: Node,
    /// A remark above it.
    pub(super) comment: Option<String>,
}

/// An argument of a call.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Argument {
    /// Its keyword; none if it stands by position.
    pub(super) keyword: Option<String>,
    /// Its value.
    pub(super) value: Node,
}

impl Node {
    /// A name or constant.
    pub(super) fn word(word: impl Into<String>) -> Self {
        Self::Word(word.into())
    }

    /// `self.name`
    pub(super) fn member(self, name: impl Into<String>) -> Self {
        Self::Member(Box::new(self), name.into())
    }

    /// `self(arguments)`
    pub(super) fn call(self, arguments: impl IntoIterator<Item = Argument>) -> Self {
        Self::Call { callee: Box::new(self), arguments: arguments.into_iter().collect(), tall: false }
    }

    /// `self(arguments)`, with a line for each argument unless all fit on one.
    pub(super) fn tall_call(self, arguments: impl IntoIterator<Item = Argument>) -> Self {
        Self::Call { callee: Box::new(self), arguments: arguments.into_iter().collect(), tall: true }
    }
}

impl Argument {
    /// By keyword.
    pub(super) fn keyword(keyword: impl Into<String>, value: Node) -> Self {
        Self { keyword: Some(keyword.into()), value }
    }
}

impl From<Node> for Argument {
    fn from(value: Node) -> Self {
        Self { keyword: None, value }
    }
}
