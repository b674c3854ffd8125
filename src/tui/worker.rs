//! Threads that work for the session: those that do one thing and end, and those that do only the newest of what they are
//! asked for.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;

use super::effect::Effect;
use super::message::Message;
use super::terminal::WORKER;
use super::work::work_and_tell;

/// Has the work done on a thread of its own. A panic there is told, not lost.
pub(super) fn once(effect: Effect, sender: &Sender<Message>) {
    let answer = sender.clone();
    start(sender, move || perform(effect, &answer));
}

/// A thread that does one thing after another, and of what has come meanwhile only the last of each urgency: while a
/// person goes on editing, what an earlier edit asked for is no longer wanted.
#[derive(Debug, Default)]
pub(super) struct Newest {
    queue: Option<Arc<Queue>>,
}

/// How urgent a kind of work is; what is first in this order is done first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Urgency {
    /// It is looked at now.
    Shown,
    /// It is told about what is shown.
    Beside,
    /// Nobody waits for it.
    Idle,
}

#[derive(Debug, Default)]
struct Queue {
    wanted: Mutex<BTreeMap<Urgency, Effect>>,
    came: Condvar,
}

impl Newest {
    /// Asks for work, in place of what was asked for with that urgency and not begun.
    pub(super) fn ask(&mut self, urgency: Urgency, effect: Effect, sender: &Sender<Message>) {
        let queue = self.queue.get_or_insert_with(|| {
            let queue = Arc::new(Queue::default());
            let (waiting, answer) = (Arc::clone(&queue), sender.clone());
            start(sender, move || {
                loop {
                    perform(waiting.take(), &answer);
                }
            });
            queue
        });
        queue.put(urgency, effect);
    }
}

impl Queue {
    fn put(&self, urgency: Urgency, effect: Effect) {
        self.wanted.lock().unwrap_or_else(PoisonError::into_inner).insert(urgency, effect);
        self.came.notify_one();
    }

    fn take(&self) -> Effect {
        let mut wanted = self.wanted.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some((_, effect)) = wanted.pop_first() {
                return effect;
            }
            wanted = self.came.wait(wanted).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

fn start(sender: &Sender<Message>, run: impl FnOnce() + Send + 'static) {
    if let Err(error) = thread::Builder::new().name(WORKER.to_owned()).spawn(run) {
        let _ = sender.send(Message::Notice(format!("No thread for the work: {error}")));
    }
}

fn perform(effect: Effect, sender: &Sender<Message>) {
    let exporting = matches!(effect, Effect::Export { .. });
    // Nobody listens any more when the session has ended.
    let tell = |message| drop(sender.send(message));
    if catch_unwind(AssertUnwindSafe(|| work_and_tell(effect, tell))).is_err() {
        let reason = "Something went wrong in the program itself; the design is as it was".to_owned();
        tell(if exporting { Message::Exported(Box::new(Err(reason))) } else { Message::Notice(reason) });
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::sync::mpsc::channel;

    use super::*;
    use crate::design::Design;

    fn check(generation: u64) -> Effect {
        Effect::Check { generation, design: Arc::new(Design::default()) }
    }

    #[test]
    fn of_what_came_while_it_worked_only_the_newest_is_done() {
        let queue = Queue::default();
        queue.put(Urgency::Shown, check(1));
        queue.put(Urgency::Shown, check(2));
        assert!(matches!(queue.take(), Effect::Check { generation: 2, .. }));
        let (sender, receiver) = channel();
        let mut newest = Newest::default();
        for generation in 0..50 {
            newest.ask(Urgency::Shown, check(generation), &sender);
        }
        let last = receiver.iter().find_map(|message| match message {
            Message::Checked { generation: 49, .. } => Some(()),
            _ => None,
        });
        assert_eq!(last, Some(()));
    }

    #[test]
    fn what_is_shown_is_done_before_what_is_told_beside_it() {
        let queue = Queue::default();
        queue.put(Urgency::Beside, check(1));
        queue.put(Urgency::Shown, check(2));
        assert!(matches!(queue.take(), Effect::Check { generation: 2, .. }));
        assert!(matches!(queue.take(), Effect::Check { generation: 1, .. }));
    }
}
