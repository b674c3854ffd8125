//! Settings: the typed configuration that a program reads, and the stack files that give it values.

use super::Origin;
use super::name::Name;

/// Everything the program reads from its stack's configuration. Project, environment (the stack's name) and region are
/// always there; these fields come after them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Settings {
    /// The fields, in order.
    pub fields: Vec<SettingField>,
}

/// One field of the settings, read from the configuration key `camelCase(name)`.
#[derive(Debug, Clone, PartialEq)]
pub struct SettingField {
    /// Its name.
    pub name: Name,
    /// The type of its value.
    pub kind: SettingKind,
    /// The value where a stack gives none; without one a stack must give it, unless it is optional.
    pub default: Option<Literal>,
    /// Whether it may be absent.
    pub optional: bool,
    /// Whether it is kept encrypted; its value is then an output.
    pub secret: bool,
    /// What it is.
    pub documentation: Option<String>,
    /// Where it comes from.
    pub origin: Origin,
}

/// The type of a setting's value.
#[derive(Debug, Clone, PartialEq)]
pub enum SettingKind {
    /// Text.
    Text,
    /// One of these texts; anything else is refused when the program starts.
    OneOf(Vec<String>),
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// A truth value.
    Boolean,
    /// A list of texts.
    Texts,
}

/// A plain value: a default, or a value in a stack file.
#[derive(Debug, Clone, PartialEq)]
pub enum Literal {
    /// Text.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A number.
    Number(f64),
    /// A truth value.
    Boolean(bool),
    /// A list of texts.
    Texts(Vec<String>),
}

/// The configuration of one stack: `Pulumi.<environment>.yaml`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct StackFile {
    /// The environment's name.
    pub environment: String,
    /// The provider's own keys, such as `aws:region`.
    pub provider: Vec<(String, Literal)>,
    /// Values that differ from the defaults, by setting.
    pub values: Vec<(Name, Literal)>,
    /// Settings that the stack must give and the design cannot: secrets, and those without a value.
    pub missing: Vec<Name>,
}

impl SettingKind {
    /// A value that would do, as the configuration holds it, for runs that nobody has configured.
    pub fn made_up(&self) -> String {
        match self {
            Self::Text => "example@example.com".to_owned(),
            Self::OneOf(values) => values.first().cloned().unwrap_or_default(),
            Self::Integer | Self::Number => "1".to_owned(),
            Self::Boolean => "true".to_owned(),
            Self::Texts => "[\"example\"]".to_owned(),
        }
    }
}

impl Literal {
    /// The value as Pulumi's configuration holds it: text as it is, all else as JSON.
    pub fn to_configuration(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Integer(number) => number.to_string(),
            Self::Number(number) => number.to_string(),
            Self::Boolean(truth) => truth.to_string(),
            Self::Texts(texts) => serde_json::Value::from(texts.clone()).to_string(),
        }
    }
}
