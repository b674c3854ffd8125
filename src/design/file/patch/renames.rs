//! What things that stand in the text are called now.

use std::collections::BTreeMap;

use crate::design::file::save::Rename;
use crate::design::model::NodeId;
use crate::value::{Map, Value};

/// Where an entry of the text has gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fate {
    /// It stays where it is, under this name.
    Here(String),
    /// It is in another mapping now, or its name was given to something else.
    Away,
}

/// The present names of services and nodes that stand in the text.
#[derive(Debug, Clone, Default)]
pub(super) struct Renames {
    /// Present names by those in the text; `None` where another thing has taken the name.
    services: BTreeMap<String, Option<String>>,
    nodes: BTreeMap<NodeId, Option<NodeId>>,
    /// Names in the text by present ones.
    origins: BTreeMap<NodeId, NodeId>,
    any: bool,
}

impl Renames {
    /// Follows the renames in order, from the names in `base`.
    pub(super) fn compose(renames: &[Rename], base: &Map) -> Self {
        if renames.is_empty() {
            return Self::default();
        }
        let mut services: BTreeMap<String, String> = BTreeMap::new();
        let mut nodes: BTreeMap<NodeId, NodeId> = BTreeMap::new();
        for (service, content) in base.get("services").and_then(Value::as_map).into_iter().flatten() {
            services.insert(service.clone(), service.clone());
            for node in content.get("nodes").and_then(Value::as_map).into_iter().flat_map(Map::keys) {
                let id = NodeId::new(service.clone(), node.clone());
                nodes.insert(id.clone(), id);
            }
        }
        let (all_services, all_nodes) = (services.clone(), nodes.clone());
        for rename in renames {
            match rename {
                Rename::Service { from, to } => {
                    if let Some(origin) = services.remove(from) {
                        services.insert(to.clone(), origin);
                    }
                    let moved: Vec<NodeId> = nodes.keys().filter(|id| id.service == *from).cloned().collect();
                    for id in moved {
                        if let Some(origin) = nodes.remove(&id) {
                            nodes.insert(NodeId::new(to.clone(), id.node), origin);
                        }
                    }
                }
                Rename::Node { from, to } => {
                    if let Some(origin) = nodes.remove(from) {
                        nodes.insert(to.clone(), origin);
                    }
                }
            }
        }
        let mut this = Self {
            services: all_services.into_keys().map(|name| (name, None)).collect(),
            nodes: all_nodes.into_keys().map(|id| (id, None)).collect(),
            any: true,
            ..Self::default()
        };
        for (now, origin) in services {
            this.services.insert(origin, Some(now));
        }
        for (now, origin) in nodes {
            this.nodes.insert(origin.clone(), Some(now.clone()));
            this.origins.insert(now, origin);
        }
        this
    }

    /// Whether keys below that way may have other names now, so that it has to be walked even where nothing differs.
    pub(super) fn concern(&self, path: &[&str]) -> bool {
        self.any && matches!(path, [] | ["services"] | ["services", _] | ["services", _, "nodes"])
    }

    /// What became of the entry `key` of the mapping at that way (in the names of the text).
    pub(super) fn fate(&self, path: &[&str], key: &str) -> Fate {
        let here = || Fate::Here(key.to_owned());
        if !self.any {
            return here();
        }
        match path {
            ["services"] => match self.services.get(key) {
                Some(now) => now.clone().map_or(Fate::Away, Fate::Here),
                None => here(),
            },
            ["services", service, "nodes"] => {
                let home = self.services.get(*service).cloned().flatten();
                match self.nodes.get(&NodeId::new(*service, key)) {
                    Some(Some(now)) if Some(&now.service) == home.as_ref() => Fate::Here(now.node.clone()),
                    Some(_) => Fate::Away,
                    None => here(),
                }
            }
            ["environments", _, "set"] => match NodeId::parse(key).and_then(|id| self.nodes.get(&id).cloned()) {
                Some(Some(now)) => Fate::Here(now.to_string()),
                Some(None) => Fate::Away,
                None => here(),
            },
            _ => here(),
        }
    }

    /// The id in the text of a node that is now in the mapping at that way (in the names of the text), where it came
    /// from another mapping.
    pub(super) fn origin(&self, path: &[&str], key: &str) -> Option<&NodeId> {
        let ["services", service, "nodes"] = path else { return None };
        let home = self.services.get(*service).cloned().flatten().unwrap_or_else(|| (*service).to_owned());
        self.origins.get(&NodeId::new(home, key)).filter(|origin| origin.service != *service)
    }
}
