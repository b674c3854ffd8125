//! One Pulumi project a service: a linked program taken apart. What a component got from another becomes an output of the
//! other's stack, read by a stack reference. Type tokens and logical names stay, and so do the names of what is deployed.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::Provider;
use crate::design::{Design, Place};
use crate::program::{
    Argument, Class, Component, EntryPoint, Export, Expression, Handler, Instance, Name, Program, Scope, Settings,
    StackFile, StackReference, Statement, Type, walk,
};

use super::{LowerError, aws};

/// The projects of a program's services, each after those that it reads from.
///
/// # Errors
///
/// Services that need each other, and what cannot be handed from one project to another.
pub fn projects(design: &Design, program: &Program) -> Result<Vec<Program>, Vec<LowerError>> {
    if design.provider() != Provider::Aws {
        let title = design.provider().title();
        return Err(vec![refusal(
            format!("one project for each service is not written yet for {title}"),
            "set stacks: single, which gives each service a component and a module of its own",
        )]);
    }
    if let Some(deferred) = program.entry.deferred.first() {
        return Err(vec![refusal(
            format!(
                "services need one another in a circle: {} is needed before its project is there",
                deferred.variable
            ),
            "move what lies between them to shared (structure/service-cycle, STR025), or set stacks: single",
        )]);
    }
    let mut taken = Taken { program, shown: BTreeMap::new(), errors: Vec::new() };
    let parts: Vec<Part> = program.components.iter().map(|component| taken.part(component)).collect();
    if !taken.errors.is_empty() {
        return Err(taken.errors);
    }
    Ok(parts.into_iter().map(|part| taken.project(design, part).pruned()).collect())
}

/// The name of a service's project.
pub fn project_name(system: &str, service: &str) -> String {
    format!("{system}-{service}")
}

fn refusal(message: String, help: &str) -> LowerError {
    LowerError { place: Place::Design { path: vec!["stacks".to_owned()] }, message, help: help.to_owned() }
}

/// A component on its own, and what its entry gives it.
#[derive(Default)]
struct Part {
    component: Component,
    arguments: Vec<(Name, Expression)>,
    /// The outputs that it reads, by the service that shows them.
    reads: BTreeMap<String, BTreeSet<String>>,
    /// The files and folders of code that it uses, in the system as one program.
    code: Vec<String>,
}

struct Taken<'a> {
    program: &'a Program,
    /// What each service must show, by name.
    shown: BTreeMap<String, BTreeMap<String, Expression>>,
    errors: Vec<LowerError>,
}

/// A chain of members from where it starts: `shared.bus.arn`.
fn chain(expression: &Expression) -> Option<(&Expression, Vec<String>)> {
    match expression {
        Expression::Field(inner, name) => {
            let (root, mut steps) = chain(inner).unwrap_or((inner, Vec::new()));
            steps.push(name.as_str().to_owned());
            Some((root, steps))
        }
        Expression::Property(inner, name) => {
            let (root, mut steps) = chain(inner)?;
            steps.push(name.clone());
            Some((root, steps))
        }
        _ => None,
    }
}

/// The same chain from another start.
fn onto(expression: &Expression, root: &Expression) -> Expression {
    match expression {
        Expression::Field(inner, name) => Expression::Field(Box::new(onto(inner, root)), name.clone()),
        Expression::Property(inner, name) => Expression::Property(Box::new(onto(inner, root)), name.clone()),
        _ => root.clone(),
    }
}

impl Taken<'_> {
    fn instance(&self, class: &str) -> Option<&Instance> {
        self.program.entry.instances.iter().find(|instance| instance.class == class)
    }

    /// Takes a component out: what it read of other components becomes arguments.
    fn part(&mut self, component: &Component) -> Part {
        let mut made = component.clone();
        let mut part = Part { code: code(component), ..Part::default() };
        let mut scope = Scope::new();
        for argument in &component.arguments {
            scope.take(argument.name.as_str(), "input");
        }
        for name in bound(&component.body) {
            scope.take(name.as_str(), "local");
        }
        let whole: Vec<Name> = component
            .arguments
            .iter()
            .filter(|argument| matches!(argument.kind, Type::Component(_)))
            .map(|argument| argument.name.clone())
            .collect();
        let given: Vec<(Name, Expression)> =
            self.instance(&component.class).map(|instance| instance.arguments.clone()).unwrap_or_default();
        let mut arguments: Vec<(Expression, Name)> = Vec::new();
        let mut rewrite = |value: &mut Expression| {
            let Some((Expression::Argument(root), steps)) = chain(value) else { return false };
            if !whole.contains(root) {
                return false;
            }
            let known = arguments.iter().find(|(present, _)| present == value).map(|(_, name)| name.clone());
            let name = known.unwrap_or_else(|| {
                let name = scope.take(&steps.join("-"), "input");
                arguments.push((value.clone(), name.clone()));
                name
            });
            *value = Expression::Argument(name);
            true
        };
        for statement in &mut made.body {
            walk::statement_mut(statement, &mut rewrite);
        }
        for (_, value) in &mut made.outputs {
            walk::expression_mut(value, &mut rewrite);
        }
        made.arguments.retain(|argument| !whole.contains(&argument.name));
        for (name, value) in given {
            if whole.contains(&name) {
                let Some(root) = self.component_of(&value).cloned() else { continue };
                for (read, argument) in &arguments {
                    if matches!(chain(read), Some((Expression::Argument(start), _)) if *start == name) {
                        let entry = onto(read, &value);
                        let output = self.read(&root, &entry, &mut part);
                        made.arguments.push(Argument {
                            name: argument.clone(),
                            kind: Type::InputText,
                            documentation: None,
                        });
                        part.arguments.push((argument.clone(), output));
                    }
                }
            } else if let Some(root) = chain(&value).and_then(|(root, _)| self.component_of(root)).cloned() {
                let output = self.read(&root, &value, &mut part);
                part.arguments.push((name, output));
            } else {
                part.arguments.push((name, value));
            }
        }
        part.component = made;
        part
    }

    /// The component that a variable of the entry stands for.
    fn component_of(&self, variable: &Expression) -> Option<&Component> {
        let Expression::Local(name) = variable else { return None };
        let instance = self.program.entry.instances.iter().find(|instance| instance.variable == *name)?;
        self.program.components.iter().find(|component| component.class == instance.class)
    }

    /// An output of another service's stack, which that service shows from now on.
    fn read(&mut self, home: &Component, value: &Expression, part: &mut Part) -> Expression {
        let steps = chain(value).map(|(_, steps)| steps).unwrap_or_default();
        let text = match steps.as_slice() {
            [field] => home.fields.iter().any(|known| known.name.as_str() == field && known.kind == Type::OutputText),
            _ => true,
        };
        if !text {
            self.errors.push(refusal(
                format!(
                    "{}.{} is used as a whole by another service, and a stack can only show texts",
                    home.name,
                    steps.join(".")
                ),
                "move what uses it to its service, or set stacks: single",
            ));
        }
        let output = Name::known(&steps.join("-")).camel();
        self.shown.entry(home.name.clone()).or_default().insert(output.clone(), value.clone());
        part.reads.entry(home.name.clone()).or_default().insert(output.clone());
        Expression::StackOutput(self.variable(&home.class), output)
    }

    fn variable(&self, class: &str) -> Name {
        self.instance(class).map_or_else(|| Name::known("other"), |instance| instance.variable.clone())
    }

    fn project(&self, design: &Design, part: Part) -> Program {
        let component = part.component;
        let service = component.name.clone();
        let instance = Instance {
            variable: self.variable(&component.class),
            class: component.class.clone(),
            name: service.clone(),
            arguments: part.arguments,
        };
        let references = part.reads.iter().filter_map(|(other, outputs)| {
            let home = self.program.components.iter().find(|component| component.name == *other)?;
            Some(StackReference {
                variable: self.variable(&home.class),
                project: project_name(&self.program.project, other),
                outputs: outputs.iter().cloned().collect(),
            })
        });
        let references: Vec<StackReference> = references.collect();
        let settings = used_settings(&component);
        let fields = self.program.settings.fields.iter().filter(|field| settings.contains(&field.name)).cloned();
        let description = design.services.get(&service).and_then(|content| content.description.clone());
        let mut support = aws::support_of(&component);
        if !references.is_empty() {
            support.push(aws::stack_outputs());
        }
        Program {
            project: project_name(&self.program.project, &service),
            namespace: self.program.namespace.clone(),
            description: description.or_else(|| Some(component.documentation.clone())),
            packages: packages(&component),
            settings: Settings { fields: fields.collect() },
            stacks: self.program.stacks.iter().map(|stack| only(stack, &settings)).collect(),
            entry: EntryPoint {
                provider: self
                    .program
                    .entry
                    .provider
                    .clone()
                    .map(|provider| tagged(provider, &self.program.project, &service)),
                exports: self.exports(&instance.variable, &service),
                instances: vec![instance],
                references,
                deferred: Vec::new(),
            },
            support,
            handlers: self.program.handlers.iter().filter_map(|handler| own(handler, &part.code)).collect(),
            components: vec![component],
        }
    }

    /// The stack's outputs: the design's own, and what other services read.
    fn exports(&self, variable: &Name, service: &str) -> Vec<Export> {
        let own = |export: &&Export| {
            let mut mine = false;
            walk::expression(&export.value, &mut |value| mine |= *value == Expression::Local(variable.clone()));
            mine
        };
        let mut exports: Vec<Export> = self.program.entry.exports.iter().filter(own).cloned().collect();
        for (name, value) in self.shown.get(service).into_iter().flatten() {
            if exports.iter().all(|export| export.name != *name) {
                exports.push(Export { name: name.clone(), value: value.clone(), comment: None });
            }
        }
        exports
    }
}

/// The names that a constructor binds.
fn bound(body: &[Statement]) -> Vec<Name> {
    use crate::program::Binding;
    body.iter()
        .flat_map(|statement| match statement {
            Statement::Resource(resource) => match &resource.binding {
                Binding::Local(name) | Binding::Field(name) => vec![name.clone()],
                Binding::None => Vec::new(),
            },
            Statement::Let { name, .. } | Statement::Assign { field: name, .. } => vec![name.clone()],
            Statement::If { then, .. } => bound(then),
        })
        .collect()
}

fn used_settings(component: &Component) -> BTreeSet<Name> {
    let mut used = BTreeSet::new();
    let mut note = |value: &Expression| {
        if let Expression::Setting(name) = value {
            used.insert(name.clone());
        }
    };
    for statement in &component.body {
        walk::statement(statement, &mut note);
    }
    for (_, value) in &component.outputs {
        walk::expression(value, &mut note);
    }
    used
}

fn only(stack: &StackFile, settings: &BTreeSet<Name>) -> StackFile {
    StackFile {
        environment: stack.environment.clone(),
        provider: stack.provider.clone(),
        values: stack.values.iter().filter(|(name, _)| settings.contains(name)).cloned().collect(),
        missing: stack.missing.iter().filter(|name| settings.contains(name)).cloned().collect(),
    }
}

fn packages(component: &Component) -> BTreeSet<String> {
    fn gather(body: &[Statement], found: &mut BTreeSet<String>) {
        for statement in body {
            match statement {
                Statement::Resource(resource) => {
                    if let Class::Sdk(kind) = &resource.class {
                        found.insert(kind.package.clone());
                    }
                }
                Statement::If { then, .. } => gather(then, found),
                Statement::Let { .. } | Statement::Assign { .. } => {}
            }
        }
    }
    let mut found = BTreeSet::from(["aws".to_owned()]);
    gather(&component.body, &mut found);
    found
}

/// The provider tags what it makes with the system and the service, since the project is no longer the system.
fn tagged(mut provider: crate::program::Resource, system: &str, service: &str) -> crate::program::Resource {
    for (_, value) in &mut provider.arguments {
        walk::expression_mut(value, &mut |value| {
            let Expression::Object(entries) = value else { return false };
            let Some(at) = entries.iter().position(|entry| entry.value == Expression::Setting(Name::known("project")))
            else {
                return false;
            };
            if let Some(entry) = entries.get_mut(at) {
                entry.value = Expression::text(system);
            }
            entries.insert(at + 1, crate::program::Entry::data("Service", Expression::text(service)));
            true
        });
    }
    provider
}

/// A handler whose code the service uses.
fn own(handler: &Handler, code: &[String]) -> Option<Handler> {
    let within = |path: &String| {
        path.strip_prefix(&handler.folder).is_some_and(|rest| matches!(rest, "") || rest.starts_with('/'))
    };
    code.iter().any(within).then(|| handler.clone())
}

/// The files and folders of code that a component uses.
fn code(component: &Component) -> Vec<String> {
    let mut found = Vec::new();
    for statement in &component.body {
        walk::statement(statement, &mut |value| match value {
            Expression::FileText(path) | Expression::Archive(path) => found.push(path.clone()),
            Expression::Call { function, arguments } if function.module == ["bundle"] => {
                found.extend(arguments.iter().filter_map(|folder| match folder {
                    Expression::Text(folder) => Some(folder.clone()),
                    _ => None,
                }));
            }
            _ => {}
        });
    }
    found
}
