//! `index.ts`: the provider, the components, the stack's outputs.

use std::collections::BTreeSet;

use super::super::document::{Doc, HARDLINE, concat, from_origin};
use super::super::facts::{EntryUsage, Facts};
use super::documentation;
use super::format::remark;
use super::module::{Module, file_path, identifier};
use super::syntax::Node;
use crate::program::{Instance, Name};

/// The module of the entry.
pub(super) fn document(facts: &Facts<'_>) -> Doc {
    let entry = &facts.program.entry;
    let usage = EntryUsage::of(facts.program);
    let mut bound: BTreeSet<Name> = entry.instances.iter().map(|instance| instance.variable.clone()).collect();
    bound.extend(entry.deferred.iter().map(|deferred| deferred.variable.clone()));
    bound.extend(entry.references.iter().map(|reference| reference.variable.clone()));
    bound.insert(facts.provider_name());
    let module = Module::new(facts, vec!["index".to_owned()], bound, false);
    let mut parts: Vec<Doc> = Vec::new();

    module.import(&["settings".to_owned()], "loadSettings");
    let settings = if usage.settings { "const settings = loadSettings();" } else { "loadSettings();" };
    parts.extend([settings.into(), HARDLINE, HARDLINE]);

    if let Some(provider) = &entry.provider {
        let value = module.resource(provider);
        let left = format!("const {}", facts.provider_variable());
        let remark = remark(provider.comment.as_deref());
        let contents = concat([remark, module.format.assignment(&left, " =", &value), ";".into()]);
        parts.extend([from_origin(&provider.origin, contents), HARDLINE, HARDLINE]);
    }
    for reference in &entry.references {
        let function = Node::word(module.import(&["stacks".to_owned()], "stackOutputs"));
        let outputs = Node::Array(reference.outputs.iter().cloned().map(Node::Text).collect());
        let value = function.call(vec![Node::Text(reference.project.clone()), outputs]);
        let left = format!("const {}", reference.variable.camel());
        parts.extend([module.format.assignment(&left, " =", &value), ";".into(), HARDLINE]);
    }
    if !entry.references.is_empty() {
        parts.push(HARDLINE);
    }
    for deferred in &entry.deferred {
        let names = [deferred.variable.camel(), format!("resolve{}", deferred.variable.pascal())];
        let value = module
            .pulumi()
            .member("deferredOutput")
            .call_of(if deferred.list { "string[]" } else { "string" }, Vec::new());
        parts.extend([module.format.pair(&names, &value), ";".into(), HARDLINE]);
    }
    if !entry.deferred.is_empty() {
        parts.push(HARDLINE);
    }
    for instance in &entry.instances {
        parts.push(self::instance(&module, instance, usage.variables.contains(&instance.variable)));
        parts.push(HARDLINE);
        for deferred in entry.deferred.iter().filter(|deferred| deferred.after == instance.variable) {
            let resolve = Node::word(format!("resolve{}", deferred.variable.pascal()));
            let call = resolve.call(vec![module.expression(&deferred.value)]);
            parts.extend([module.format.node(&call), ";".into(), HARDLINE]);
        }
    }
    if !entry.exports.is_empty() {
        if !entry.instances.is_empty() {
            parts.push(HARDLINE);
        }
        parts.push(exports(&module));
    }
    let imports = module.imports.borrow().document();
    let summary = match remark(facts.program.description.as_deref()) {
        Doc::Nil => Doc::Nil,
        remark => concat([remark, HARDLINE]),
    };
    concat([summary, imports, concat(parts)])
}

fn instance(module: &Module<'_>, instance: &Instance, bound: bool) -> Doc {
    let component = module.facts.component(&instance.class);
    let path = component.map(|component| file_path(&component.module)).unwrap_or_default();
    let class = module.import(&path, &identifier(&instance.class));
    let mut arguments = vec![Node::Text(instance.name.clone())];
    if component.is_some_and(|component| !component.arguments.is_empty()) {
        let given = instance.arguments.iter().map(|(name, value)| (name.camel(), module.expression(value)));
        arguments.push(Node::object(given));
    }
    if module.facts.program.entry.provider.is_some() {
        arguments.push(module.provider_options());
    }
    let value = Node::word(class).construct(arguments);
    let contents = if bound {
        module.format.assignment(&format!("const {}", instance.variable.camel()), " =", &value)
    } else {
        module.format.node(&value)
    };
    let contents = concat([contents, ";".into()]);
    component.map_or(contents.clone(), |component| from_origin(&component.origin, contents))
}

/// The outputs; one whose name is a variable here is exported under it by another.
fn exports(module: &Module<'_>) -> Doc {
    let taken: BTreeSet<String> = module.bound.iter().map(Name::camel).chain(["settings".to_owned()]).collect();
    let mut parts = Vec::new();
    let mut renamed = Vec::new();
    for export in &module.facts.program.entry.exports {
        let name = identifier(&export.name);
        let value = module.expression(&export.value);
        parts.push(documentation(export.comment.as_deref()));
        if taken.contains(&name) {
            parts.push(module.format.assignment(&format!("const {name}Output"), " =", &value));
            renamed.push(format!("export {{ {name}Output as {name} }};"));
        } else {
            parts.push(module.format.assignment(&format!("export const {name}"), " =", &value));
        }
        parts.extend([";".into(), HARDLINE]);
    }
    for line in renamed {
        parts.extend([line.into(), HARDLINE]);
    }
    concat(parts)
}
