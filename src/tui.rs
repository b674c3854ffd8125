//! The interactive session: one state, one `update` from messages to effects, one `view` that only reads.
//!
//! `update` and `view` know no disk, no clock and no terminal; the rim (`runner`, `terminal`, `shelf`, `work`) does
//! what effects ask for and sends messages back. Nothing here changes a design but through its edits.

mod action;
mod ansi;
mod effect;
mod field;
mod input;
mod message;
mod overlay;
mod painted;
mod panes;
mod runner;
mod screen;
mod session;
mod shelf;
mod state;
mod terminal;
mod theme;
mod update;
mod view;
mod work;
mod worker;

pub use effect::{Effect, Recovery, Source};
pub use input::{Input, Key, KeyPress, Mouse, MouseKind, parse_keys};
pub use message::{Message, Opened, Shelf};
pub use painted::painted;
pub use session::{Clearer, Pins, Session, pins_from_file};
pub use state::{Options, State};
pub use theme::Palette;
pub use update::update;
pub use view::view;
pub use work::work;

/// Runs a session on the terminal until the person leaves it.
pub fn run(options: &Options) -> anyhow::Result<()> {
    let signal = runner::run(options)?;
    #[cfg(unix)]
    if let Some(signal) = signal {
        // Whoever waits for us learns that the signal ended us, as if we had never caught it.
        signal_hook::low_level::emulate_default_handler(signal)?;
    }
    #[cfg(not(unix))]
    let _ = signal;
    Ok(())
}
