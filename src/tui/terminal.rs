//! The terminal: taken over, drawn to, and given back however the program ends. With the file below it, the only place
//! that names the terminal library.

mod pending;

use std::io::{self, Write as _, stdout};
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use ratatui::crossterm::cursor::{Hide, Show};
use ratatui::crossterm::event::{
    DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture, Event, KeyCode, KeyEventKind,
    KeyModifiers, MouseButton, MouseEventKind,
};
use ratatui::crossterm::style::Print;
use ratatui::crossterm::terminal::{
    BeginSynchronizedUpdate, Clear, ClearType, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
    disable_raw_mode, enable_raw_mode, size,
};
use ratatui::crossterm::{execute, queue};

use self::pending::Pending;
use super::input::{Input, Key, KeyPress, Mouse, MouseKind};
use super::state::State;
use super::view::view;

/// Whether the terminal is ours now.
static TAKEN: AtomicBool = AtomicBool::new(false);
static HOOK: Once = Once::new();

/// The name of threads that work for the session.
pub(super) const WORKER: &str = "work";

/// The terminal while it is ours; given back when this goes.
pub(super) struct Terminal {
    inner: Inner,
    /// One frame as it goes out.
    out: Vec<u8>,
}

impl Terminal {
    /// Takes the terminal over.
    pub(super) fn take() -> io::Result<Self> {
        HOOK.call_once(|| {
            let before = std::panic::take_hook();
            std::panic::set_hook(Box::new(move |panic| {
                // A worker's panic is caught and told on the screen, which therefore stays.
                if std::thread::current().name() == Some(WORKER) {
                    return;
                }
                give_back();
                before(panic);
            }));
        });
        enter().map(|inner| Self { inner, out: Vec::new() })
    }

    /// Gives the terminal to the shell until the shell continues us.
    #[cfg(unix)]
    pub(super) fn suspend(&mut self) -> io::Result<()> {
        give_back();
        signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP)?;
        // What is on the screen now is not known, so the next frame is drawn in full.
        self.inner = enter()?;
        Ok(())
    }

    /// Where a program cannot be suspended, nothing happens.
    #[cfg(not(unix))]
    pub(super) fn suspend(&mut self) -> io::Result<()> {
        Ok(())
    }

    /// Columns and rows.
    pub(super) fn size() -> (u16, u16) {
        size().unwrap_or((80, 24))
    }

    /// Draws the state, as one update of the screen; writes nothing when nothing on it changes.
    pub(super) fn draw(&mut self, state: &State) -> io::Result<()> {
        self.inner.backend_mut().resize(state.size);
        self.inner.draw(|frame| view(state, frame))?;
        let frame = self.inner.backend().bytes();
        if frame.is_empty() {
            return Ok(());
        }
        self.out.clear();
        queue!(self.out, BeginSynchronizedUpdate)?;
        self.out.extend_from_slice(frame);
        queue!(self.out, EndSynchronizedUpdate)?;
        self.inner.backend_mut().clear_bytes();
        let mut output = stdout().lock();
        output.write_all(&self.out)?;
        output.flush()
    }

    /// Turns the mouse on or off.
    pub(super) fn mouse(on: bool) -> io::Result<()> {
        if on { execute!(stdout(), EnableMouseCapture) } else { execute!(stdout(), DisableMouseCapture) }
    }

    /// Puts text on the clipboard of the terminal, over whatever connection.
    pub(super) fn copy(text: &str) -> io::Result<()> {
        execute!(stdout(), Print(format!("\u{1b}]52;c;{}\u{7}", base64(text.as_bytes()))))
    }
}

type Inner = ratatui::Terminal<Pending>;

/// Turns on what we need; from then on the terminal is given back whatever fails.
fn enter() -> io::Result<Inner> {
    enable_raw_mode()?;
    TAKEN.store(true, Ordering::SeqCst);
    // A program that was killed may have left the other screen on, with something on it.
    execute!(stdout(), EnterAlternateScreen, Clear(ClearType::All), EnableMouseCapture, EnableBracketedPaste, Hide)
        .and_then(|()| ratatui::Terminal::new(Pending::new(Terminal::size())))
        .inspect_err(|_| give_back())
}

impl Drop for Terminal {
    fn drop(&mut self) {
        give_back();
    }
}

/// Gives the terminal back, once, however often it is called.
fn give_back() {
    if TAKEN.swap(false, Ordering::SeqCst) {
        // Where this fails there is no terminal any more to care for.
        let _ = execute!(
            stdout(),
            EndSynchronizedUpdate,
            DisableBracketedPaste,
            DisableMouseCapture,
            LeaveAlternateScreen,
            Show
        );
        let _ = disable_raw_mode();
        let _ = stdout().flush();
    }
}

/// Within so much time a second press at a cell makes a double press.
const DOUBLE: Duration = Duration::from_millis(400);

/// What the person does, one after another.
#[derive(Debug, Default)]
pub(super) struct Inputs {
    /// When and where the left button last went down.
    pressed: Option<(Instant, u16, u16)>,
}

impl Inputs {
    /// Waits for what the person does next; nothing for what is of no interest to us.
    pub(super) fn next(&mut self) -> io::Result<Option<Input>> {
        let input = translate(ratatui::crossterm::event::read()?);
        Ok(input.map(|input| match input {
            Input::Mouse(mouse) => Input::Mouse(self.doubled(mouse, Instant::now())),
            other => other,
        }))
    }

    /// The same, as a double press when it is the second of two.
    fn doubled(&mut self, mouse: Mouse, now: Instant) -> Mouse {
        if mouse.kind != MouseKind::Press {
            return mouse;
        }
        let again = self.pressed.is_some_and(|(at, column, row)| {
            (column, row) == (mouse.column, mouse.row) && now.saturating_duration_since(at) < DOUBLE
        });
        self.pressed = (!again).then_some((now, mouse.column, mouse.row));
        if again { Mouse { kind: MouseKind::DoublePress, ..mouse } } else { mouse }
    }
}

fn translate(event: Event) -> Option<Input> {
    match event {
        // Some terminals report the release of keys too; that is not a second press.
        Event::Key(key) if key.kind == KeyEventKind::Release => None,
        Event::Key(key) => translate_key(key.code, key.modifiers).map(Input::Key),
        Event::Mouse(mouse) => {
            // Many wheels turn one way only; with shift they turn sideways.
            let sideways = mouse.modifiers.contains(KeyModifiers::SHIFT);
            let kind = match mouse.kind {
                MouseEventKind::Down(MouseButton::Left) => MouseKind::Press,
                MouseEventKind::Drag(MouseButton::Left) => MouseKind::Drag,
                MouseEventKind::Up(MouseButton::Left) => MouseKind::Release,
                MouseEventKind::Down(MouseButton::Right) => MouseKind::RightPress,
                MouseEventKind::Drag(MouseButton::Right) => MouseKind::RightDrag,
                MouseEventKind::Up(MouseButton::Right) => MouseKind::RightRelease,
                MouseEventKind::ScrollUp if sideways => MouseKind::WheelLeft,
                MouseEventKind::ScrollDown if sideways => MouseKind::WheelRight,
                MouseEventKind::ScrollUp => MouseKind::WheelUp,
                MouseEventKind::ScrollDown => MouseKind::WheelDown,
                MouseEventKind::ScrollLeft => MouseKind::WheelLeft,
                MouseEventKind::ScrollRight => MouseKind::WheelRight,
                _ => return None,
            };
            let ctrl = mouse.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT);
            Some(Input::Mouse(Mouse { kind, column: mouse.column, row: mouse.row, ctrl }))
        }
        Event::Paste(text) => Some(Input::Paste(text)),
        Event::Resize(columns, rows) => Some(Input::Resize(columns, rows)),
        Event::FocusGained | Event::FocusLost => None,
    }
}

fn translate_key(code: KeyCode, modifiers: KeyModifiers) -> Option<KeyPress> {
    let key = match code {
        KeyCode::Char(character) => Key::Char(character),
        KeyCode::Enter => Key::Enter,
        KeyCode::Esc => Key::Escape,
        KeyCode::Tab => Key::Tab,
        KeyCode::BackTab => Key::BackTab,
        KeyCode::Backspace => Key::Backspace,
        KeyCode::Delete => Key::Delete,
        KeyCode::Up => Key::Up,
        KeyCode::Down => Key::Down,
        KeyCode::Left => Key::Left,
        KeyCode::Right => Key::Right,
        KeyCode::Home => Key::Home,
        KeyCode::End => Key::End,
        KeyCode::PageUp => Key::PageUp,
        KeyCode::PageDown => Key::PageDown,
        KeyCode::F(number) => Key::F(number),
        _ => return None,
    };
    // On some keyboards the right alt key writes characters and reports both modifiers.
    let graph = modifiers.contains(KeyModifiers::CONTROL | KeyModifiers::ALT) && matches!(key, Key::Char(_));
    let ctrl = modifiers.contains(KeyModifiers::CONTROL) && !graph;
    let alt = modifiers.contains(KeyModifiers::ALT) && !graph;
    Some(KeyPress { key, ctrl, alt })
}

const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

fn base64(bytes: &[u8]) -> String {
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let value = (0..3).fold(0u32, |value, index| value << 8 | u32::from(chunk.get(index).copied().unwrap_or(0)));
        for index in 0..4 {
            let digit = BASE64.get((value >> (18 - 6 * index)) as usize & 63).copied().unwrap_or(b'=');
            text.push(if index <= chunk.len() { char::from(digit) } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_for_the_clipboard_is_base64() {
        for (text, coded) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
            assert_eq!(base64(text.as_bytes()), coded);
        }
    }

    #[test]
    fn two_presses_at_a_cell_make_a_double_press_and_a_third_begins_anew() {
        let press = |column| Mouse { kind: MouseKind::Press, column, row: 1, ctrl: false };
        let start = Instant::now();
        let mut inputs = Inputs::default();
        let mut kinds = Vec::new();
        for (column, after) in [(1, 0), (1, 100), (1, 200), (2, 250), (2, 900), (2, 1000)] {
            kinds.push(inputs.doubled(press(column), start + Duration::from_millis(after)).kind);
        }
        let (one, two) = (MouseKind::Press, MouseKind::DoublePress);
        assert_eq!(kinds, [one, two, one, one, one, two]);
    }

    #[test]
    fn the_key_that_writes_third_characters_is_no_shortcut() {
        let graph = KeyModifiers::CONTROL | KeyModifiers::ALT;
        assert_eq!(translate_key(KeyCode::Char('@'), graph), Some(KeyPress::plain(Key::Char('@'))));
    }
}
