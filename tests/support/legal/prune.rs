//! Takes out of a design what is complained about, until nothing is.

use pulumi_designer::check::{Finding, Severity, check};
use pulumi_designer::design::{Design, Edit, Place};
use pulumi_designer::lower::{LowerError, lower};

/// The errors of the checks, and flows that are drawn twice: where, and what is said.
fn error(design: &Design) -> Vec<(Place, String)> {
    let twice = |finding: &Finding| finding.rule == "structure/duplicate-flow";
    let errors = check(design).into_iter().filter(|finding| finding.severity == Severity::Error || twice(finding));
    errors.map(|finding| (finding.place, format!("{}: {}", finding.code, finding.message))).collect()
}

/// Makes the design legal; says what could not be taken out.
pub fn errors(design: &mut Design) -> Result<(), String> {
    for _ in 0..200 {
        let found = error(design);
        if found.is_empty() {
            return Ok(());
        }
        prune(design, &found)?;
    }
    Err("errors that never end".to_owned())
}

/// Makes a legal design one that a program can be made of; returns what was refused.
pub fn refusals(design: &mut Design) -> Result<Vec<LowerError>, String> {
    let mut refused = Vec::new();
    for _ in 0..200 {
        let Err(found) = lower(design) else { return Ok(refused) };
        let places: Vec<(Place, String)> =
            found.iter().map(|error| (error.place.clone(), error.message.clone())).collect();
        prune(design, &places)?;
        refused.extend(found);
        // What is left must be legal still.
        errors(design)?;
    }
    Err("refusals that never end".to_owned())
}

/// Takes out the places, the later of several that stand in one another only where they are still there.
fn prune(design: &mut Design, places: &[(Place, String)]) -> Result<(), String> {
    let before = design.clone();
    for (place, _) in places {
        take_out(design, place);
    }
    if *design == before { Err(format!("cannot be taken out: {:?}", places.first())) } else { Ok(()) }
}

fn take_out(design: &mut Design, place: &Place) {
    match place {
        Place::Node { id, path } => {
            let mut found = false;
            if let Some(name) = path.first() {
                for environment in design.environments.values_mut() {
                    let set = environment.set.get_mut(&id.to_string());
                    found |= set.is_some_and(|set| set.shift_remove(name).is_some());
                }
                let node = design.node_mut(id);
                found |= node.is_some_and(|node| node.properties.shift_remove(name).is_some());
            }
            if !found && design.node(id).is_some() {
                let edit = design.removal(id);
                let _ = design.apply(edit);
                for environment in design.environments.values_mut() {
                    environment.set.shift_remove(&id.to_string());
                }
            }
        }
        Place::Flow { id, path } => {
            let flow = design.flow_mut(*id);
            let found =
                flow.is_some_and(|flow| path.first().is_some_and(|name| flow.properties.shift_remove(name).is_some()));
            if !found {
                let _ = design.apply(Edit::RemoveFlow(*id));
            }
        }
        Place::Environment { name, path } => {
            let inside: Vec<&str> = path.iter().map(String::as_str).collect();
            let found = design.environments.get_mut(name).is_some_and(|environment| match inside.as_slice() {
                ["set", id, property, ..] => {
                    environment.set.get_mut(*id).is_some_and(|set| set.shift_remove(*property).is_some())
                }
                ["set", id] => environment.set.shift_remove(*id).is_some(),
                ["settings", name, ..] => environment.settings.shift_remove(*name).is_some(),
                ["region"] => environment.region.take().is_some(),
                _ => false,
            });
            if !found {
                design.environments.shift_remove(name);
            }
        }
        Place::Setting { name, .. } => {
            design.settings.shift_remove(name);
        }
        Place::Service { name } => {
            let edit = design.service_removal(name);
            let _ = design.apply(edit);
        }
        Place::Event { name, .. } => {
            design.events.shift_remove(name);
        }
        Place::Design { .. } | Place::Allow { .. } => {}
    }
}
