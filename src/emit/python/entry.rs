//! `__main__.py`: the provider, the components, the stack's outputs.

use super::super::document::{Doc, HARDLINE, SOFTLINE, concat, from_origin, group, indent};
use super::super::facts::{EntryUsage, Facts};
use super::documentation::docstring;
use super::format::{self, INDENT};
use super::imports::module_path;
use super::module::{Module, identifier};
use super::syntax::{Argument, Node};
use crate::program::Instance;

/// The options that give a component the provider.
const WITH_PROVIDER: &str = "with_provider";

/// The module of the entry.
pub(super) fn document(facts: &Facts<'_>) -> Doc {
    let entry = &facts.program.entry;
    let usage = EntryUsage::of(facts.program);
    let mut module = Module::entry(facts);
    module.bound = entry.instances.iter().map(|instance| instance.variable.clone()).collect();
    module.bound.extend(entry.deferred.iter().map(|deferred| deferred.variable.clone()));
    module.bound.extend(entry.references.iter().map(|reference| reference.variable.clone()));
    module.bound.insert(facts.provider_name());
    let mut parts: Vec<Doc> = Vec::new();

    module.import(&["settings".to_owned()], "load_settings");
    let settings = if usage.settings { "settings = load_settings()" } else { "load_settings()" };
    parts.extend([settings.into(), HARDLINE, HARDLINE]);

    if let Some(provider) = &entry.provider {
        let variable = facts.provider_name().snake();
        let contents = concat([
            format::remark(provider.comment.as_deref()),
            format::assignment(0, &variable, &module.resource(provider)),
        ]);
        parts.extend([from_origin(&provider.origin, contents), HARDLINE]);
        if !entry.instances.is_empty() {
            let options = module.pulumi().member("ResourceOptions");
            let options = options.call([Argument::keyword("provider", Node::word(variable))]);
            parts.extend([format::assignment(0, WITH_PROVIDER, &options), HARDLINE]);
        }
        parts.push(HARDLINE);
    }
    for reference in &entry.references {
        let function = Node::word(module.import(&["stacks".to_owned()], "stack_outputs"));
        let outputs = Node::List(reference.outputs.iter().cloned().map(Node::Text).collect());
        let value = function.call([Node::Text(reference.project.clone()).into(), outputs.into()]);
        parts.extend([format::assignment(0, &reference.variable.snake(), &value), HARDLINE]);
    }
    if !entry.references.is_empty() {
        parts.push(HARDLINE);
    }
    for deferred in &entry.deferred {
        let variable = deferred.variable.snake();
        module.pulumi();
        module.imports.borrow_mut().standard_item("collections.abc", "Callable");
        let kind = if deferred.list {
            module.imports.borrow_mut().standard_item("collections.abc", "Sequence");
            "pulumi.Output[Sequence[str]]"
        } else {
            "pulumi.Output[str]"
        };
        parts.extend([
            format!("{variable}: {kind}").into(),
            HARDLINE,
            resolver(&format!("resolve_{variable}"), kind),
            HARDLINE,
            format::targets(&[&variable, &format!("resolve_{variable}")]),
            " = ".into(),
            format::value(&module.pulumi().member("deferred_output").call([])),
            HARDLINE,
        ]);
    }
    if !entry.deferred.is_empty() {
        parts.push(HARDLINE);
    }
    for instance in &entry.instances {
        parts.push(self::instance(&module, instance, usage.variables.contains(&instance.variable)));
        parts.push(HARDLINE);
        for deferred in entry.deferred.iter().filter(|deferred| deferred.after == instance.variable) {
            let resolve = Node::word(format!("resolve_{}", deferred.variable.snake()));
            let call = resolve.call([module.expression(&deferred.value).into()]);
            parts.extend([format::node(&call), HARDLINE]);
        }
    }
    if !entry.exports.is_empty() {
        if !entry.instances.is_empty() {
            parts.push(HARDLINE);
        }
        parts.push(exports(&module));
    }
    let imports = module.imports.borrow().document();
    let title = format!("The {} system", facts.program.project);
    let summary = docstring(0, facts.program.description.as_deref().unwrap_or_default(), &title);
    concat([summary, HARDLINE, imports, concat(parts)])
}

/// The type of what gives a deferred output its value.
fn resolver(name: &str, kind: &str) -> Doc {
    let types = indent(INDENT, concat([SOFTLINE, format!("[{kind}], None").into()]));
    group(concat([format!("{name}: Callable[").into(), types, SOFTLINE, "]".into()]))
}

fn instance(module: &Module<'_>, instance: &Instance, bound: bool) -> Doc {
    let component = module.facts.component(&instance.class);
    let path = component.map(|component| module_path(&component.module)).unwrap_or_default();
    let class = identifier(&instance.class);
    module.import(&path, &class);
    let mut arguments = vec![Argument::from(Node::Text(instance.name.clone()))];
    if component.is_some_and(|component| !component.arguments.is_empty()) {
        let of = format!("{class}Args");
        module.import(&path, &of);
        let given =
            instance.arguments.iter().map(|(name, value)| Argument::keyword(name.snake(), module.expression(value)));
        arguments.push(Node::word(of).call(given).into());
    }
    if module.facts.program.entry.provider.is_some() {
        let options = Node::word(WITH_PROVIDER);
        let by_position = arguments.len() == 2;
        arguments.push(if by_position { options.into() } else { Argument::keyword("opts", options) });
    }
    let value = Node::word(class).tall_call(arguments);
    let contents = if bound { format::assignment(0, &instance.variable.snake(), &value) } else { format::node(&value) };
    component.map_or(contents.clone(), |component| from_origin(&component.origin, contents))
}

fn exports(module: &Module<'_>) -> Doc {
    let exports = module.facts.program.entry.exports.iter().map(|export| {
        let arguments = [Node::Text(export.name.clone()), module.expression(&export.value)].map(Argument::from);
        let call = module.pulumi().member("export").call(arguments);
        concat([format::remark(export.comment.as_deref()), format::node(&call), HARDLINE])
    });
    concat(exports.collect::<Vec<_>>())
}
