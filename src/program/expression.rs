//! Expressions: what arguments, locals and outputs are made of.

use super::Origin;
use super::name::Name;
use super::resource::Support;

/// A value of the program.
#[derive(Debug, Clone, PartialEq)]
pub enum Expression {
    /// A truth value.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// A number.
    Number(f64),
    /// Text.
    Text(String),
    /// A sequence.
    List(Vec<Expression>),
    /// Named values.
    Object(Vec<Entry>),
    /// A local variable, a constant of this module, or (in the entry) a component.
    Local(Name),
    /// A field of this component: `this.ordersTable`.
    This(Name),
    /// An argument of this component: `args.authorizerId`.
    Argument(Name),
    /// A setting: `settings.logLevel`.
    Setting(Name),
    /// A field of a component: `shared.bus`, `auth.users`.
    Field(Box<Expression>, Name),
    /// A property of a resource or of an SDK's result, by its TypeScript name: `table.arn`.
    Property(Box<Expression>, String),
    /// An element: `masterUserSecrets[0]`.
    Index(Box<Expression>, usize),
    /// A value of a map by its key: `uris["GRAPHQL"]`.
    Item(Box<Expression>, String),
    /// Text put together from parts of which some are only known after deployment.
    Interpolate(Vec<Part>),
    /// Text put together from parts that are all known at once.
    Format(Vec<Part>),
    /// The value as JSON text, when parts are only known after deployment.
    JsonOutput(Box<Expression>),
    /// The value as JSON text, when all is known at once.
    Json(Box<Expression>),
    /// A member of an SDK enumeration: `aws.lambda.Runtime.NodeJS24dX`.
    Enumeration {
        /// Package, module and enumeration, such as `["aws", "lambda", "Runtime"]`.
        path: Vec<String>,
        /// The member in TypeScript.
        typescript: String,
        /// The member in Python.
        python: String,
    },
    /// A function of a support module: `iam.allow("ReadUsers", [...], [...])`.
    Call {
        /// The module and function.
        function: Support,
        /// Its arguments by position.
        arguments: Vec<Expression>,
    },
    /// A question to the provider, `aws.getCallerIdentityOutput({}, { parent: this })`, as an output.
    Invoke {
        /// Package, module path and function, by TypeScript name without `Output`: `["aws", "getCallerIdentity"]`.
        function: Vec<String>,
        /// Its arguments, by TypeScript names.
        arguments: Vec<(String, Expression)>,
    },
    /// A folder that is uploaded as an archive, relative to the project.
    Archive(String),
    /// The text of a file, relative to the project, as it is when the program runs.
    FileText(String),
    /// One of two values.
    Conditional {
        /// The condition.
        condition: Box<Expression>,
        /// The value when it holds.
        then: Box<Expression>,
        /// The value when it does not; none means the property is left out.
        otherwise: Option<Box<Expression>>,
    },
    /// A product of two numbers.
    Product(Box<Expression>, Box<Expression>),
    /// The items of another list, spread into a list.
    Spread(Box<Expression>),
    /// A value with the parts of the design that it comes from, and a remark above it where it stands in a list.
    From {
        /// Where it comes from.
        origins: Vec<Origin>,
        /// The remark.
        remark: Option<String>,
        /// The value.
        value: Box<Expression>,
    },
    /// An output of another project's stack: the variable of the reference, and the output's name.
    StackOutput(Name, String),
    /// A value that follows from a node of the design and is not known yet where it stands; linking replaces it.
    Node {
        /// The node, `service.node`.
        node: String,
        /// What of it: `arn`, `name`, `url`, … as the lowering of its kind offers.
        attribute: String,
    },
}

/// A named value of an object.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The name.
    pub key: Key,
    /// The value.
    pub value: Expression,
    /// A remark above it.
    pub comment: Option<String>,
}

/// The name of a value in an object.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// A property of the SDK, by its TypeScript name; Python writes it in `snake_case`.
    Property(String),
    /// Data, the same in every language: keys of policies, event patterns, environment variables.
    Data(String),
}

/// A part of a text.
#[derive(Debug, Clone, PartialEq)]
pub enum Part {
    /// Fixed text.
    Text(String),
    /// A value.
    Value(Expression),
}

impl Expression {
    /// Text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// An object of SDK properties.
    pub fn properties<'a>(entries: impl IntoIterator<Item = (&'a str, Self)>) -> Self {
        Self::Object(entries.into_iter().map(|(key, value)| Entry::property(key, value)).collect())
    }

    /// An object of data.
    pub fn data<'a>(entries: impl IntoIterator<Item = (&'a str, Self)>) -> Self {
        Self::Object(entries.into_iter().map(|(key, value)| Entry::data(key, value)).collect())
    }

    /// A list of texts.
    pub fn texts<'a>(items: impl IntoIterator<Item = &'a str>) -> Self {
        Self::List(items.into_iter().map(Self::text).collect())
    }

    /// A property of this value.
    #[must_use]
    pub fn property(self, name: &str) -> Self {
        Self::Property(Box::new(self), name.to_owned())
    }

    /// A value of a node, to be linked.
    pub fn node(node: &impl std::fmt::Display, attribute: &str) -> Self {
        Self::Node { node: node.to_string(), attribute: attribute.to_owned() }
    }
}

impl Entry {
    /// An SDK property.
    pub fn property(key: &str, value: Expression) -> Self {
        Self { key: Key::Property(key.to_owned()), value, comment: None }
    }

    /// Data.
    pub fn data(key: &str, value: Expression) -> Self {
        Self { key: Key::Data(key.to_owned()), value, comment: None }
    }
}
