//! One TypeScript module while it is written: what it imports, and expressions of the program as TypeScript.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;

use super::format::{Format, flat};
use super::imports::Imports;
use super::literal;
use super::syntax::{Node, Property, TemplatePart};
use crate::emit::facts::Facts;
use crate::program::{
    Alias, Class, Entry, Expression, Key, Name, Part, Resource, ResourceOptions, ResourceType, Support, Type,
};
use crate::text::words;

/// A module that is being written.
pub(super) struct Module<'a> {
    pub(super) facts: &'a Facts<'a>,
    /// Its path without an ending, from the project's folder.
    pub(super) path: Vec<String>,
    /// The names bound in it, which need no import.
    pub(super) bound: BTreeSet<Name>,
    /// What stands for this component where a provider is asked: none in the entry.
    pub(super) component: bool,
    pub(super) imports: RefCell<Imports>,
    /// Whether the options `parent` have been used.
    pub(super) uses_parent: Cell<bool>,
    pub(super) format: Format,
}

impl<'a> Module<'a> {
    pub(super) fn new(facts: &'a Facts<'a>, path: Vec<String>, bound: BTreeSet<Name>, component: bool) -> Self {
        Self {
            facts,
            path,
            bound,
            component,
            imports: RefCell::default(),
            uses_parent: Cell::new(false),
            format: Format::default(),
        }
    }

    /// The Pulumi SDK itself.
    pub(super) fn pulumi(&self) -> Node {
        Node::word(self.imports.borrow_mut().package("pulumi"))
    }

    fn package(&self, package: &str) -> Node {
        Node::word(self.imports.borrow_mut().package(package))
    }

    /// Imports one thing of a module of this program; its name.
    pub(super) fn import(&self, module: &[String], item: &str) -> String {
        let target: Vec<String> = std::iter::once("src".to_owned()).chain(module.iter().cloned()).collect();
        self.imports.borrow_mut().named(&self.path, &target, item);
        item.to_owned()
    }

    /// A function or class of a support module.
    pub(super) fn support(&self, support: &Support) -> Node {
        let module = file_path(&support.module);
        let function = support.item.starts_with(|first: char| first.is_lowercase());
        if function && module.len() == 1 {
            let target: Vec<String> = std::iter::once("src".to_owned()).chain(module).collect();
            let alias = self.imports.borrow_mut().namespace(&self.path, &target);
            return Node::word(alias).member(identifier(&support.item));
        }
        Node::word(self.import(&module, &identifier(&support.item)))
    }

    /// A module of an SDK.
    fn sdk_module<'s>(&self, package: &str, mut steps: impl Iterator<Item = &'s str>) -> Node {
        let start = match ResourceType::by_module(package).then(|| steps.next()).flatten() {
            Some(module) => Node::word(self.imports.borrow_mut().module(package, module)),
            None => self.package(package),
        };
        steps.fold(start, |node, step| node.member(identifier(step)))
    }

    /// A class of an SDK.
    pub(super) fn resource_type(&self, resource: &ResourceType) -> Node {
        let steps = resource.module.split('.').filter(|step| !step.is_empty());
        self.sdk_module(&resource.package, steps).member(identifier(&resource.class))
    }

    /// A type as it is written.
    pub(super) fn kind(&self, kind: &Type) -> String {
        match kind {
            Type::Settings => self.import(&["settings".to_owned()], "Settings"),
            Type::Component(class) => match self.facts.component(class) {
                Some(component) => self.import(&file_path(&component.module), &identifier(class)),
                None => identifier(class),
            },
            Type::Resource(resource) => flat(&self.resource_type(resource)),
            Type::Support(support) => flat(&self.support(support)),
            Type::InputText => {
                self.pulumi();
                "pulumi.Input<string>".to_owned()
            }
            Type::OutputText => {
                self.pulumi();
                "pulumi.Output<string>".to_owned()
            }
            Type::InputTexts => {
                self.pulumi();
                "pulumi.Input<pulumi.Input<string>[]>".to_owned()
            }
        }
    }

    /// An expression.
    pub(super) fn expression(&self, expression: &Expression) -> Node {
        match expression {
            Expression::Boolean(value) => Node::word(value.to_string()),
            Expression::Integer(value) => Node::Number(value.to_string()),
            Expression::Number(value) => Node::Number(literal::number(*value)),
            Expression::Text(text) => Node::Text(text.clone()),
            Expression::List(items) => Node::Array(items.iter().map(|item| self.expression(item)).collect()),
            Expression::Object(entries) => Node::Object(entries.iter().map(|entry| self.entry(entry)).collect()),
            Expression::Local(name) => self.local(name),
            Expression::This(name) => Node::word("this").member(name.camel()),
            Expression::Argument(name) => Node::word(name.camel()),
            Expression::Setting(name) => Node::word("settings").member(name.camel()),
            Expression::Field(object, name) => self.expression(object).member(name.camel()),
            Expression::Property(object, name) => match object.as_ref() {
                Expression::Index(list, index) => self.element(list, *index, Some(name)),
                object => self.expression(object).member(identifier(name)),
            },
            Expression::Index(list, index) => self.element(list, *index, None),
            Expression::Item(map, key) => self.expression(map).member(identifier(key)),
            Expression::Interpolate(parts) => self.interpolate(parts),
            Expression::Format(parts) => self.formatted(parts),
            Expression::JsonOutput(value) => self.pulumi().member("jsonStringify").call(vec![self.expression(value)]),
            Expression::Json(value) => Node::path(["JSON", "stringify"]).call(vec![self.expression(value)]),
            Expression::Enumeration { path, typescript, .. } => {
                let (package, steps) = path.split_first().map_or(("", &[][..]), |(first, rest)| (first.as_str(), rest));
                let kind = self.sdk_module(package, steps.iter().map(String::as_str));
                kind.member(identifier(typescript))
            }
            Expression::Call { function, arguments } => {
                let arguments = arguments.iter().map(|argument| self.expression(argument)).collect();
                self.support(function).call(arguments)
            }
            Expression::Invoke { function, arguments } => self.invoke(function, arguments),
            Expression::Archive(path) => {
                let class = self.pulumi().member("asset").member("FileArchive");
                class.construct(vec![Node::Text(path.clone())])
            }
            Expression::FileText(path) => {
                let name = self.imports.borrow_mut().standard("fs");
                Node::word(name)
                    .member("readFileSync")
                    .call(vec![Node::Text(path.clone()), Node::Text("utf8".to_owned())])
            }
            Expression::Conditional { condition, then, otherwise } => {
                let otherwise =
                    otherwise.as_ref().map_or_else(|| Node::word("undefined"), |node| self.expression(node));
                Node::Conditional(
                    Box::new(self.condition(condition)),
                    Box::new(self.expression(then)),
                    Box::new(otherwise),
                )
            }
            Expression::Product(..) => Node::Binary("*", self.factors(expression)),
            Expression::From { remark, value, .. } => remarked(remark.as_deref(), self.expression(value)),
            Expression::Spread(value) => Node::Spread(Box::new(self.expression(value))),
            Expression::StackOutput(variable, output) => Node::word(variable.camel()).member(identifier(output)),
            // Linking replaces it; what is left of it is shown as it is, so that it cannot go unseen.
            Expression::Node { node, attribute } => Node::Text(format!("{node}.{attribute}")),
        }
    }

    fn factors(&self, expression: &Expression) -> Vec<Node> {
        match expression {
            Expression::Product(left, right) => {
                let mut factors = self.factors(left);
                factors.extend(self.factors(right));
                factors
            }
            other => vec![self.expression(other)],
        }
    }

    fn local(&self, name: &Name) -> Node {
        if !self.bound.contains(name)
            && let Some(component) = self.facts.constant_elsewhere(name, &self.path)
        {
            self.import(&file_path(&component.module), &name.camel());
        }
        Node::word(name.camel())
    }

    fn entry(&self, entry: &Entry) -> Property {
        let (Key::Property(key) | Key::Data(key)) = &entry.key;
        Property { key: key.clone(), value: self.expression(&entry.value), comment: entry.comment.clone() }
    }

    /// The element of a list that may be missing.
    fn element(&self, list: &Expression, index: usize, property: Option<&str>) -> Node {
        let value = match property {
            Some(property) => format!("items[{index}]?.{} ?? \"\"", identifier(property)),
            None => format!("items[{index}] ?? \"\""),
        };
        self.expression(list).member("apply").call(vec![Node::word(format!("(items) => {value}"))])
    }

    fn interpolate(&self, parts: &[Part]) -> Node {
        let parts = self.template_parts(parts, false);
        if let [] | [TemplatePart::Text(_)] = parts.as_slice() {
            return Node::Text(parts.iter().map(fixed).collect());
        }
        Node::Template(Some(Box::new(self.pulumi().member("interpolate"))), parts)
    }

    fn formatted(&self, parts: &[Part]) -> Node {
        let parts = self.template_parts(parts, true);
        if let [] | [TemplatePart::Text(_)] = parts.as_slice() {
            return Node::Text(parts.iter().map(fixed).collect());
        }
        Node::Template(None, parts)
    }

    /// The parts of a template, fixed text joined. Without a tag, only text may stand in it.
    fn template_parts(&self, parts: &[Part], only_text: bool) -> Vec<TemplatePart> {
        let mut result: Vec<TemplatePart> = Vec::new();
        for part in parts {
            let text = match part {
                Part::Text(text) | Part::Value(Expression::Text(text)) => Some(text.clone()),
                Part::Value(Expression::Integer(value)) => Some(value.to_string()),
                Part::Value(_) => None,
            };
            match (text, part, result.last_mut()) {
                (Some(text), _, _) if text.is_empty() => {}
                (Some(text), _, Some(TemplatePart::Text(before))) => before.push_str(&text),
                (Some(text), _, _) => result.push(TemplatePart::Text(text)),
                (None, Part::Value(value), _) => {
                    let node = self.expression(value);
                    let node = if only_text && !self.facts.is_text(value) {
                        Node::word("String").call(vec![node])
                    } else {
                        node
                    };
                    result.push(TemplatePart::Value(node));
                }
                (None, Part::Text(_), _) => {}
            }
        }
        result
    }

    fn invoke(&self, function: &[String], arguments: &[(String, Expression)]) -> Node {
        let (package, steps) = function.split_first().map_or(("", &[][..]), |(first, rest)| (first.as_str(), rest));
        let (name, modules) = steps.split_last().map_or(("", &[][..]), |(last, rest)| (last.as_str(), rest));
        let module = self.sdk_module(package, modules.iter().map(String::as_str));
        let function = module.member(format!("{}Output", identifier(name)));
        let mut call = vec![Node::object(self.properties(arguments))];
        if self.component {
            self.uses_parent.set(true);
            call.push(Node::word("parent"));
        } else if self.facts.program.entry.provider.is_some() {
            call.push(self.provider_options());
        }
        function.call(call)
    }

    /// `{ provider }`
    pub(super) fn provider_options(&self) -> Node {
        Node::object([("provider".to_owned(), Node::word(self.facts.provider_variable()))])
    }

    /// What a condition asks: text that is empty counts as not given.
    pub(super) fn condition(&self, condition: &Expression) -> Node {
        let node = self.expression(condition);
        if self.facts.asks_presence(condition) {
            return Node::Binary("!==", vec![node, Node::word("undefined")]);
        }
        node
    }

    fn properties(&self, arguments: &[(String, Expression)]) -> Vec<(String, Node)> {
        arguments.iter().map(|(name, value)| (name.clone(), self.expression(value))).collect()
    }

    /// The expression that makes or looks up a resource.
    pub(super) fn resource(&self, resource: &Resource) -> Node {
        let name = Node::Text(resource.name.clone());
        let options = self.options(&resource.options);
        if let (Some(id), Class::Sdk(class)) = (&resource.existing, &resource.class) {
            let mut arguments = vec![name, self.expression(id)];
            if let Some(options) = options {
                arguments.extend([Node::word("undefined"), options]);
            }
            return self.resource_type(class).member("get").call(arguments);
        }
        let mut arguments = vec![name, Node::object(self.properties(&resource.arguments))];
        arguments.extend(options);
        match &resource.class {
            Class::Sdk(class) => self.resource_type(class).construct(arguments),
            Class::Component(support) => self.support(support).construct(arguments),
            Class::Function(support) => self.support(support).call(arguments),
        }
    }

    /// The options of a resource: none in the entry unless there are some, `parent` where that is all.
    fn options(&self, options: &ResourceOptions) -> Option<Node> {
        if *options == ResourceOptions::default() {
            if !self.component {
                return None;
            }
            self.uses_parent.set(true);
            return Some(Node::word("parent"));
        }
        let mut properties = Vec::new();
        let mut add = |key: &str, value: Node| properties.push((key.to_owned(), value));
        if self.component {
            add("parent", Node::word("this"));
        }
        if let Some(protect) = &options.protect {
            add("protect", self.expression(protect));
        }
        if let Some(retain) = &options.retain_on_delete {
            add("retainOnDelete", self.expression(retain));
        }
        if !options.depends_on.is_empty() {
            add("dependsOn", Node::Array(options.depends_on.iter().map(|node| self.expression(node)).collect()));
        }
        if !options.aliases.is_empty() {
            add("aliases", Node::Array(options.aliases.iter().map(|alias| self.alias(alias)).collect()));
        }
        if !options.ignore_changes.is_empty() {
            add("ignoreChanges", Node::Array(options.ignore_changes.iter().cloned().map(Node::Text).collect()));
        }
        if options.delete_before_replace {
            add("deleteBeforeReplace", Node::word("true"));
        }
        Some(Node::object(properties))
    }

    fn alias(&self, alias: &Alias) -> Node {
        let mut properties = Vec::new();
        if let Some(name) = &alias.name {
            properties.push(("name".to_owned(), Node::Text(name.clone())));
        }
        if let Some((token, name)) = &alias.parent {
            let urn = self.pulumi().member("createUrn");
            let urn = urn.call(vec![Node::Text(name.clone()), Node::Text(token.clone())]);
            properties.push(("parent".to_owned(), urn));
        }
        Node::object(properties)
    }
}

fn remarked(remark: Option<&str>, node: Node) -> Node {
    match remark {
        Some(remark) => Node::Remarked(remark.to_owned(), Box::new(node)),
        None => node,
    }
}

fn fixed(part: &TemplatePart) -> String {
    match part {
        TemplatePart::Text(text) => text.clone(),
        TemplatePart::Value(_) => String::new(),
    }
}

/// The path of a module, each step safe to be a file's name.
pub(super) fn file_path(module: &[String]) -> Vec<String> {
    module.iter().map(|step| words::kebab(step)).collect()
}

/// The name without what no identifier may hold.
pub(super) fn identifier(name: &str) -> String {
    let mut identifier: String =
        name.chars().filter(|character| character.is_ascii_alphanumeric() || matches!(character, '_' | '$')).collect();
    if !identifier.starts_with(|first: char| !first.is_ascii_digit()) {
        identifier.insert(0, '_');
    }
    identifier
}
