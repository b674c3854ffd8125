//! One Python module while it is written: what it imports, and expressions of the program as Python.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;

use super::imports::{Imports, module_path, relative};
use super::literal;
use super::name;
use super::syntax::{self, Argument, Item, Node};
use crate::emit::facts::Facts;
use crate::program::{
    Alias, Class, Component, Entry, Expression, Key, Name, Part, Resource, ResourceOptions, ResourceType, Support, Type,
};

/// A module that is being written.
pub(super) struct Module<'a> {
    pub(super) facts: &'a Facts<'a>,
    /// The package of the project.
    package: String,
    /// Its path inside the package; none for the entry, which stands beside the package.
    path: Option<Vec<String>>,
    /// The component that it holds.
    component: Option<&'a Component>,
    /// The names bound in it, which need no import.
    pub(super) bound: BTreeSet<Name>,
    pub(super) imports: RefCell<Imports>,
    /// Whether the options `parent` have been used.
    pub(super) uses_parent: Cell<bool>,
    /// Whether the options `invoke` have been used.
    pub(super) uses_invoke: Cell<bool>,
    /// Whether the keys of objects are data, whatever they say.
    verbatim: Cell<bool>,
}

impl<'a> Module<'a> {
    /// A module of the package.
    pub(super) fn inside(facts: &'a Facts<'a>, path: Vec<String>, component: Option<&'a Component>) -> Self {
        let mut module = Self::entry(facts);
        module.path = Some(path);
        module.component = component;
        module
    }

    /// The entry.
    pub(super) fn entry(facts: &'a Facts<'a>) -> Self {
        Self {
            facts,
            package: super::package(&facts.program.project),
            path: None,
            component: None,
            bound: BTreeSet::new(),
            imports: RefCell::default(),
            uses_parent: Cell::new(false),
            uses_invoke: Cell::new(false),
            verbatim: Cell::new(false),
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
        let module = match &self.path {
            Some(path) => {
                let (dots, rest) = relative(path, module);
                format!("{dots}{rest}")
            }
            None => format!("{}.{}", self.package, module.join(".")),
        };
        self.imports.borrow_mut().local(module, item);
        item.to_owned()
    }

    /// Imports a module of this program as a whole; its name.
    fn import_module(&self, module: &[String]) -> String {
        let (name, parents) = module.split_last().map_or(("", &[][..]), |(last, rest)| (last.as_str(), rest));
        let parent = match &self.path {
            Some(path) => {
                let (dots, _) = relative(path, module);
                format!("{dots}{}", parents.join("."))
            }
            None => std::iter::once(self.package.as_str())
                .chain(parents.iter().map(String::as_str))
                .collect::<Vec<_>>()
                .join("."),
        };
        self.imports.borrow_mut().local(parent, name);
        name.to_owned()
    }

    /// A function or class of a support module.
    pub(super) fn support(&self, support: &Support) -> Node {
        let module = module_path(&support.module);
        if support.item.starts_with(|first: char| first.is_lowercase()) {
            let function = name::property(&support.item);
            if module.len() == 1 {
                return Node::word(self.import_module(&module)).member(function);
            }
            return Node::word(self.import(&module, &function));
        }
        Node::word(self.import(&module, &identifier(&support.item)))
    }

    fn sdk_module(&self, package: &str, mut steps: impl Iterator<Item = String>) -> Node {
        let start = match ResourceType::by_module(package).then(|| steps.next()).flatten() {
            Some(module) => Node::word(self.imports.borrow_mut().module(package, &module)),
            None => self.package(package),
        };
        steps.fold(start, |node, step| node.member(name::keyword_safe(step)))
    }

    /// A class of an SDK.
    pub(super) fn resource_type(&self, resource: &ResourceType) -> Node {
        let steps =
            resource.module.split('.').filter(|step| !step.is_empty()).map(|step| identifier(step).to_lowercase());
        self.sdk_module(&resource.package, steps).member(identifier(&resource.class))
    }

    /// A type as it is written.
    pub(super) fn kind(&self, kind: &Type) -> String {
        match kind {
            Type::Settings => self.import(&["settings".to_owned()], "Settings"),
            Type::Component(class) => match self.facts.component(class) {
                Some(component) => self.import(&module_path(&component.module), &identifier(class)),
                None => identifier(class),
            },
            Type::Resource(resource) => super::format::simple(&self.resource_type(resource)),
            Type::Support(support) => super::format::simple(&self.support(support)),
            Type::InputText => {
                self.pulumi();
                "pulumi.Input[str]".to_owned()
            }
            Type::OutputText => {
                self.pulumi();
                "pulumi.Output[str]".to_owned()
            }
            Type::InputTexts => {
                self.pulumi();
                self.imports.borrow_mut().standard_item("collections.abc", "Sequence");
                "pulumi.Input[Sequence[pulumi.Input[str]]]".to_owned()
            }
        }
    }

    /// An expression.
    pub(super) fn expression(&self, expression: &Expression) -> Node {
        match expression {
            Expression::Boolean(value) => Node::word(if *value { "True" } else { "False" }),
            Expression::Integer(value) => Node::Number(value.to_string()),
            Expression::Number(value) => Node::Number(literal::number(*value)),
            Expression::Text(text) => Node::Text(text.clone()),
            Expression::List(items) => Node::List(items.iter().map(|item| self.expression(item)).collect()),
            Expression::Object(entries) => Node::Dictionary(entries.iter().map(|entry| self.entry_of(entry)).collect()),
            Expression::Local(name) => self.local(name),
            Expression::This(name) => Node::word("self").member(name.snake()),
            Expression::Argument(name) => self.argument(name),
            Expression::Setting(name) => Node::word("settings").member(name.snake()),
            Expression::Field(object, name) => self.expression(object).member(name.snake()),
            Expression::Property(object, name) => self.expression(object).member(name::property(name)),
            Expression::Index(list, index) => Node::Element(Box::new(self.expression(list)), *index),
            Expression::Item(map, key) => Node::Entry(Box::new(self.expression(map)), key.clone()),
            Expression::Interpolate(parts) => self.interpolate(parts),
            Expression::Format(parts) => self.formatted(parts),
            Expression::JsonOutput(value) => {
                let function = self.pulumi().member("Output").member("json_dumps");
                function.call([self.data(value).into()])
            }
            Expression::Json(value) => {
                self.imports.borrow_mut().standard("json");
                Node::word("json").member("dumps").call([self.data(value).into()])
            }
            Expression::Enumeration { path, python, .. } => {
                let (package, steps) = path.split_first().map_or(("", &[][..]), |(first, rest)| (first.as_str(), rest));
                let kind = self.sdk_module(package, steps.iter().map(|step| identifier(step)));
                kind.member(identifier(python))
            }
            Expression::Call { function, arguments } => {
                let arguments: Vec<Argument> =
                    arguments.iter().map(|argument| self.expression(argument).into()).collect();
                self.support(function).call(arguments)
            }
            Expression::Invoke { function, arguments } => self.invoke(function, arguments),
            Expression::Archive(path) => self.pulumi().member("FileArchive").call([Node::Text(path.clone()).into()]),
            Expression::FileText(path) => {
                self.imports.borrow_mut().standard_item("pathlib", "Path");
                let file = Node::word("Path").call([Node::Text(path.clone()).into()]);
                file.member("read_text").call([Argument::keyword("encoding", Node::Text("utf-8".to_owned()))])
            }
            Expression::Conditional { condition, then, otherwise } => {
                let otherwise = otherwise.as_ref().map_or_else(|| Node::word("None"), |node| self.expression(node));
                Node::Conditional(
                    Box::new(self.condition(condition)),
                    Box::new(self.expression(then)),
                    Box::new(otherwise),
                )
            }
            Expression::Product(..) => Node::Binary("*", self.factors(expression)),
            Expression::From { remark: Some(remark), value, .. } => {
                Node::Remarked(remark.clone(), Box::new(self.expression(value)))
            }
            Expression::From { value, .. } => self.expression(value),
            Expression::Spread(value) => Node::Starred(Box::new(self.expression(value))),
            Expression::StackOutput(variable, output) => {
                Node::word(format!("{}[{}]", variable.snake(), literal::string(output)))
            }
            // Linking replaces it; what is left of it is shown as it is, so that it cannot go unseen.
            Expression::Node { node, attribute } => Node::Text(format!("{node}.{attribute}")),
        }
    }

    /// An expression that becomes JSON, in which every key is data.
    fn data(&self, value: &Expression) -> Node {
        let before = self.verbatim.replace(true);
        let node = self.expression(value);
        self.verbatim.set(before);
        node
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
        if self.bound.contains(name) {
            return Node::word(name.snake());
        }
        let own =
            self.component.is_some_and(|component| component.constants.iter().any(|constant| constant.name == *name));
        if own {
            return Node::word(name.upper());
        }
        match self.facts.constant_elsewhere(name, &[]) {
            Some(component) => Node::word(self.import(&module_path(&component.module), &name.upper())),
            None => Node::word(name.snake()),
        }
    }

    /// An argument: settings and components have locals of their own, other values are read where they are used.
    fn argument(&self, name: &Name) -> Node {
        let kind = self.component.and_then(|component| {
            component.arguments.iter().find(|argument| argument.name == *name).map(|argument| &argument.kind)
        });
        match kind {
            Some(Type::Settings | Type::Component(_)) => Node::word(name.snake()),
            _ => Node::word("args").member(name.snake()),
        }
    }

    fn entry_of(&self, entry: &Entry) -> Item {
        let key = match &entry.key {
            Key::Property(key) if !self.verbatim.get() => name::property(key),
            Key::Property(key) | Key::Data(key) => key.clone(),
        };
        Item { key, value: self.expression(&entry.value), comment: entry.comment.clone() }
    }

    /// Adjacent values side by side, or a format where several values have text between them.
    fn interpolate(&self, parts: &[Part]) -> Node {
        let parts = joined(parts);
        let values = parts.iter().filter(|part| matches!(part, Part::Value(_))).count();
        if values == 0 {
            return Node::Text(parts.iter().map(fixed).collect());
        }
        let output = self.pulumi().member("Output");
        if values == 1 {
            let arguments: Vec<Argument> = parts
                .iter()
                .map(|part| match part {
                    Part::Text(text) => Node::Text(text.clone()).into(),
                    Part::Value(value) => self.expression(value).into(),
                })
                .collect();
            return output.member("concat").call(arguments);
        }
        let mut pattern = String::new();
        let mut arguments = Vec::new();
        for part in &parts {
            match part {
                Part::Text(text) => pattern.push_str(&text.replace('{', "{{").replace('}', "}}")),
                Part::Value(value) => {
                    let place = arguments.len();
                    pattern.extend(["{", &place.to_string(), "}"]);
                    arguments.push(Argument::from(self.expression(value)));
                }
            }
        }
        arguments.insert(0, Node::Text(pattern).into());
        output.member("format").call(arguments)
    }

    /// An f-string if its values hold no quotes, otherwise text that is joined.
    fn formatted(&self, parts: &[Part]) -> Node {
        let parts: Vec<syntax::Part> = joined(parts)
            .iter()
            .map(|part| match part {
                Part::Text(text) => syntax::Part::Text(text.clone()),
                Part::Value(value) => syntax::Part::Value(self.expression(value)),
            })
            .collect();
        if let [] | [syntax::Part::Text(_)] = parts.as_slice() {
            let text = parts.into_iter().map(|part| match part {
                syntax::Part::Text(text) => text,
                syntax::Part::Value(_) => String::new(),
            });
            return Node::Text(text.collect());
        }
        let simple = |part: &syntax::Part| match part {
            syntax::Part::Text(_) => true,
            syntax::Part::Value(value) => is_simple(value),
        };
        if parts.iter().all(simple) {
            return Node::Formatted(parts);
        }
        let items = parts.into_iter().map(|part| match part {
            syntax::Part::Text(text) => Node::Text(text),
            syntax::Part::Value(value) => Node::word("str").call([value.into()]),
        });
        Node::Text(String::new()).member("join").call([Node::List(items.collect()).into()])
    }

    fn invoke(&self, function: &[String], arguments: &[(String, Expression)]) -> Node {
        let (package, steps) = function.split_first().map_or(("", &[][..]), |(first, rest)| (first.as_str(), rest));
        let (name, modules) = steps.split_last().map_or(("", &[][..]), |(last, rest)| (last.as_str(), rest));
        let module = self.sdk_module(package, modules.iter().map(|step| identifier(step)));
        let mut call = self.keywords(arguments);
        if self.component.is_some() {
            self.uses_invoke.set(true);
            call.push(Argument::keyword("opts", Node::word("invoke")));
        } else if self.facts.program.entry.provider.is_some() {
            let provider = Argument::keyword("provider", Node::word(self.facts.provider_name().snake()));
            let options = self.pulumi().member("InvokeOutputOptions").call([provider]);
            call.push(Argument::keyword("opts", options));
        }
        module.member(format!("{}_output", name::property(name))).call(call)
    }

    /// What a condition asks: text that is empty counts as not given.
    pub(super) fn condition(&self, condition: &Expression) -> Node {
        let node = self.expression(condition);
        if self.facts.asks_presence(condition) {
            return Node::word(format!("{} is not None", super::format::simple(&node)));
        }
        node
    }

    fn keywords(&self, arguments: &[(String, Expression)]) -> Vec<Argument> {
        let keyword =
            |(name, value): &(String, Expression)| Argument::keyword(name::property(name), self.expression(value));
        arguments.iter().map(keyword).collect()
    }

    /// The expression that makes or looks up a resource.
    pub(super) fn resource(&self, resource: &Resource) -> Node {
        let name = Argument::from(Node::Text(resource.name.clone()));
        let options = self.options(&resource.options);
        if let (Some(id), Class::Sdk(class)) = (&resource.existing, &resource.class) {
            let mut arguments = vec![name, self.expression(id).into()];
            arguments.extend(options.map(|options| Argument::keyword("opts", options)));
            return self.resource_type(class).member("get").tall_call(arguments);
        }
        let values = self.keywords(&resource.arguments);
        let mut arguments = vec![name];
        match &resource.class {
            Class::Component(support) => {
                let class = self.support(support);
                let of = Support { module: support.module.clone(), item: format!("{}Args", support.item) };
                arguments.push(self.support(&of).tall_call(values).into());
                arguments.extend(options.map(Argument::from));
                class.tall_call(arguments)
            }
            Class::Sdk(_) | Class::Function(_) => {
                arguments.extend(values);
                arguments.extend(options.map(|options| Argument::keyword("opts", options)));
                let callee = match &resource.class {
                    Class::Sdk(class) => self.resource_type(class),
                    Class::Function(support) | Class::Component(support) => self.support(support),
                };
                callee.tall_call(arguments)
            }
        }
    }

    /// The options of a resource: none in the entry unless there are some, `parent` where that is all.
    fn options(&self, options: &ResourceOptions) -> Option<Node> {
        let inside = self.component.is_some();
        if *options == ResourceOptions::default() {
            if !inside {
                return None;
            }
            self.uses_parent.set(true);
            return Some(Node::word("parent"));
        }
        let mut arguments = Vec::new();
        let mut add = |key: &str, value: Node| arguments.push(Argument::keyword(key, value));
        if inside {
            add("parent", Node::word("self"));
        }
        if let Some(protect) = &options.protect {
            add("protect", self.expression(protect));
        }
        if let Some(retain) = &options.retain_on_delete {
            add("retain_on_delete", self.expression(retain));
        }
        if !options.depends_on.is_empty() {
            add("depends_on", Node::List(options.depends_on.iter().map(|node| self.expression(node)).collect()));
        }
        if !options.aliases.is_empty() {
            add("aliases", Node::List(options.aliases.iter().map(|alias| self.alias(alias)).collect()));
        }
        if !options.ignore_changes.is_empty() {
            let names = options.ignore_changes.iter().map(|property| Node::Text(name::property(property)));
            add("ignore_changes", Node::List(names.collect()));
        }
        if options.delete_before_replace {
            add("delete_before_replace", Node::word("True"));
        }
        Some(self.pulumi().member("ResourceOptions").tall_call(arguments))
    }

    fn alias(&self, alias: &Alias) -> Node {
        let mut arguments = Vec::new();
        if let Some(name) = &alias.name {
            arguments.push(Argument::keyword("name", Node::Text(name.clone())));
        }
        if let Some((token, name)) = &alias.parent {
            let urn = self.pulumi().member("create_urn");
            let urn = urn.call([Node::Text(name.clone()).into(), Node::Text(token.clone()).into()]);
            arguments.push(Argument::keyword("parent", urn));
        }
        self.pulumi().member("Alias").call(arguments)
    }
}

/// The parts, fixed text joined, numbers and texts as text.
fn joined(parts: &[Part]) -> Vec<Part> {
    let mut result: Vec<Part> = Vec::new();
    for part in parts {
        let text = match part {
            Part::Text(text) | Part::Value(Expression::Text(text)) => text.clone(),
            Part::Value(Expression::Integer(value)) => value.to_string(),
            Part::Value(_) => {
                result.push(part.clone());
                continue;
            }
        };
        match result.last_mut() {
            _ if text.is_empty() => {}
            Some(Part::Text(before)) => before.push_str(&text),
            _ => result.push(Part::Text(text)),
        }
    }
    result
}

fn fixed(part: &Part) -> &str {
    match part {
        Part::Text(text) => text,
        Part::Value(_) => "",
    }
}

fn is_simple(node: &Node) -> bool {
    match node {
        Node::Word(_) | Node::Number(_) => true,
        Node::Member(object, _) | Node::Element(object, _) => is_simple(object),
        _ => false,
    }
}

/// The name without what no identifier may hold.
pub(super) fn identifier(name: &str) -> String {
    let mut identifier: String =
        name.chars().filter(|character| character.is_ascii_alphanumeric() || *character == '_').collect();
    if !identifier.starts_with(|first: char| !first.is_ascii_digit()) {
        identifier.insert(0, '_');
    }
    name::keyword_safe(identifier)
}
