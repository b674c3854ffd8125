//! After a change: scene and findings anew, focus and selection on what is still there.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::check::{self, Finding, Severity};
use crate::design::Design;
use crate::layout::Direction;
use crate::render::{Arrangement, Detail, Focus, Scene};

use super::super::effect::Effect;
use super::look::Anchor;
use super::{Mode, Session};

/// The most nodes that are laid out and checked at once; more go to another thread.
const AT_ONCE: usize = 150;
/// The most nodes that are laid out ahead of need at the other levels of detail, so that zooming does not wait.
pub(super) const AHEAD: usize = 2_000;

/// A scene, and what it shows: which state of the design and its pins, and which services are turned.
#[derive(Debug, Clone)]
pub(super) struct Level {
    scene: Arc<Scene>,
    content: u64,
    turned: std::collections::BTreeSet<String>,
}

/// Where it is kept: one for each level of detail.
pub(super) type Levels = BTreeMap<Detail, Level>;

impl Session {
    /// Brings everything that follows from the design up to date. What takes longer than a frame is asked for.
    pub(crate) fn settle(&mut self) -> Vec<Effect> {
        self.keep_focus();
        self.follow_again();
        self.unchecked = !self.is_small();
        let mut effects = self.settle_places();
        self.checking += 1;
        effects.extend(self.ask_code());
        if self.is_small() {
            self.take_findings(check::check(self.document.design()));
        } else {
            effects.push(Effect::Check { generation: self.checking, design: self.shared_design() });
        }
        effects
    }

    /// Brings up to date what follows from the places of nodes.
    pub(super) fn settle_places(&mut self) -> Vec<Effect> {
        self.content += 1;
        self.arrange()
    }

    /// Lets flows run down instead of right, or right again.
    pub(crate) fn turn_direction(&mut self) -> Vec<Effect> {
        self.direction = match self.direction {
            Direction::Right => Direction::Down,
            Direction::Down => Direction::Right,
        };
        self.follow = true;
        self.settle_places()
    }

    /// Whether the design is small enough for everything to be done at once.
    pub(super) fn is_small(&self) -> bool {
        self.design().node_count() <= AT_ONCE
    }

    /// How the design is to be arranged.
    pub(super) fn arrangement(&self, detail: Detail) -> Arrangement {
        Arrangement {
            detail,
            pins: self.pins.clone(),
            opened: self.opened.clone(),
            folded: self.folded.clone(),
            direction: self.direction,
        }
    }

    fn turned(&self, detail: Detail) -> &std::collections::BTreeSet<String> {
        if detail == Detail::Overview { &self.opened } else { &self.folded }
    }

    /// Shows the design as it is now at the level of detail that is wanted now.
    pub(super) fn arrange(&mut self) -> Vec<Effect> {
        self.generation += 1;
        self.waiting = false;
        if let Some(scene) = self.ready(self.detail) {
            self.take_scene(scene);
            return self.look_ahead();
        }
        let arrangement = self.arrangement(self.detail);
        let previous = self.before(self.detail);
        if self.is_small() {
            let scene = Scene::arranged(self.document.design(), &arrangement, previous.as_deref());
            self.take_scene(Arc::new(scene));
            return Vec::new();
        }
        self.waiting = true;
        vec![Effect::LayOut { generation: self.generation, design: self.shared_design(), arrangement, previous }]
    }

    /// The scene of a level of detail, when there is one of the design as it is now.
    pub(super) fn ready(&self, detail: Detail) -> Option<Arc<Scene>> {
        let level = self.levels.get(&detail)?;
        (level.content == self.content && level.turned == *self.turned(detail)).then(|| Arc::clone(&level.scene))
    }

    /// The last scene of a level of detail.
    fn before(&self, detail: Detail) -> Option<Arc<Scene>> {
        self.levels.get(&detail).map(|level| Arc::clone(&level.scene))
    }

    /// Asks for the next level of detail that is not ready, while there is nothing else to lay out or to check.
    fn look_ahead(&mut self) -> Vec<Effect> {
        let count = self.design().node_count();
        if self.is_small() || count > AHEAD || self.waiting || self.unchecked || self.ahead {
            return Vec::new();
        }
        let Some(detail) = Detail::ALL.into_iter().rev().find(|detail| self.ready(*detail).is_none()) else {
            return Vec::new();
        };
        self.ahead = true;
        vec![Effect::LayOutAhead {
            content: self.content,
            design: self.shared_design(),
            arrangement: self.arrangement(detail),
            previous: self.before(detail),
        }]
    }

    /// Keeps a scene that was laid out ahead, unless the design has moved on, and asks for the next.
    pub(crate) fn laid_out_ahead(&mut self, content: u64, scene: Arc<Scene>) -> Vec<Effect> {
        self.ahead = false;
        if content == self.content {
            let detail = scene.detail();
            let turned = self.turned(detail).clone();
            self.levels.insert(detail, Level { scene, content, turned });
        }
        self.look_ahead()
    }

    /// Takes a scene that was asked for, unless the design has moved on.
    pub(crate) fn laid_out(&mut self, generation: u64, scene: Arc<Scene>, canvas: (u16, u16)) -> Vec<Effect> {
        if generation != self.generation {
            return Vec::new();
        }
        self.waiting = false;
        self.take_scene(scene);
        if !std::mem::replace(&mut self.shown, true) {
            self.show_all(canvas);
        }
        self.look_ahead()
    }

    /// Shows a scene such that what is looked at stays where it is on the screen.
    fn take_scene(&mut self, scene: Arc<Scene>) {
        let anchor = self.anchor.take();
        let inner = self.inner.as_ref().filter(|id| self.focus == Some(Focus::Service(id.service.clone())));
        let focus = inner.cloned().map(Focus::Node).or_else(|| self.focus.clone()).map(Anchor::of_focus);
        if let Some(offset) = anchor.or(focus).and_then(|anchor| anchor.offset(self.offset, &self.scene, &scene)) {
            self.offset = offset;
        }
        let turned = self.turned(scene.detail()).clone();
        self.levels.insert(scene.detail(), Level { scene: Arc::clone(&scene), content: self.content, turned });
        self.scene = scene;
        self.dropped.clear();
        (self.judged, self.clearer) = (false, None);
        // Out of its folded service again, a node is in focus as before.
        if let (Some(Focus::Service(name)), Some(inner)) = (&self.focus, &self.inner)
            && inner.service == *name
            && !self.scene.is_service_folded(name)
        {
            self.focus = self.inner.take().map(Focus::Node);
        }
        if self.focus.is_none() {
            self.focus = self.scene.first();
        }
    }

    /// Shows a scene of the design as it is now that was not asked for by an edit.
    pub(super) fn show_anew(&mut self, scene: Arc<Scene>) -> Vec<Effect> {
        self.take_scene(scene);
        self.look_ahead()
    }

    /// The design as it is now, to be handed to another thread.
    pub(super) fn shared_design(&self) -> Arc<Design> {
        self.document.shared_design()
    }

    /// Takes findings that were asked for, unless the design has moved on.
    pub(crate) fn checked(&mut self, generation: u64, findings: Vec<Finding>) -> Vec<Effect> {
        if generation != self.checking {
            return Vec::new();
        }
        self.unchecked = false;
        self.take_findings(findings);
        self.look_ahead()
    }

    fn take_findings(&mut self, findings: Vec<Finding>) {
        let mut worst = BTreeMap::new();
        let mut about: BTreeMap<Focus, Vec<usize>> = BTreeMap::new();
        for (index, finding) in findings.iter().enumerate() {
            if let Some(id) = finding.place.node_id() {
                let known = worst.entry(id.clone()).or_insert(finding.severity);
                *known = (*known).min(finding.severity);
            }
            if let Some(focus) = self.focus_of(&finding.place) {
                about.entry(focus).or_default().push(index);
            }
        }
        let count = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
        self.counts = [Severity::Error, Severity::Warning, Severity::Info].map(count);
        self.worst = Arc::new(worst);
        self.about = about;
        self.visited &= self.findings == findings;
        self.findings = findings;
        self.problem = self.problem.min(self.findings.len().saturating_sub(1));
    }

    /// What the checks say about something.
    pub(crate) fn findings_about(&self, focus: &Focus) -> impl Iterator<Item = &Finding> {
        self.about.get(focus).into_iter().flatten().filter_map(|index| self.findings.get(*index))
    }

    fn keep_focus(&mut self) {
        let design = self.document.design();
        self.selected.retain(|id| design.node(id).is_some());
        self.opened.retain(|name| design.services.contains_key(name));
        self.folded.retain(|name| design.services.contains_key(name));
        let alive = match &self.focus {
            Some(Focus::Node(id)) => design.node(id).is_some(),
            Some(Focus::Flow(id)) => design.flow(*id).is_some(),
            Some(Focus::Service(name)) => design.services.contains_key(name),
            None => true,
        };
        if !alive {
            // What stood beside it stays where it is, now that it is looked at.
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
