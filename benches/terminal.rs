//! How long the real program takes on a real pseudo-terminal: start to first full frame, key to settled screen.
//!
//! Prints figures and judges nothing. `cargo bench --bench terminal`; where `btm` is installed it is measured in turn in the
//! same run, and the ratios are printed, since only ratios of one run carry over between machines.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

use std::io::{Read, Write};
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, PtySize, native_pty_system};

/// Silence that counts as settled.
const SILENCE: Duration = Duration::from_millis(30);
const STARTS: usize = 7;
const KEYS: usize = 16;

/// What one start gave.
struct Run {
    first_frame: Duration,
    keys: Vec<Duration>,
}

fn main() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let program = env!("CARGO_BIN_EXE_pulumi-designer");
    let big = folder.path().join("big.yaml");
    std::fs::write(&big, design(500)).expect("a design can be written");
    let cases: Vec<(&str, Vec<String>, [&str; 2])> = vec![
        ("shop, 120x40", vec![program.into(), "--preset".into(), "shop".into()], ["j", "k"]),
        ("500 nodes, 120x40", vec![program.into(), big.display().to_string()], ["j", "k"]),
    ];
    let peer = which("btm").map(|path| vec![path]);
    println!("{:<22} {:>30} {:>34}", "", "first full frame, ms", "key to settled screen, ms");
    println!("{:<22} {:>9} {:>9} {:>10} {:>10} {:>10} {:>12}", "", "min", "median", "max", "min", "median", "p95");
    for (name, command, keys) in &cases {
        let mut ours = Vec::new();
        let mut theirs = Vec::new();
        for _ in 0..STARTS {
            ours.push(run(command, folder.path(), *keys));
            if let Some(peer) = &peer {
                theirs.push(run(peer, folder.path(), ["\u{1b}[B", "\u{1b}[A"]));
            }
        }
        let ours = print(name, &ours);
        if !theirs.is_empty() {
            let theirs = print("  btm, in turn", &theirs);
            println!("  ratio to btm: first frame {:.2}, key {:.2}", ours.0 / theirs.0, ours.1 / theirs.1);
        }
    }
}

fn which(name: &str) -> Option<String> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(name))
        .find(|file| file.is_file())
        .map(|file| file.display().to_string())
}

fn print(name: &str, runs: &[Run]) -> (f64, f64) {
    let milliseconds = |duration: &Duration| duration.as_secs_f64() * 1000.0;
    let mut frames: Vec<f64> = runs.iter().map(|run| milliseconds(&run.first_frame)).collect();
    let mut keys: Vec<f64> = runs.iter().flat_map(|run| run.keys.iter().map(milliseconds)).collect();
    frames.sort_by(f64::total_cmp);
    keys.sort_by(f64::total_cmp);
    let at =
        |values: &[f64], share: f64| values.get(((values.len() - 1) as f64 * share) as usize).copied().unwrap_or(0.0);
    println!(
        "{name:<22} {:>9.1} {:>9.1} {:>10.1} {:>10.2} {:>10.2} {:>12.2}",
        at(&frames, 0.0),
        at(&frames, 0.5),
        at(&frames, 1.0),
        at(&keys, 0.0),
        at(&keys, 0.5),
        at(&keys, 0.95)
    );
    (at(&frames, 0.5), at(&keys, 0.5))
}

/// One start, and the keys in turn.
fn run(command: &[String], home: &Path, keys: [&str; 2]) -> Run {
    let pair = native_pty_system()
        .openpty(PtySize { rows: 40, cols: 120, pixel_width: 0, pixel_height: 0 })
        .expect("a pseudo-terminal");
    let mut builder = CommandBuilder::new(command.first().expect("a command"));
    builder.args(command.iter().skip(1));
    builder.env("TERM", "xterm-256color");
    builder.env("HOME", home);
    for name in ["XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"] {
        builder.env_remove(name);
    }
    let mut reader = pair.master.try_clone_reader().expect("a reader");
    let mut writer = pair.master.take_writer().expect("a writer");
    let (sender, receiver) = channel();
    let start = Instant::now();
    let mut child = pair.slave.spawn_command(builder).expect("the program starts");
    drop(pair.slave);
    std::thread::spawn(move || {
        let mut buffer = vec![0u8; 65536];
        while let Ok(count) = reader.read(&mut buffer) {
            if count == 0 || sender.send(Instant::now()).is_err() {
                break;
            }
        }
    });
    let first_frame = settle(&receiver, start, Duration::from_secs(5));
    let mut times = Vec::new();
    for index in 0..KEYS {
        std::thread::sleep(Duration::from_millis(60));
        while receiver.try_recv().is_ok() {}
        let pressed = Instant::now();
        writer.write_all(keys[index % 2].as_bytes()).expect("a key can be sent");
        writer.flush().expect("a key can be sent");
        times.push(settle(&receiver, pressed, Duration::from_millis(500)));
    }
    let _ = child.kill();
    let _ = child.wait();
    Run { first_frame, keys: times }
}

/// From the start to the last byte before silence.
fn settle(receiver: &Receiver<Instant>, start: Instant, limit: Duration) -> Duration {
    let Ok(mut last) = receiver.recv_timeout(limit) else { return limit };
    loop {
        match receiver.recv_timeout(SILENCE) {
            Ok(at) => last = at,
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                return last.saturating_duration_since(start);
            }
        }
    }
}

/// A design of about that many nodes: services of six behind one API, joined by events on one bus.
fn design(nodes: usize) -> String {
    use std::fmt::Write as _;
    let mut services = String::from(
        "services:\n  shared:\n    nodes:\n      api: { kind: http-api }\n      bus: { kind: event-bus }\n",
    );
    let mut flows = String::from("flows:\n");
    for number in 1..=nodes / 6 {
        let name = format!("service-{number:04}");
        let _ = write!(
            services,
            "  {name}:\n    nodes:\n      write: {{ kind: function }}\n      read: {{ kind: function, runtime: python }}\n      store: {{ kind: table, key: {{ partition: id }} }}\n      inbox: {{ kind: queue }}\n      work: {{ kind: function, timeout: 20s }}\n      news: {{ kind: topic }}\n"
        );
        let _ = write!(
            flows,
            "  - {{ kind: route, from: shared.api, to: {name}.write, method: POST, path: /s{number} }}\n  - {{ kind: route, from: shared.api, to: {name}.read, method: GET, path: /s{number} }}\n  - {{ kind: read-write, from: {name}.write, to: {name}.store }}\n  - {{ kind: read, from: {name}.read, to: {name}.store }}\n  - {{ kind: subscribe, from: {name}.inbox, to: {name}.work }}\n  - {{ kind: publish, from: {name}.work, to: {name}.news }}\n  - {{ kind: publish, from: {name}.write, to: shared.bus, event: Thing{number}Changed }}\n  - {{ kind: subscribe, from: shared.bus, to: {name}.inbox, event: Thing{}Changed }}\n",
            number.max(2) - 1
        );
    }
    format!(
        "version: 1\nname: big\nprovider: aws\nregion: eu-west-1\nenvironments: {{ dev: {{}}, prod: {{}} }}\n{services}{flows}"
    )
}
