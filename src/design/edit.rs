//! Edits: the only way a design changes after it is loaded. Each is a value, and applying it gives its inverse.
//!
//! Undo, quick fixes, the canvas and the inspector all speak in edits.

mod parts;

use thiserror::Error;

use crate::catalog::{Language, Provider, catalog};
use crate::value::Value;

use parts::{set_entry, set_path};

use super::model::{Accepted, Design, Environment, Event, Flow, FlowId, Node, NodeId, Service, Setting, Stacks};

/// One change of a design.
#[derive(Debug, Clone, PartialEq)]
pub enum Edit {
    /// Several changes as one, in order.
    Batch(Vec<Edit>),
    /// The project's name.
    SetName(String),
    /// The design's description.
    SetDescription(Option<String>),
    /// The cloud.
    SetProvider(Option<Provider>),
    /// The region.
    SetRegion(Option<String>),
    /// The language.
    SetLanguage(Option<Language>),
    /// How it is cut into projects.
    SetStacks(Option<Stacks>),
    /// A service comes, at the position or at the end.
    AddService {
        /// Its name.
        name: String,
        /// Its content.
        service: Service,
        /// Where among the services.
        index: Option<usize>,
    },
    /// A service goes. Flows of its nodes must have gone before.
    RemoveService(String),
    /// A service gets another name; flows, overrides and accepted findings follow.
    RenameService {
        /// The old name.
        from: String,
        /// The new name.
        to: String,
    },
    /// A service's description.
    SetServiceDescription {
        /// The service.
        name: String,
        /// What it is for.
        description: Option<String>,
    },
    /// A node comes, at the position or at the end of its service.
    AddNode {
        /// Its id.
        id: NodeId,
        /// Its content.
        node: Node,
        /// Where among the nodes of its service.
        index: Option<usize>,
    },
    /// A node goes. Its flows must have gone before.
    RemoveNode(NodeId),
    /// A node gets another name or moves to another service; flows, overrides and accepted findings follow.
    RenameNode {
        /// The old id.
        from: NodeId,
        /// The new id.
        to: NodeId,
        /// Where among the nodes of the new service.
        index: Option<usize>,
    },
    /// A node becomes one of another kind; its properties stay as written.
    SetKind {
        /// The node.
        id: NodeId,
        /// The kind.
        kind: String,
    },
    /// A property of a node, or a part of one, is written or (with `None`) taken away.
    SetProperty {
        /// The node.
        id: NodeId,
        /// The way to the part.
        path: Vec<String>,
        /// The value.
        value: Option<Value>,
    },
    /// A flow comes, at the position or at the end.
    AddFlow {
        /// The flow.
        flow: Flow,
        /// Where among the flows.
        index: Option<usize>,
    },
    /// A flow goes.
    RemoveFlow(FlowId),
    /// A flow becomes one of another kind, or joins other nodes.
    ReplaceFlow(Flow),
    /// A property of a flow, or a part of one, is written or taken away.
    SetFlowProperty {
        /// The flow.
        id: FlowId,
        /// The way to the part.
        path: Vec<String>,
        /// The value.
        value: Option<Value>,
    },
    /// An environment comes, changes or (with `None`) goes.
    SetEnvironment {
        /// Its name.
        name: String,
        /// Its content.
        environment: Option<Environment>,
        /// Where among the environments, when it comes.
        index: Option<usize>,
    },
    /// A setting comes, changes or goes.
    SetSetting {
        /// Its name.
        name: String,
        /// Its content.
        setting: Option<Setting>,
        /// Where among the settings, when it comes.
        index: Option<usize>,
    },
    /// An event's contract comes, changes or goes.
    SetEvent {
        /// Its name.
        name: String,
        /// Its content.
        event: Option<Event>,
        /// Where among the events, when it comes.
        index: Option<usize>,
    },
    /// A finding is accepted.
    AddAllow {
        /// Which and why.
        accepted: Accepted,
        /// Where among the accepted ones.
        index: Option<usize>,
    },
    /// A finding is no longer accepted.
    RemoveAllow(usize),
}

/// Why an edit cannot be applied; the design is then as it was.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum EditError {
    /// No such thing.
    #[error("there is no {0}")]
    Missing(String),
    /// The name is taken.
    #[error("{0} is there already")]
    Taken(String),
    /// Something still refers to it.
    #[error("{0} still has flows")]
    InUse(String),
}

impl Design {
    /// Applies the edit and gives the edit that takes it back. On an error nothing has changed.
    pub fn apply(&mut self, edit: Edit) -> Result<Edit, EditError> {
        match edit {
            Edit::Batch(edits) => self.apply_batch(edits),
            Edit::SetName(name) => Ok(Edit::SetName(std::mem::replace(&mut self.name, name))),
            Edit::SetDescription(value) => Ok(Edit::SetDescription(std::mem::replace(&mut self.description, value))),
            Edit::SetProvider(value) => Ok(Edit::SetProvider(std::mem::replace(&mut self.provider, value))),
            Edit::SetRegion(value) => Ok(Edit::SetRegion(std::mem::replace(&mut self.region, value))),
            Edit::SetLanguage(value) => Ok(Edit::SetLanguage(std::mem::replace(&mut self.language, value))),
            Edit::SetStacks(value) => Ok(Edit::SetStacks(std::mem::replace(&mut self.stacks, value))),
            Edit::AddService { name, service, index } => self.add_service(name, service, index),
            Edit::RemoveService(name) => self.remove_service(&name),
            Edit::RenameService { from, to } => self.rename_service(from, to),
            Edit::SetServiceDescription { name, description } => {
                let service = self.services.get_mut(&name).ok_or_else(|| missing("service", &name))?;
                let description = std::mem::replace(&mut service.description, description);
                Ok(Edit::SetServiceDescription { name, description })
            }
            Edit::AddNode { id, node, index } => self.add_node(id, node, index),
            Edit::RemoveNode(id) => self.remove_node(id),
            Edit::RenameNode { from, to, index } => self.rename_node(from, to, index),
            Edit::SetKind { id, kind } => {
                let node = self.node_mut(&id).ok_or_else(|| missing("node", &id))?;
                let kind = std::mem::replace(&mut node.kind, kind);
                Ok(Edit::SetKind { id, kind })
            }
            Edit::SetProperty { id, path, value } => {
                let node = self.node_mut(&id).ok_or_else(|| missing("node", &id))?;
                let undo = set_path(&mut node.properties, &path, value);
                Ok(Edit::SetProperty { id, path: undo.0, value: undo.1 })
            }
            Edit::AddFlow { flow, index } => self.add_flow(flow, index),
            Edit::RemoveFlow(id) => {
                let index = self.flow_index(id)?;
                Ok(Edit::AddFlow { flow: self.flows.remove(index), index: Some(index) })
            }
            Edit::ReplaceFlow(flow) => {
                let index = self.flow_index(flow.id)?;
                let old = self.flows.get_mut(index).map(|slot| std::mem::replace(slot, flow));
                old.map(Edit::ReplaceFlow).ok_or_else(|| EditError::Missing("flow".to_owned()))
            }
            Edit::SetFlowProperty { id, path, value } => {
                let flow = self.flow_mut(id).ok_or_else(|| missing("flow", &id.0))?;
                let undo = set_path(&mut flow.properties, &path, value);
                Ok(Edit::SetFlowProperty { id, path: undo.0, value: undo.1 })
            }
            Edit::SetEnvironment { name, environment, index } => {
                let (environment, index) = set_entry(&mut self.environments, &name, environment, index);
                Ok(Edit::SetEnvironment { name, environment, index })
            }
            Edit::SetSetting { name, setting, index } => {
                let (setting, index) = set_entry(&mut self.settings, &name, setting, index);
                Ok(Edit::SetSetting { name, setting, index })
            }
            Edit::SetEvent { name, event, index } => {
                let (event, index) = set_entry(&mut self.events, &name, event, index);
                Ok(Edit::SetEvent { name, event, index })
            }
            Edit::AddAllow { accepted, index } => {
                let index = index.unwrap_or(self.allow.len()).min(self.allow.len());
                self.allow.insert(index, accepted);
                Ok(Edit::RemoveAllow(index))
            }
            Edit::RemoveAllow(index) => {
                if index >= self.allow.len() {
                    return Err(missing("accepted finding", &index));
                }
                Ok(Edit::AddAllow { accepted: self.allow.remove(index), index: Some(index) })
            }
        }
    }

    fn apply_batch(&mut self, edits: Vec<Edit>) -> Result<Edit, EditError> {
        let mut inverses = Vec::with_capacity(edits.len());
        for edit in edits {
            match self.apply(edit) {
                Ok(inverse) => inverses.push(inverse),
                Err(error) => {
                    for inverse in inverses.into_iter().rev() {
                        self.apply(inverse)?;
                    }
                    return Err(error);
                }
            }
        }
        inverses.reverse();
        Ok(Edit::Batch(inverses))
    }

    fn add_service(&mut self, name: String, service: Service, index: Option<usize>) -> Result<Edit, EditError> {
        if self.services.contains_key(&name) {
            return Err(taken("service", &name));
        }
        let index = index.unwrap_or(self.services.len()).min(self.services.len());
        self.services.shift_insert(index, name.clone(), service);
        Ok(Edit::RemoveService(name))
    }

    fn remove_service(&mut self, name: &str) -> Result<Edit, EditError> {
        if self.flows.iter().any(|flow| flow.from.service == name || flow.to.service == name) {
            return Err(EditError::InUse(format!("service {name}")));
        }
        let (index, name, service) = self.services.shift_remove_full(name).ok_or_else(|| missing("service", &name))?;
        Ok(Edit::AddService { name, service, index: Some(index) })
    }

    fn rename_service(&mut self, from: String, to: String) -> Result<Edit, EditError> {
        if from != to && self.services.contains_key(&to) {
            return Err(taken("service", &to));
        }
        let (index, _, service) = self.services.shift_remove_full(&from).ok_or_else(|| missing("service", &from))?;
        let names: Vec<String> = service.nodes.keys().cloned().collect();
        self.services.shift_insert(index, to.clone(), service);
        for name in names {
            self.follow(&NodeId::new(from.clone(), name.clone()), &NodeId::new(to.clone(), name));
        }
        for accepted in &mut self.allow {
            if accepted.at == from {
                accepted.at.clone_from(&to);
            }
        }
        Ok(Edit::RenameService { from: to, to: from })
    }

    fn add_node(&mut self, id: NodeId, node: Node, index: Option<usize>) -> Result<Edit, EditError> {
        let service = self.services.get_mut(&id.service).ok_or_else(|| missing("service", &id.service))?;
        if service.nodes.contains_key(&id.node) {
            return Err(taken("node", &id));
        }
        let index = index.unwrap_or(service.nodes.len()).min(service.nodes.len());
        service.nodes.shift_insert(index, id.node.clone(), node);
        Ok(Edit::RemoveNode(id))
    }

    fn remove_node(&mut self, id: NodeId) -> Result<Edit, EditError> {
        if self.flows.iter().any(|flow| flow.from == id || flow.to == id) {
            return Err(EditError::InUse(format!("node {id}")));
        }
        let removed = self.services.get_mut(&id.service).and_then(|service| service.nodes.shift_remove_full(&id.node));
        let (index, _, node) = removed.ok_or_else(|| missing("node", &id))?;
        Ok(Edit::AddNode { id, node, index: Some(index) })
    }

    fn rename_node(&mut self, from: NodeId, to: NodeId, index: Option<usize>) -> Result<Edit, EditError> {
        if from != to && self.node(&to).is_some() {
            return Err(taken("node", &to));
        }
        if !self.services.contains_key(&to.service) {
            return Err(missing("service", &to.service));
        }
        let removed =
            self.services.get_mut(&from.service).and_then(|service| service.nodes.shift_remove_full(&from.node));
        let (old_index, _, node) = removed.ok_or_else(|| missing("node", &from))?;
        let Some(service) = self.services.get_mut(&to.service) else {
            return Err(missing("service", &to.service));
        };
        let same_service = from.service == to.service;
        let index =
            index.unwrap_or(if same_service { old_index } else { service.nodes.len() }).min(service.nodes.len());
        service.nodes.shift_insert(index, to.node.clone(), node);
        self.follow(&from, &to);
        Ok(Edit::RenameNode { from: to, to: from, index: Some(old_index) })
    }

    /// Everything that names the node names it by its new id.
    fn follow(&mut self, from: &NodeId, to: &NodeId) {
        for flow in &mut self.flows {
            if flow.from == *from {
                flow.from.clone_from(to);
            }
            if flow.to == *from {
                flow.to.clone_from(to);
            }
        }
        let (old, new) = (from.to_string(), to.to_string());
        for environment in self.environments.values_mut() {
            if let Some((index, _, set)) = environment.set.shift_remove_full(&old) {
                environment.set.shift_insert(index, new.clone(), set);
            }
        }
        for accepted in &mut self.allow {
            let ends: Vec<&str> = accepted.at.split('→').map(str::trim).collect();
            if ends.contains(&old.as_str()) {
                let ends: Vec<&str> = ends.iter().map(|end| if *end == old { new.as_str() } else { *end }).collect();
                accepted.at = ends.join(" → ");
            }
        }
        let rename = |value: &mut Value| {
            if value.as_str() == Some(old.as_str()) {
                *value = Value::String(new.clone());
            }
        };
        // Properties that name a node: dead_letters, on_failure, enrich, network.
        let names = ["dead_letters", "on_failure", "enrich", "network"];
        for flow in &mut self.flows {
            for name in names {
                flow.properties.get_mut(name).map(rename);
            }
        }
        for service in self.services.values_mut() {
            for node in service.nodes.values_mut() {
                for name in names {
                    node.properties.get_mut(name).map(rename);
                }
                let steps = catalog().property(&node.kind, "steps");
                if let (Some(property), Some(steps)) = (steps, node.properties.get_mut("steps")) {
                    property.each_node_mut(steps, &mut |value| rename(value));
                }
            }
        }
    }

    fn add_flow(&mut self, flow: Flow, index: Option<usize>) -> Result<Edit, EditError> {
        if self.flow(flow.id).is_some() {
            return Err(taken("flow", &flow.id.0));
        }
        let id = flow.id;
        self.next_flow = self.next_flow.max(id.0 + 1);
        let index = index.unwrap_or(self.flows.len()).min(self.flows.len());
        self.flows.insert(index, flow);
        Ok(Edit::RemoveFlow(id))
    }

    fn flow_index(&self, id: FlowId) -> Result<usize, EditError> {
        self.flows.iter().position(|flow| flow.id == id).ok_or_else(|| missing("flow", &id.0))
    }

    /// The edit that takes a node away together with its flows.
    pub fn removal(&self, id: &NodeId) -> Edit {
        let mut edits: Vec<Edit> = self
            .flows
            .iter()
            .filter(|flow| flow.from == *id || flow.to == *id)
            .map(|flow| Edit::RemoveFlow(flow.id))
            .collect();
        edits.push(Edit::RemoveNode(id.clone()));
        Edit::Batch(edits)
    }

    /// The edit that takes a service away together with its nodes' flows.
    pub fn service_removal(&self, name: &str) -> Edit {
        let mut edits: Vec<Edit> = self
            .flows
            .iter()
            .filter(|flow| flow.from.service == name || flow.to.service == name)
            .map(|flow| Edit::RemoveFlow(flow.id))
            .collect();
        edits.push(Edit::RemoveService(name.to_owned()));
        Edit::Batch(edits)
    }

    /// The edit that renames a node and, since it may be deployed already, notes the old id in `was`; renaming it back takes that away.
    pub fn rename(&self, from: &NodeId, to: &NodeId) -> Edit {
        let rename = Edit::RenameNode { from: from.clone(), to: to.clone(), index: None };
        let value = match self.node(from).and_then(|node| node.get("was")) {
            // It has its old id again.
            Some(was) if was.as_str() == Some(to.to_string().as_str()) => None,
            Some(_) => return rename,
            None => Some(Value::String(from.to_string())),
        };
        let was = Edit::SetProperty { id: to.clone(), path: vec!["was".to_owned()], value };
        Edit::Batch(vec![rename, was])
    }
}

fn missing(what: &str, name: &impl std::fmt::Display) -> EditError {
    EditError::Missing(format!("{what} {name}"))
}

fn taken(what: &str, name: &impl std::fmt::Display) -> EditError {
    EditError::Taken(format!("{what} {name}"))
}
