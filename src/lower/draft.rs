//! A program while it is being made: what each component holds, still without variables and without order.
//!
//! Resources refer to each other by key, as `Expression::Node`; linking turns keys into variables, fields and arguments.

use indexmap::IndexMap;

use crate::program::{
    Alias, Binding, Class, Entry, Expression, Key, Name, Origin, Resource, ResourceOptions, ResourceType, Statement,
    Support,
};

/// The components of a program in the making, by service.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    /// What each component holds.
    pub(crate) components: IndexMap<String, Vec<Item>>,
}

/// Where an item stands among the others of its component, needs aside: by node, then by stage.
pub(crate) type Position = (usize, Stage);

/// The parts of a node's resources, in the order in which they are read best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Stage {
    /// What the main resource needs.
    Before,
    /// The main resource.
    Main,
    /// What belongs to it.
    After,
    /// What brings events to it.
    Flow,
    /// Who may use it.
    Policy,
    /// What watches it.
    Alarm,
}

/// How an attribute of an item is reached from the item itself.
pub(crate) type Attributes = fn(Expression, &str) -> Expression;

/// One step of a component's constructor, with the key by which others refer to it.
#[derive(Debug, Clone)]
pub(crate) struct Item {
    /// The key: a node's id, or the id with `/` and a companion's name. Empty when nobody can refer to it.
    pub(crate) key: String,
    /// The variable it would like.
    pub(crate) wish: String,
    /// What is put behind the wish where that is taken.
    pub(crate) suffix: &'static str,
    /// How its attributes are reached.
    pub(crate) attributes: Attributes,
    /// Where it stands.
    pub(crate) position: Position,
    /// The step; its binding comes with linking.
    pub(crate) statement: Statement,
}

/// Attributes that are the properties of the SDK's resource.
pub(crate) fn properties(item: Expression, attribute: &str) -> Expression {
    item.property(attribute)
}

/// An item in the making.
#[derive(Debug)]
pub(crate) struct New {
    resource: Resource,
    key: String,
    wish: String,
    suffix: &'static str,
    attributes: Attributes,
}

impl New {
    fn of(class: Class, key: &str, name: String, origin: Origin) -> Self {
        Self {
            resource: Resource {
                binding: Binding::None,
                class,
                name: name.clone(),
                arguments: Vec::new(),
                options: ResourceOptions::default(),
                existing: None,
                comment: None,
                origin,
            },
            key: key.to_owned(),
            wish: name,
            suffix: "resource",
            attributes: properties,
        }
    }

    /// A resource of an SDK, such as `aws.sqs.Queue`.
    pub(crate) fn sdk(class: &str, key: &str, name: String, origin: Origin) -> Self {
        Self::of(Class::Sdk(ResourceType::parse(class)), key, name, origin)
    }

    /// A component of a support module.
    pub(crate) fn component(path: &str, key: &str, name: String, origin: Origin) -> Self {
        Self::of(Class::Component(Support::parse(path)), key, name, origin)
    }

    /// A resource made by a function of a support module.
    pub(crate) fn function(path: &str, key: &str, name: String, origin: Origin) -> Self {
        Self::of(Class::Function(Support::parse(path)), key, name, origin)
    }

    /// The variable it would like, and what is put behind it where that is taken.
    pub(crate) fn variable(mut self, wish: String, suffix: &'static str) -> Self {
        self.wish = wish;
        self.suffix = suffix;
        self
    }

    /// How its attributes are reached.
    pub(crate) fn attributes(mut self, attributes: Attributes) -> Self {
        self.attributes = attributes;
        self
    }

    /// An argument, when there is a value.
    pub(crate) fn argument(mut self, name: &str, value: impl Into<Option<Expression>>) -> Self {
        if let Some(value) = value.into() {
            self.resource.arguments.push((name.to_owned(), value));
        }
        self
    }

    /// Arguments that stand over those given before, by name.
    pub(crate) fn overriding(mut self, arguments: Vec<(String, Expression)>) -> Self {
        for (name, value) in arguments {
            match self.resource.arguments.iter_mut().find(|(present, _)| *present == name) {
                Some((_, present)) => *present = value,
                None => self.resource.arguments.push((name, value)),
            }
        }
        self
    }

    /// Arguments that a component hands on to its main resource, over all others.
    pub(crate) fn extra(self, arguments: &[(String, Expression)]) -> Self {
        let entries = arguments.iter().map(|(name, value)| (name.as_str(), value.clone()));
        self.argument("extra", (!arguments.is_empty()).then(|| Expression::properties(entries)))
    }

    /// A need that no argument shows.
    pub(crate) fn depends_on(mut self, key: &str) -> Self {
        self.resource.options.depends_on.push(whole(key));
        self
    }

    /// Names it had before.
    pub(crate) fn aliases(mut self, aliases: Vec<Alias>) -> Self {
        self.resource.options.aliases = aliases;
        self
    }

    /// Kept when the condition holds: not deleted by mistake, and left in place when it leaves the program.
    pub(crate) fn protected(mut self, condition: &Expression) -> Self {
        if *condition != Expression::Boolean(false) {
            self.resource.options.protect = Some(condition.clone());
            self.resource.options.retain_on_delete = Some(condition.clone());
        }
        self
    }

    /// Left in place when it leaves the program.
    pub(crate) fn retained(mut self, condition: &Expression) -> Self {
        self.resource.options.retain_on_delete = Some(condition.clone());
        self
    }

    /// What becomes of an argument outside of the program stays as it is.
    pub(crate) fn ignoring(mut self, argument: &str) -> Self {
        self.resource.options.ignore_changes.push(argument.to_owned());
        self
    }

    /// Deleted before its replacement is made, since both would have one name.
    pub(crate) fn replacing(mut self) -> Self {
        self.resource.options.delete_before_replace = true;
        self
    }

    /// A remark above it.
    pub(crate) fn comment(mut self, comment: &str) -> Self {
        self.resource.comment = Some(comment.to_owned());
        self
    }

    /// The resource that is there already, by its id.
    pub(crate) fn existing(mut self, id: Expression) -> Self {
        self.resource.existing = Some(id);
        self
    }

    /// The resource alone, for the entry.
    pub(crate) fn resource(self) -> Resource {
        self.resource
    }

    /// The finished item.
    pub(crate) fn at(self, position: Position) -> Item {
        Item {
            key: self.key,
            wish: self.wish,
            suffix: self.suffix,
            attributes: self.attributes,
            position,
            statement: Statement::Resource(self.resource),
        }
    }
}

impl Item {
    /// A named value.
    pub(crate) fn value(key: &str, wish: &str, value: Expression, position: Position) -> Self {
        Self {
            key: key.to_owned(),
            wish: wish.to_owned(),
            suffix: "value",
            attributes: |item, _| item,
            position,
            statement: Statement::Let { name: Name::known(wish), value, comment: None, origin: Origin::Frame },
        }
    }
}

/// The item itself, where a resource is asked for and no attribute.
pub(crate) fn whole(key: &str) -> Expression {
    Expression::Node { node: key.to_owned(), attribute: String::new() }
}

/// An attribute of an item.
pub(crate) fn of(key: &str, attribute: &str) -> Expression {
    Expression::Node { node: key.to_owned(), attribute: attribute.to_owned() }
}

/// An object with keys that are data, in order.
pub(crate) fn data(entries: Vec<(String, Expression)>) -> Expression {
    Expression::Object(
        entries.into_iter().map(|(key, value)| Entry { key: Key::Data(key), value, comment: None }).collect(),
    )
}
