//! From the parts in the making to a program. Knows no cloud: what differs between clouds is handed in.

use std::collections::BTreeSet;

use crate::design::{Design, Environment};
use crate::program::{
    Binding, Class, EntryPoint, Literal, Name, Program, Resource, Scope, StackFile, Statement, SupportModule,
};

use super::LowerError;
use super::frames::frames;
use super::link::{self, Output};
use super::values::Context;

/// What a cloud adds to a program.
pub(super) struct Cloud {
    /// The SDK that every program imports, such as `aws`.
    pub(super) package: &'static str,
    /// The key of the region in stack files, such as `aws:region`.
    pub(super) region: &'static str,
    /// The explicit provider; without one the program takes the one that the configuration describes.
    pub(super) provider: Option<Resource>,
    /// The support modules that are used.
    pub(super) support: Vec<SupportModule>,
}

/// Joins the parts into a program.
pub(super) fn assemble<Facts>(cx: Context<Facts>, cloud: Cloud) -> Result<Program, Vec<LowerError>> {
    let design = cx.design;
    let frames = frames(design, &cx.draft);
    let mut outputs = cx.outputs;
    unique_outputs(&mut outputs);
    let linked = link::link(cx.draft, &frames, &outputs)?;
    let keys = |environment: Option<&Environment>| vec![(cloud.region.to_owned(), region(design, environment))];
    let (settings, mut stacks) = cx.settings.finish(design, &keys);
    if stacks.is_empty() {
        let missing = settings.fields.iter().filter(|field| field.default.is_none() && !field.optional);
        stacks.push(StackFile {
            environment: "dev".to_owned(),
            provider: keys(None),
            values: Vec::new(),
            missing: missing.map(|field| field.name.clone()).collect(),
        });
    }
    let mut packages = BTreeSet::from([cloud.package.to_owned()]);
    packages.extend(linked.components.iter().flat_map(|component| &component.body).filter_map(package));
    Ok(Program {
        project: design.name.clone(),
        namespace: design.name.clone(),
        description: design.description.clone(),
        packages,
        settings,
        stacks,
        components: linked.components,
        entry: EntryPoint {
            provider: cloud.provider,
            instances: linked.instances,
            deferred: linked.deferred,
            references: Vec::new(),
            exports: linked.exports,
        },
        support: cloud.support,
        handlers: cx.handlers,
    })
}

fn region(design: &Design, environment: Option<&Environment>) -> Literal {
    Literal::Text(design.region(environment).unwrap_or(design.provider().default_region()).to_owned())
}

/// The provider of a resource class of an SDK as the local `provider` of the entry.
pub(super) fn as_provider(mut resource: Resource) -> Resource {
    resource.binding = Binding::Local(Name::known("provider"));
    resource
}

/// The SDK package that a statement's resource comes from.
fn package(statement: &Statement) -> Option<String> {
    match statement {
        Statement::Resource(resource) => match &resource.class {
            Class::Sdk(kind) => Some(kind.package.clone()),
            _ => None,
        },
        _ => None,
    }
}

/// The first output of a name keeps it, so that what reads it is not cut off by what is drawn later; those that come
/// after it get their service before it.
fn unique_outputs(outputs: &mut [Output]) {
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut scope = Scope::new();
    for output in outputs {
        let first = seen.insert(output.name.camel().to_lowercase());
        let wish = match &output.service {
            Some(service) if !first => format!("{service}-{}", output.name),
            _ => output.name.to_string(),
        };
        output.name = scope.take(&wish, "output");
    }
}
