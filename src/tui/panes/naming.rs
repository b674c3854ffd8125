//! Names: of new services, and other names for nodes and services.

use crate::design::name::NameKind;
use crate::design::{Edit, NodeId, Service};
use crate::render::Focus;
use crate::tui::effect::Effect;
use crate::tui::panes::palette;
use crate::tui::panes::prompt::{Prompt, Question};
use crate::tui::state::State;

/// Asks for the name of a new service, and adds a node of that kind to it, when one is given.
pub(crate) fn new_service(state: &mut State, kind: Option<String>) {
    if state.readonly {
        state.complain("This session is for reading only");
        return;
    }
    state.show(Prompt::line(NewService { kind }, ""));
}

/// Asks for another name for what is in focus.
pub(crate) fn rename(state: &mut State) {
    let Some(session) = &state.session else { return };
    if state.readonly {
        state.complain("This session is for reading only");
        return;
    }
    match session.focus().cloned() {
        Some(Focus::Node(id)) => {
            let name = id.node.clone();
            state.show(Prompt::line(RenameNode { id }, &name));
        }
        Some(Focus::Service(name)) => state.show(Prompt::line(RenameService { name: name.clone() }, &name)),
        _ => state.complain("Focus a node or a service to rename"),
    }
}

#[derive(Debug)]
struct NewService {
    kind: Option<String>,
}

impl Question for NewService {
    fn name(&self) -> &'static str {
        "SERVICE"
    }

    fn title(&self, _state: &State) -> String {
        "A new service".to_owned()
    }

    fn help(&self, _state: &State) -> String {
        "Nodes of a service are built and deployed together. The service `shared` holds what several use.".to_owned()
    }

    fn check(&self, state: &State, text: &str) -> Result<String, String> {
        NameKind::Service.check(text).map_err(|reason| with_suggestion(&reason, NameKind::Service, text))?;
        let taken = state.session.as_ref().is_some_and(|session| session.design().services.contains_key(text));
        if taken { Err(format!("There is a service {text} already")) } else { Ok(String::new()) }
    }

    fn accept(&mut self, state: &mut State, text: &str) -> Vec<Effect> {
        if let Some(kind) = &self.kind {
            return palette::add(state, text, kind);
        }
        let edit = Edit::AddService { name: text.to_owned(), service: Service::default(), index: None };
        state.edit_and_focus(
            edit,
            &format!("Add service {text}; a adds its first node"),
            Focus::Service(text.to_owned()),
        )
    }
}

fn with_suggestion(reason: &str, kind: NameKind, text: &str) -> String {
    match kind.suggest(text).filter(|suggestion| suggestion != text) {
        Some(suggestion) => format!("{reason}; did you mean {suggestion}?"),
        None => reason.to_owned(),
    }
}

#[derive(Debug)]
struct RenameNode {
    id: NodeId,
}

impl RenameNode {
    fn target(&self, text: &str) -> NodeId {
        NodeId::parse(text).unwrap_or_else(|| NodeId::new(self.id.service.clone(), text))
    }
}

impl Question for RenameNode {
    fn name(&self) -> &'static str {
        "RENAME"
    }

    fn title(&self, _state: &State) -> String {
        format!("Rename {}", self.id)
    }

    fn help(&self, _state: &State) -> String {
        "Flows and overrides follow, and what is deployed stays. With a service in front (orders.jobs) it moves there."
            .to_owned()
    }

    fn check(&self, state: &State, text: &str) -> Result<String, String> {
        let Some(session) = &state.session else { return Ok(String::new()) };
        let target = self.target(text);
        NameKind::Node.check(&target.node).map_err(|reason| with_suggestion(&reason, NameKind::Node, &target.node))?;
        if !session.design().services.contains_key(&target.service) {
            return Err(format!("There is no service {}", target.service));
        }
        if target != self.id && session.design().node(&target).is_some() {
            return Err(format!("There is a node {target} already"));
        }
        Ok(if target.service == self.id.service { String::new() } else { format!("Moves to {}", target.service) })
    }

    fn accept(&mut self, state: &mut State, text: &str) -> Vec<Effect> {
        let target = self.target(text);
        if target == self.id {
            return Vec::new();
        }
        let Some(edit) = state.session.as_ref().map(|session| session.document.rename(&self.id, &target)) else {
            return Vec::new();
        };
        state.edit_and_focus(edit, &format!("Rename {} to {target}", self.id), Focus::Node(target))
    }
}

#[derive(Debug)]
struct RenameService {
    name: String,
}

impl Question for RenameService {
    fn name(&self) -> &'static str {
        "RENAME"
    }

    fn title(&self, _state: &State) -> String {
        format!("Rename service {}", self.name)
    }

    fn help(&self, _state: &State) -> String {
        "Flows and overrides of its nodes follow.".to_owned()
    }

    fn check(&self, state: &State, text: &str) -> Result<String, String> {
        NameKind::Service.check(text).map_err(|reason| with_suggestion(&reason, NameKind::Service, text))?;
        let taken = state.session.as_ref().is_some_and(|session| session.design().services.contains_key(text));
        if taken && text != self.name { Err(format!("There is a service {text} already")) } else { Ok(String::new()) }
    }

    fn accept(&mut self, state: &mut State, text: &str) -> Vec<Effect> {
        if text == self.name {
            return Vec::new();
        }
        let edit = Edit::RenameService { from: self.name.clone(), to: text.to_owned() };
        let label = format!("Rename service {} to {text}", self.name);
        state.edit_and_focus(edit, &label, Focus::Service(text.to_owned()))
    }
}
