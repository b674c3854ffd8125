//! A Pulumi program without a language: settings, components, resources, expressions, and the entry that joins them.
//!
//! Each part carries the node or flow it came from. Knows no design, no cloud and no language: names of SDK modules,
//! classes and properties stand here as the TypeScript SDK writes them; the printers turn them into their own.

pub mod expression;
pub mod name;
mod prune;
pub mod resource;
pub mod settings;
pub(crate) mod walk;

use std::collections::BTreeSet;
use std::sync::Arc;

pub use expression::{Entry, Expression, Key, Part};
pub use name::{Name, Scope};
pub use resource::{Alias, Binding, Class, Resource, ResourceOptions, ResourceType, Support};
pub use settings::{Literal, SettingField, SettingKind, Settings, StackFile};

/// Where a part of the program comes from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Origin {
    /// The program's own frame.
    #[default]
    Frame,
    /// A service.
    Service(String),
    /// A node, `service.node`.
    Node(String),
    /// A flow, by its identity in the design.
    Flow(u32),
}

/// A whole program.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Program {
    /// The Pulumi project's name.
    pub project: String,
    /// The name in the type tokens of components, which stays when the system is taken apart into projects.
    pub namespace: String,
    /// What the system is.
    pub description: Option<String>,
    /// SDK packages that are imported, such as `aws` and `random`.
    pub packages: BTreeSet<String>,
    /// The typed configuration.
    pub settings: Settings,
    /// The stack files: what differs by environment.
    pub stacks: Vec<StackFile>,
    /// The components, in the order in which the entry creates them.
    pub components: Vec<Component>,
    /// What the entry does.
    pub entry: EntryPoint,
    /// The hand-written modules that the program uses, in the order of their paths.
    pub support: Vec<SupportModule>,
    /// The handlers that functions start with.
    pub handlers: Vec<Handler>,
}

impl Program {
    /// The name in type tokens: the system's, or the project's where they are one.
    pub fn namespace(&self) -> &str {
        if self.namespace.is_empty() { &self.project } else { &self.namespace }
    }
}

/// A component resource: one service, or what all share. One module each.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Component {
    /// The service's name, which is the component's logical name.
    pub name: String,
    /// The class, such as `OrdersService`.
    pub class: String,
    /// The Pulumi type token, such as `shop:index:OrdersService`.
    pub token: String,
    /// The module's path without an ending, such as `["services", "orders"]`.
    pub module: Vec<String>,
    /// What it is, as one or more sentences.
    pub documentation: String,
    /// What its constructor is given, in order.
    pub arguments: Vec<Argument>,
    /// What it shows to others, in order.
    pub fields: Vec<Field>,
    /// Constants of the module that others may import, before the class.
    pub constants: Vec<Constant>,
    /// What the constructor does, in order.
    pub body: Vec<Statement>,
    /// What `registerOutputs` is given.
    pub outputs: Vec<(Name, Expression)>,
    /// The service.
    pub origin: Origin,
}

/// A named value that a component is given.
#[derive(Debug, Clone, PartialEq)]
pub struct Argument {
    /// Its name.
    pub name: Name,
    /// Its type.
    pub kind: Type,
    /// What it is, when the name does not say it.
    pub documentation: Option<String>,
}

/// A named value that a component shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Its name.
    pub name: Name,
    /// Its type.
    pub kind: Type,
    /// What it is, when the name does not say it.
    pub documentation: Option<String>,
}

/// A constant of a module.
#[derive(Debug, Clone, PartialEq)]
pub struct Constant {
    /// Its name: `orderEventsSource` in TypeScript, `ORDER_EVENTS_SOURCE` in Python.
    pub name: Name,
    /// Its value, which holds no outputs.
    pub value: Expression,
    /// What it is, when the name does not say it.
    pub documentation: Option<String>,
}

/// The type of an argument or a field.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Type {
    /// The settings of the program.
    Settings,
    /// A component of this program, by its class.
    Component(String),
    /// A resource of an SDK.
    Resource(ResourceType),
    /// A class of a support module.
    Support(Support),
    /// Text that may only be known after deployment: `pulumi.Input<string>`.
    InputText,
    /// Text that is known after deployment: `pulumi.Output<string>`.
    OutputText,
    /// Texts that may only be known after deployment: `pulumi.Input<pulumi.Input<string>[]>`.
    InputTexts,
}

/// A step of a constructor.
#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "nearly every step is a resource")]
pub enum Statement {
    /// A resource is made.
    Resource(Resource),
    /// A local value gets a name.
    Let {
        /// Its name.
        name: Name,
        /// The value.
        value: Expression,
        /// A remark above it.
        comment: Option<String>,
        /// Where it comes from.
        origin: Origin,
    },
    /// A field gets its value.
    Assign {
        /// The field.
        field: Name,
        /// The value.
        value: Expression,
        /// Where it comes from.
        origin: Origin,
    },
    /// Steps that are taken only when the condition holds. Nothing in it is bound for use outside.
    If {
        /// The condition: an optional setting (is given), or a truth value.
        condition: Expression,
        /// The steps.
        then: Vec<Statement>,
        /// Where it comes from.
        origin: Origin,
    },
}

/// What the entry (`index.ts`, `__main__.py`) does: the provider, the components, the outputs.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct EntryPoint {
    /// The explicit provider, given to every component; bound to a local.
    pub provider: Option<Resource>,
    /// The components, in the order of `Program::components`.
    pub instances: Vec<Instance>,
    /// Values that a component needs before the one that gives them exists.
    pub deferred: Vec<Deferred>,
    /// The stacks of other projects that are read, before any component.
    pub references: Vec<StackReference>,
    /// The stack's outputs.
    pub exports: Vec<Export>,
}

/// Outputs of another project's stack, for the same environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StackReference {
    /// The variable.
    pub variable: Name,
    /// The other project.
    pub project: String,
    /// The outputs that are read, sorted.
    pub outputs: Vec<String>,
}

/// One component made by the entry.
#[derive(Debug, Clone, PartialEq)]
pub struct Instance {
    /// The variable.
    pub variable: Name,
    /// The class.
    pub class: String,
    /// The logical name.
    pub name: String,
    /// The arguments: names of the component's arguments and their values.
    pub arguments: Vec<(Name, Expression)>,
}

/// A value that is given to one component and resolved when a later one exists: `pulumi.deferredOutput`.
#[derive(Debug, Clone, PartialEq)]
pub struct Deferred {
    /// The variable of the output; the resolver is `resolve` and this name.
    pub variable: Name,
    /// Whether it is a list of texts, and not one text.
    pub list: bool,
    /// The value, of a component made later.
    pub value: Expression,
    /// The variable of the instance that gives it; it is resolved right after that one is made.
    pub after: Name,
}

/// An output of the stack.
#[derive(Debug, Clone, PartialEq)]
pub struct Export {
    /// Its name, camelCase in both languages since it is data.
    pub name: String,
    /// Its value.
    pub value: Expression,
    /// A remark above it.
    pub comment: Option<String>,
}

/// A module written by hand, once for each language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SupportModule {
    /// The path without an ending, such as `["components", "lambda-function"]`.
    pub path: Vec<String>,
    /// The text in TypeScript; `{{project}}` stands for the project's name in type tokens.
    pub typescript: &'static str,
    /// The text in Python, likewise.
    pub python: &'static str,
}

/// The code that a function starts with; written once, then the user's.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Handler {
    /// The folder, relative to the project, such as `functions/orders/create-order`; empty for the project itself.
    pub folder: String,
    /// The files in it that are the user's once they are written: name and text.
    pub files: Vec<(String, String)>,
    /// The files in it that follow the design: name and text.
    pub generated: Vec<(String, String)>,
    /// Files that follow the design and that several handlers share: path, relative to the project, and text.
    pub shared: Vec<(String, Arc<str>)>,
    /// What the code is made with, if it is in a language that packages are installed for.
    pub packages: Packages,
    /// The function.
    pub origin: Origin,
}

/// The packages that the code of a function is written against.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Packages {
    /// None are known.
    #[default]
    None,
    /// npm packages, for TypeScript that is bundled before it is deployed.
    Npm(BTreeSet<String>),
    /// Services of AWS whose clients have types for Python, such as `sqs`.
    Boto3(BTreeSet<String>),
}
