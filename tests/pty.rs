//! The real program on a real pseudo-terminal: the story by keys, and how the terminal is given back.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::io::{Read as _, Write};
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// How long a text may take to appear: far beyond what it takes, since other tests run too.
const PATIENCE: Duration = Duration::from_mins(1);

/// A program on a pseudo-terminal.
struct Program {
    parser: vt100::Parser,
    output: Receiver<Vec<u8>>,
    raw: Vec<u8>,
    writer: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
}

impl Program {
    fn start(folder: &Path, arguments: &[&str]) -> Self {
        let (rows, cols) = (30, 100);
        let pair = native_pty_system().openpty(PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_pulumi-designer"));
        command.args(arguments);
        command.cwd(folder);
        command.env("TERM", "xterm-256color");
        command.env("HOME", folder);
        for name in ["XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "NO_COLOR"] {
            command.env_remove(name);
        }
        let mut reader = pair.master.try_clone_reader().unwrap();
        let writer = pair.master.take_writer().unwrap();
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let (sender, output) = channel();
        std::thread::spawn(move || {
            let mut buffer = [0u8; 4096];
            while let Ok(count) = reader.read(&mut buffer) {
                if count == 0 || sender.send(buffer[..count].to_vec()).is_err() {
                    break;
                }
            }
        });
        let parser = vt100::Parser::new(rows.try_into().unwrap(), cols.try_into().unwrap(), 0);
        Self { parser, output, raw: Vec::new(), writer, child, master: pair.master }
    }

    fn screen(&self) -> String {
        self.parser.screen().contents()
    }

    /// Waits until the screen is as wanted.
    fn wait(&mut self, what: &str, wanted: impl Fn(&str) -> bool) {
        let end = Instant::now() + PATIENCE;
        while !wanted(&self.screen()) {
            match self.output.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(bytes) => {
                    self.parser.process(&bytes);
                    self.raw.extend(bytes);
                }
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                    panic!("{what} did not come:\n{}", self.screen())
                }
            }
        }
    }

    fn until(&mut self, text: &str) {
        self.wait(text, |screen| screen.contains(text));
    }

    fn gone(&mut self, text: &str) {
        self.wait(&format!("the end of {text}"), |screen| !screen.contains(text));
    }

    fn keys(&mut self, keys: &str) {
        self.writer.write_all(keys.as_bytes()).unwrap();
        self.writer.flush().unwrap();
    }

    /// Waits for the end; gives the exit status and everything that was written.
    fn end(mut self) -> (portable_pty::ExitStatus, String) {
        let status = self.child.wait().unwrap();
        drop(self.writer);
        drop(self.master);
        let end = Instant::now() + PATIENCE;
        loop {
            match self.output.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(bytes) => self.raw.extend(bytes),
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => panic!("the output does not end"),
            }
        }
        (status, String::from_utf8_lossy(&self.raw).into_owned())
    }

    fn signal(&self, name: &str) {
        let process = self.child.process_id().unwrap().to_string();
        let status = std::process::Command::new("kill").args(["-s", name, &process]).status().unwrap();
        assert!(status.success());
    }
}

/// Whether the end of the output takes back everything that the program turned on.
fn assert_restored(output: &str) {
    for (on, off) in [("?1049h", "?1049l"), ("?1000h", "?1000l"), ("?2004h", "?2004l"), ("?25l", "?25h")] {
        let last_on = output.rfind(on).unwrap_or_else(|| panic!("{on} was never sent"));
        let last_off = output.rfind(off).unwrap_or_else(|| panic!("{off} was never sent"));
        assert!(last_off > last_on, "{off} is missing at the end");
    }
    assert_eq!(output.matches("\u{1b}[?2026h").count(), output.matches("\u{1b}[?2026l").count() - 1);
    assert!(!output.contains("\u{1b}[6n") && !output.contains("\u{1b}[c"), "the terminal was asked something");
}

#[test]
fn the_story_by_keys_on_a_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let mut program = Program::start(folder.path(), &[]);
    program.until("Start from a preset");
    program.keys("2");
    program.until("no problems");
    program.keys("/orders.place-order");
    program.until("▸ orders.place-order");
    program.keys("\r");
    program.gone("FIND");
    program.keys("a");
    program.until("Add to orders");
    program.keys("\u{1b}[200~queue\u{1b}[201~");
    program.until("Messages that wait");
    program.keys("\r");
    program.until("unsaved");
    program.until("warning");
    program.keys("u");
    program.until("Undone: Add queue");
    program.until("no problems");
    program.keys("s");
    program.until("Save the design as");
    program.keys("\r");
    program.until("Saved orders.yaml");
    program.keys("x");
    program.until("Export a Pulumi program in");
    program.keys("\r");
    program.until("Export TypeScript into");
    program.keys("\r");
    program.until("Exported: orders-typescript");
    program.keys("\r");
    program.gone("EXPORTED");
    program.keys("q");
    let (status, output) = program.end();
    assert!(status.success());
    assert_restored(&output);
    assert!(folder.path().join("orders.yaml").is_file());
    assert!(folder.path().join("orders-typescript/Pulumi.yaml").is_file());
}

#[test]
fn a_signal_gives_the_terminal_back_and_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut program = Program::start(folder.path(), &["--preset", "auth"]);
    program.until("no problems");
    program.keys("/auth.login");
    program.until("▸ auth.login");
    program.keys("\r");
    program.gone("FIND");
    program.keys("d");
    program.until("unsaved");
    program.signal("TERM");
    let (status, output) = program.end();
    assert!(!status.success());
    assert_restored(&output);
    let mut program = Program::start(folder.path(), &[]);
    program.until("A session ended without saving");
    program.keys("\r");
    program.until("unsaved");
    program.keys("q");
    program.until("Unsaved changes");
    program.keys("d");
    let (status, _) = program.end();
    assert!(status.success());
    let mut program = Program::start(folder.path(), &[]);
    program.until("Start from a preset");
    program.keys("q");
    let (_, output) = program.end();
    assert!(!output.contains("ended without saving"));
}

#[test]
fn the_mouse_and_another_size_work_on_a_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let mut program = Program::start(folder.path(), &[]);
    program.until("Start from a preset");
    let row = program.screen().lines().position(|line| line.contains("notifications")).unwrap() + 1;
    program.keys(&format!("\u{1b}[<0;20;{row}M\u{1b}[<0;20;{row}m"));
    program.until("no problems");
    program.parser.screen_mut().set_size(10u16.try_into().unwrap(), 40u16.try_into().unwrap());
    program.master.resize(PtySize { rows: 10, cols: 40, pixel_width: 0, pixel_height: 0 }).unwrap();
    program.until("Please make the terminal");
    program.keys("\u{3}");
    let (status, output) = program.end();
    assert!(status.success());
    assert_restored(&output);
}

#[test]
fn control_z_goes_back_to_the_shell_and_returns_to_the_same_screen() {
    let folder = tempfile::tempdir().unwrap();
    let mut program = Program::start(folder.path(), &["--preset", "auth"]);
    program.until("no problems");
    program.keys("/auth.login");
    program.until("▸ auth.login");
    program.keys("\r");
    program.gone("FIND");
    program.keys("\u{1a}");
    // A continuation that comes before the stop is lost, so it is sent until the screen is taken again.
    let taken = |program: &Program| String::from_utf8_lossy(&program.raw).matches("?1049h").count();
    let end = Instant::now() + PATIENCE;
    while taken(&program) < 2 {
        assert!(Instant::now() < end, "the screen was not taken again");
        if let Ok(bytes) = program.output.recv_timeout(Duration::from_millis(50)) {
            program.parser.process(&bytes);
            program.raw.extend(bytes);
        } else {
            program.signal("CONT");
        }
    }
    program.until("auth.login  Lambda");
    program.keys("j");
    program.keys("q");
    let (status, output) = program.end();
    assert!(status.success());
    let restored = output.rfind("?1049l").unwrap();
    assert!(restored > output.rfind("?1049h").unwrap());
    assert_eq!(output.matches("?1049l").count(), 2, "taken twice, given back twice");
}
