//! Laying out again. After edits all that could stay has stayed where it was; where a drawing that begins anew would be
//! much clearer, that is offered. Nothing moves before it is asked for.

use std::sync::Arc;

use crate::render::{Clarity, Scene};

use super::super::effect::Effect;
use super::{Mode, Session};

/// A clearer drawing of what is on the screen.
#[derive(Debug, Clone)]
pub struct Clearer {
    /// The scene that it is clearer than.
    pub than: Arc<Scene>,
    /// The scene.
    pub scene: Arc<Scene>,
    /// How clear that on the screen is, and how clear this is.
    pub clarity: [Clarity; 2],
}

impl Clearer {
    /// The scene that begins anew, if it is much clearer than that on the screen.
    pub(crate) fn of(than: Arc<Scene>, scene: Arc<Scene>) -> Option<Self> {
        let clarity = [Clarity::of(&than), Clarity::of(&scene)];
        let [before, after] = clarity;
        before.is_much_worse_than(after).then_some(Self { than, scene, clarity })
    }
}

impl Session {
    /// Has it found out whether a drawing that begins anew would be clearer than what edits have left, once for each
    /// drawing, while nothing is being moved.
    pub(crate) fn ask_clearer(&mut self) -> Option<Effect> {
        let settled = self.mode == Mode::Normal && !self.waiting && self.dropped.is_empty();
        if self.judged || !settled || !self.scene.is_kept() || self.design().node_count() > super::settle::AHEAD {
            return None;
        }
        self.judged = true;
        Some(Effect::LayOutAnew {
            than: Arc::clone(&self.scene),
            design: self.shared_design(),
            arrangement: self.arrangement(self.scene.detail()),
        })
    }

    /// Takes a clearer drawing, unless the screen shows another by now.
    pub(crate) fn take_clearer(&mut self, clearer: Clearer) {
        if Arc::ptr_eq(&clearer.than, &self.scene) {
            self.clearer = Some(clearer);
        }
    }

    /// The clearer drawing that is offered.
    pub(crate) fn clearer(&self) -> Option<&Clearer> {
        self.clearer.as_ref().filter(|_| self.mode == Mode::Normal && !self.waiting)
    }

    /// Draws everything anew, whatever stood where.
    pub(crate) fn lay_out_again(&mut self) -> Vec<Effect> {
        self.levels.clear();
        self.follow = true;
        match self.clearer.take() {
            Some(clearer) => self.show_anew(clearer.scene),
            None => self.arrange(),
        }
    }
}
