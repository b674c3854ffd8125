//! After a change: scene and findings anew, focus and selection on what is still there.

use std::sync::Arc;

use crate::check::{self, Finding};
use crate::render::{Detail, Focus, Scene};

use super::super::effect::Effect;
use super::{Mode, Session};

/// The most nodes that are laid out and checked at once; more go to another thread.
const AT_ONCE: usize = 150;

impl Session {
    /// Brings everything that follows from the design up to date. What takes longer than a frame is asked for.
    pub(crate) fn settle(&mut self) -> Vec<Effect> {
        self.keep_focus();
        self.follow_again();
        self.generation += 1;
        let design = self.document.design();
        if design.node_count() <= AT_ONCE {
            self.scene = Scene::new(design, &self.pins, self.detail, Some(&self.scene));
            self.waiting = false;
            self.take_findings(check::check(self.document.design()));
            if self.focus.is_none() {
                self.focus = self.scene.first();
            }
            return Vec::new();
        }
        self.waiting = true;
        let design = Arc::new(design.clone());
        let layout = Effect::LayOut {
            generation: self.generation,
            design: Arc::clone(&design),
            pins: self.pins.clone(),
            detail: self.detail,
            previous: Some(Box::new(self.scene.clone())),
        };
        vec![layout, Effect::Check { generation: self.generation, design }]
    }

    /// Takes a scene that was asked for, unless the design has moved on.
    pub(crate) fn laid_out(&mut self, generation: u64, scene: Scene, canvas: (u16, u16)) {
        if generation != self.generation {
            return;
        }
        self.scene = scene;
        self.waiting = false;
        if self.focus.is_none() {
            self.focus = self.scene.first();
        }
        if !std::mem::replace(&mut self.shown, true) {
            self.show_all(canvas);
        }
        self.follow = true;
    }

    /// Takes findings that were asked for, unless the design has moved on.
    pub(crate) fn checked(&mut self, generation: u64, findings: Vec<Finding>) {
        if generation == self.generation {
            self.take_findings(findings);
        }
    }

    fn take_findings(&mut self, findings: Vec<Finding>) {
        self.findings = findings;
        self.problem = self.problem.min(self.findings.len().saturating_sub(1));
    }

    /// Shows more or less of each node.
    pub(crate) fn set_detail(&mut self, detail: Detail) -> Vec<Effect> {
        if detail == self.detail {
            return Vec::new();
        }
        self.detail = detail;
        self.follow = true;
        self.settle()
    }

    fn keep_focus(&mut self) {
        let design = self.document.design();
        self.selected.retain(|id| design.node(id).is_some());
        let alive = match &self.focus {
            Some(Focus::Node(id)) => design.node(id).is_some(),
            Some(Focus::Flow(id)) => design.flow(*id).is_some(),
            Some(Focus::Service(name)) => design.services.contains_key(name),
            None => true,
        };
        if !alive {
            self.focus = self.next_to_focus();
        }
        let design = self.document.design();
        self.jumps.retain(|focus| match focus {
            Focus::Node(id) => design.node(id).is_some(),
            Focus::Flow(id) => design.flow(*id).is_some(),
            Focus::Service(name) => design.services.contains_key(name),
        });
        self.jump = self.jump.min(self.jumps.len());
        if self.environment.as_ref().is_some_and(|name| !self.design().environments.contains_key(name)) {
            self.environment = None;
        }
        // What was being moved and not left anywhere goes back.
        if let Mode::Move(moving) = std::mem::take(&mut self.mode) {
            self.pins = moving.before;
        }
    }

    /// What is nearest to the focus that is about to go, in the scene that still shows it.
    fn next_to_focus(&self) -> Option<Focus> {
        let design = self.design();
        let gone = self.focus.as_ref().and_then(|focus| self.scene.focus_rect(focus))?.centre();
        design
            .nodes()
            .filter_map(|(id, _)| {
                let centre = self.scene.node_rect(&id)?.centre();
                let distance = i64::from((centre.x - gone.x).abs()) + 2 * i64::from((centre.y - gone.y).abs());
                Some((distance, id))
            })
            .min()
            .map(|(_, id)| Focus::Node(id))
    }
}
