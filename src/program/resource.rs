//! Resources: what is made, under which name, with which arguments and options.

use super::Origin;
use super::expression::Expression;
use super::name::Name;

/// A resource that a constructor or the entry makes.
#[derive(Debug, Clone, PartialEq)]
pub struct Resource {
    /// Where the result goes.
    pub binding: Binding,
    /// What is made.
    pub class: Class,
    /// The logical name.
    pub name: String,
    /// The arguments, by the SDK's TypeScript names.
    pub arguments: Vec<(String, Expression)>,
    /// Options beside the parent, which is always this component (in the entry: none).
    pub options: ResourceOptions,
    /// The id of a resource that exists already: it is looked up, not made, and the arguments are not used.
    pub existing: Option<Expression>,
    /// A remark above it.
    pub comment: Option<String>,
    /// Where it comes from.
    pub origin: Origin,
}

/// Where a resource goes once it is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Binding {
    /// Nobody refers to it.
    None,
    /// A local variable.
    Local(Name),
    /// A field of the component.
    Field(Name),
}

/// What is made.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// A resource of an SDK.
    Sdk(ResourceType),
    /// A component class of a support module: `new LambdaFunction(name, { … }, options)`.
    Component(Support),
    /// A function of a support module that makes a resource: `createAlarm(name, { … }, options)`.
    Function(Support),
}

/// A resource class of an SDK: `aws.sqs.Queue`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ResourceType {
    /// The package, such as `aws`.
    pub package: String,
    /// The module in TypeScript, such as `sqs`; empty for the package itself.
    pub module: String,
    /// The class, such as `Queue`.
    pub class: String,
}

impl ResourceType {
    /// Reads `aws.sqs.Queue` or `aws.Provider`.
    pub fn parse(path: &str) -> Self {
        let mut parts: Vec<&str> = path.split('.').collect();
        let class = parts.pop().unwrap_or_default().to_owned();
        let package = if parts.is_empty() { String::new() } else { parts.remove(0).to_owned() };
        Self { package, module: parts.join("."), class }
    }

    /// Whether programs import the package's modules one by one, since the whole takes much memory.
    pub fn by_module(package: &str) -> bool {
        package == "azure-native"
    }

    /// The type token: `aws:sqs/queue:Queue`, `azure-native:web:WebApp`, `pulumi:providers:aws`.
    pub fn token(&self) -> String {
        let Self { package, module, class } = self;
        if module.is_empty() && class == "Provider" {
            return format!("pulumi:providers:{package}");
        }
        if Self::by_module(package) {
            return format!("{package}:{module}:{class}");
        }
        let module = if module.is_empty() { "index" } else { module };
        let mut characters = class.chars();
        let file = characters.next().map_or_else(String::new, |first| first.to_lowercase().chain(characters).collect());
        format!("{package}:{module}/{file}:{class}")
    }
}

/// Something of a support module.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Support {
    /// The module's path, such as `["components", "lambda-function"]` or `["iam"]`.
    pub module: Vec<String>,
    /// A class in `PascalCase`, or a function in `camelCase` (Python writes it in `snake_case`). A function of a module with
    /// a path of one step is called through the module (`iam.allow`), others by their own name (`createAlarm`).
    pub item: String,
}

impl Support {
    /// Reads `components/lambda-function:LambdaFunction`.
    pub fn parse(path: &str) -> Self {
        let (module, item) = path.split_once(':').unwrap_or((path, ""));
        Self { module: module.split('/').map(str::to_owned).collect(), item: item.to_owned() }
    }
}

/// Options of a resource beside its parent.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ResourceOptions {
    /// Refuse to delete it.
    pub protect: Option<Expression>,
    /// Forget it instead of deleting it.
    pub retain_on_delete: Option<Expression>,
    /// What must be there first although nothing refers to it.
    pub depends_on: Vec<Expression>,
    /// Names it had before.
    pub aliases: Vec<Alias>,
    /// Arguments, by TypeScript names, whose changes are ignored.
    pub ignore_changes: Vec<String>,
    /// Delete the old one before its replacement is made.
    pub delete_before_replace: bool,
}

/// What a resource was called before.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Alias {
    /// The old logical name, when it changed.
    pub name: Option<String>,
    /// The old parent component's type token and logical name, when the resource moved to another service.
    pub parent: Option<(String, String)>,
}
