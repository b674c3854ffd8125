//! Folding services to one box and opening them where they stand.

use crate::render::Focus;

use super::super::effect::Effect;
use super::Session;

impl Session {
    /// Folds the service of what is in focus, or opens it; nothing when it cannot be folded.
    pub(crate) fn turn(&mut self) -> Option<Vec<Effect>> {
        let service = match self.focus.as_ref()? {
            Focus::Node(id) => id.service.clone(),
            Focus::Service(name) => name.clone(),
            Focus::Flow(_) => return None,
        };
        (service != crate::design::model::SHARED).then(|| self.turn_service(&service))
    }

    /// Folds a service, or opens it.
    pub(crate) fn turn_service(&mut self, service: &str) -> Vec<Effect> {
        let mut arrangement = self.arrangement(self.detail);
        arrangement.turn(service);
        (self.opened, self.folded) = (arrangement.opened, arrangement.folded);
        self.follow = true;
        self.arrange()
    }

    /// Opens the service of the node in focus when it is folded.
    pub(crate) fn reveal(&mut self) -> Vec<Effect> {
        match &self.focus {
            Some(Focus::Node(id)) if self.scene.is_folded(id) => {
                let service = id.service.clone();
                self.turn_service(&service)
            }
            _ => Vec::new(),
        }
    }

    /// A node whose service is one box cannot be in focus; its service is.
    pub(super) fn fold_focus(&mut self) {
        if let (false, Some(Focus::Node(id))) = (self.waiting, &self.focus)
            && self.scene.is_folded(id)
        {
            let service = id.service.clone();
            self.inner = Some(id.clone());
            self.focus = Some(Focus::Service(service));
        }
    }
}
