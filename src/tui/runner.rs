//! The rim of the session: waits for messages, updates the state, does what it asks, draws when something changed.

use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Context as _;

use super::effect::Effect;
use super::input::Input;
use super::message::Message;
use super::shelf::Keeper;
use super::state::{Options, State};
use super::terminal::{Inputs, Terminal};
use super::update::update;
use super::worker::{self, Newest, Urgency};

/// How long a design rests before work that could be lost is written down.
const REST: Duration = Duration::from_secs(2);

/// Runs a session until it ends; the signal that ended it, if one did.
pub(super) fn run(options: &Options) -> anyhow::Result<Option<i32>> {
    let (sender, receiver) = channel();
    let mut terminal = Terminal::take().context("the terminal cannot be used")?;
    let (mut state, effects) = State::new(options, Terminal::size());
    terminal.draw(&state).context("cannot draw")?;
    // Only now, with the first frame on the screen, is anything read.
    let signals = signals::listen(&sender)?;
    listen(sender.clone());
    let mut rim = Rim {
        sender,
        keeper: Keeper::new(),
        autosave: None,
        layout: Newest::default(),
        check: Newest::default(),
        ahead: Newest::default(),
    };
    rim.perform_all(effects, &mut terminal)?;
    while !state.is_quitting() {
        let Some(first) = rim.wait(&receiver) else { break };
        let mut next = Some(first);
        // Everything that is there already goes into one frame.
        while let Some(message) = next {
            let effects = rim.take(&mut state, message);
            rim.perform_all(effects, &mut terminal)?;
            if state.is_quitting() {
                break;
            }
            next = receiver.try_recv().ok();
        }
        if !state.is_quitting() {
            terminal.draw(&state).context("cannot draw")?;
        }
    }
    drop(terminal);
    Ok(signals.last())
}

/// What the runner holds beside the state.
struct Rim {
    sender: Sender<Message>,
    keeper: Keeper,
    autosave: Option<Instant>,
    /// What is drawn, and the program that is shown.
    layout: Newest,
    /// The findings.
    check: Newest,
    /// What the design grants, and scenes that nobody has asked for yet.
    ahead: Newest,
}

impl Rim {
    /// The next message, or the one that says that work is to be written down.
    fn wait(&mut self, receiver: &Receiver<Message>) -> Option<Message> {
        let Some(due) = self.autosave else { return receiver.recv().ok() };
        match receiver.recv_timeout(due.saturating_duration_since(Instant::now())) {
            Ok(message) => Some(message),
            Err(RecvTimeoutError::Timeout) => {
                self.autosave = None;
                Some(Message::AutosaveDue)
            }
            Err(RecvTimeoutError::Disconnected) => None,
        }
    }

    fn take(&mut self, state: &mut State, message: Message) -> Vec<Effect> {
        let mut discard = None;
        match &message {
            Message::Opened(opened) => {
                if let Some(path) = &opened.document.path {
                    self.remember(path);
                }
                discard = opened.recovered.as_ref().map(|recovery| recovery.place.clone());
            }
            Message::Saved { path, result: Ok(()), .. } => self.remember(path),
            _ => {}
        }
        let mut effects = update(state, message);
        if let Some(place) = discard {
            // Ours is written before that of the session before goes.
            effects.extend(update(state, Message::AutosaveDue));
            effects.push(Effect::Discard(place));
        }
        effects
    }

    fn remember(&self, path: &Path) {
        self.keeper.remember(path);
    }

    fn perform_all(&mut self, effects: Vec<Effect>, terminal: &mut Terminal) -> anyhow::Result<()> {
        effects.into_iter().try_for_each(|effect| self.perform(effect, terminal))
    }

    fn perform(&mut self, effect: Effect, terminal: &mut Terminal) -> anyhow::Result<()> {
        match effect {
            Effect::LookUp => self.send(Message::Shelf(self.keeper.look_up())),
            Effect::Open(_)
            | Effect::Compare { .. }
            | Effect::Translate { .. }
            | Effect::Export { .. }
            | Effect::Save { .. } => {
                worker::once(effect, &self.sender);
            }
            Effect::LayOut { .. } => self.layout.ask(Urgency::Shown, effect, &self.sender),
            Effect::Code { .. } => self.layout.ask(Urgency::Beside, effect, &self.sender),
            Effect::Check { .. } => self.check.ask(Urgency::Shown, effect, &self.sender),
            Effect::Access { .. } => self.ahead.ask(Urgency::Shown, effect, &self.sender),
            Effect::LayOutAhead { .. } => self.ahead.ask(Urgency::Beside, effect, &self.sender),
            Effect::LayOutAnew { .. } => self.ahead.ask(Urgency::Idle, effect, &self.sender),
            Effect::Autosave => self.autosave = Some(Instant::now() + REST),
            Effect::WriteRecovery(recovery) => {
                if let Err(reason) = self.keeper.write(&recovery) {
                    self.send(Message::Notice(format!("Work is not kept safe: {reason}")));
                }
            }
            Effect::DropRecovery => {
                self.autosave = None;
                self.keeper.clear();
            }
            Effect::Discard(place) => Keeper::discard(&place),
            Effect::Copy(text) => Terminal::copy(&text).context("cannot copy")?,
            Effect::Mouse(on) => Terminal::mouse(on).context("cannot turn the mouse")?,
            Effect::Suspend => {
                terminal.suspend().context("the terminal cannot be used")?;
                // Nobody has told us of what became of it meanwhile.
                let (width, height) = Terminal::size();
                self.send(Message::Input(Input::Resize(width, height)));
            }
            Effect::Quit => {}
        }
        Ok(())
    }

    fn send(&self, message: Message) {
        let _ = self.sender.send(message);
    }
}

/// Sends what the person does, until the terminal is gone.
fn listen(sender: Sender<Message>) {
    thread::spawn(move || {
        let mut inputs = Inputs::default();
        loop {
            let message = match inputs.next() {
                Ok(Some(input)) => Message::Input(input),
                Ok(None) => continue,
                Err(_) => Message::Terminate,
            };
            let last = matches!(message, Message::Terminate);
            if sender.send(message).is_err() || last {
                break;
            }
        }
    });
}

/// Signals that end the program.
#[cfg(unix)]
mod signals {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicI32, Ordering};
    use std::sync::mpsc::Sender;
    use std::thread;

    use anyhow::Context as _;
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;

    use super::Message;

    /// The last signal that came.
    pub(super) struct Last(Arc<AtomicI32>);

    impl Last {
        /// The signal, if one came.
        pub(super) fn last(&self) -> Option<i32> {
            Some(self.0.load(Ordering::SeqCst)).filter(|signal| *signal != 0)
        }
    }

    /// Has each of them end the session in order.
    pub(super) fn listen(sender: &Sender<Message>) -> anyhow::Result<Last> {
        let last = Arc::new(AtomicI32::new(0));
        let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT]).context("cannot listen to signals")?;
        let (sender, store) = (sender.clone(), Arc::clone(&last));
        thread::spawn(move || {
            for signal in signals.forever() {
                store.store(signal, Ordering::SeqCst);
                if sender.send(Message::Terminate).is_err() {
                    break;
                }
            }
        });
        Ok(Last(last))
    }
}

/// Where there are no signals, none ends the program.
#[cfg(not(unix))]
mod signals {
    use std::sync::mpsc::Sender;

    use super::Message;

    pub(super) struct Last;

    impl Last {
        pub(super) fn last(&self) -> Option<i32> {
            None
        }
    }

    pub(super) fn listen(_sender: &Sender<Message>) -> anyhow::Result<Last> {
        Ok(Last)
    }
}
