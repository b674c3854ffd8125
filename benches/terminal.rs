//! How the real program behaves on a real pseudo-terminal: start to first full frame, key to settled screen, processor time
//! while nobody does anything, and the most memory it took.
//!
//! Prints figures as a table for docs/speed.md and judges nothing. `cargo bench --bench terminal [-- CASE..]` measures the
//! cases whose names hold one of the words; where `btm` is installed (`PEER=PATH` names it elsewhere) it is measured in turn
//! in the same run, and the ratios are printed, since only ratios of one run carry over between machines. `PROGRAM=PATH`
//! measures another build. Of cases with 200 keys the distribution is printed besides.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

#[path = "shared/design.rs"]
mod design;

use std::io::{Read, Write};
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, PtySize, native_pty_system};

/// Silence that counts as settled.
const SILENCE: Duration = Duration::from_millis(25);
/// How long the program rests before keys are sent: large designs are laid out meanwhile.
const REST: Duration = Duration::from_millis(300);
/// How long it is watched while nobody does anything.
const IDLE: Duration = Duration::from_secs(2);

/// What is measured.
struct Case {
    name: &'static str,
    /// How many nodes; none for the preset.
    nodes: Option<usize>,
    /// Keys that bring it into the state that is measured.
    before: &'static str,
    /// How long that may take to settle.
    settle: Duration,
    /// The keys that are timed, in turn.
    keys: [&'static str; 2],
    starts: usize,
    count: usize,
}

const CURSOR: [&str; 2] = ["j", "k"];
const PAN: [&str; 2] = ["zj", "zk"];
const ZOOM: [&str; 2] = ["+", "-"];

const CASES: &[Case] = &[
    Case::of("shop, cursor", None, "", CURSOR, 7, 30),
    Case::of("100 nodes, cursor", Some(100), "", CURSOR, 5, 30),
    Case::of("500 nodes, cursor", Some(500), "", CURSOR, 5, 30),
    Case::of("500 nodes as boxes, cursor", Some(500), "++", CURSOR, 3, 30),
    Case::of("500 nodes as boxes, pan", Some(500), "++", PAN, 3, 30),
    Case::of("500 nodes, zoom", Some(500), "", ZOOM, 3, 30),
    Case::of("5000 nodes, cursor", Some(5_000), "", CURSOR, 1, 200),
    Case::of("5000 nodes as boxes, cursor", Some(5_000), "++", CURSOR, 1, 200),
    Case::of("5000 nodes as boxes, pan", Some(5_000), "++", PAN, 1, 200),
    Case::of("10000 nodes, cursor", Some(10_000), "", CURSOR, 1, 50),
];

impl Case {
    const fn of(
        name: &'static str,
        nodes: Option<usize>,
        before: &'static str,
        keys: [&'static str; 2],
        starts: usize,
        count: usize,
    ) -> Self {
        let settle = match nodes {
            Some(2_000..) => Duration::from_secs(20),
            Some(_) => Duration::from_secs(3),
            None => Duration::from_millis(300),
        };
        Self { name, nodes, before, settle, keys, starts, count }
    }
}

impl Case {
    /// Whether `btm` is measured beside it: once for each design that one can wait for.
    const fn is_compared(&self) -> bool {
        self.before.is_empty() && !matches!(self.nodes, Some(2_000..)) && self.keys[0].len() == 1
    }

    /// Silence that counts as the end of the start: what is read and laid out in it draws nothing meanwhile.
    const fn silence(&self) -> Duration {
        match self.nodes {
            Some(2_000..) => Duration::from_secs(10),
            _ => Duration::from_millis(400),
        }
    }
}

/// What one start gave.
struct Run {
    first_frame: Duration,
    keys: Vec<Duration>,
    /// Processor time while nobody did anything, in percent.
    idle: f64,
    /// The most memory, in MiB.
    memory: f64,
}

fn main() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let wanted: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let peer = std::env::var("PEER").ok().or_else(|| which("btm"));
    println!(
        "| case | first full frame, ms: least / median / most | key to settled screen, ms: median / p90 / p95 / most | idle, % | peak, MiB |"
    );
    println!("| --- | --- | --- | --- | --- |");
    let mut remarks = Vec::new();
    for case in
        CASES.iter().filter(|case| wanted.is_empty() || wanted.iter().any(|word| case.name.contains(word.as_str())))
    {
        let program = std::env::var("PROGRAM").unwrap_or_else(|_| env!("CARGO_BIN_EXE_pulumi-designer").to_owned());
        let mut command = vec![program];
        if let Some(nodes) = case.nodes {
            let path = folder.path().join(format!("{nodes}.yaml"));
            std::fs::write(&path, design::design(nodes)).expect("a design can be written");
            command.push(path.display().to_string());
        } else {
            command.extend(["--preset".to_owned(), "shop".to_owned()]);
        }
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for _ in 0..case.starts {
            ours.push(run(&command, folder.path(), case));
            if let Some(peer) = peer.as_ref().filter(|_| case.is_compared()) {
                let like = Case { before: "", settle: REST, keys: ["\u{1b}[B", "\u{1b}[A"], ..*case };
                theirs.push(run(std::slice::from_ref(peer), folder.path(), &like));
            }
        }
        let ours = print(case.name, &ours);
        if !theirs.is_empty() {
            let theirs = print("`btm`, in turn", &theirs);
            println!(
                "| **{}, times `btm`** | **{:.2}** | **{:.2}** | | |",
                case.name,
                ours.0 / theirs.0,
                ours.1 / theirs.1
            );
        }
        if case.count >= 200 {
            remarks.push((case.name, ours.2));
        }
    }
    for (name, keys) in remarks {
        println!("\n{name}, {} keys, ms to the settled screen:\n", keys.len());
        distribution(&keys);
    }
}

/// How many keys took how long, as a table.
fn distribution(keys: &[f64]) {
    const STEPS: [f64; 8] = [0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 33.0, f64::INFINITY];
    let names: Vec<String> =
        STEPS.iter().map(|step| if step.is_finite() { format!("≤ {step}") } else { "more".to_owned() }).collect();
    println!("| {} |\n|{}", names.join(" | "), " --- |".repeat(STEPS.len()));
    let mut below = 0.0;
    let counts: Vec<String> = STEPS
        .iter()
        .map(|step| {
            let count = keys.iter().filter(|key| **key > below && **key <= *step).count();
            below = *step;
            count.to_string()
        })
        .collect();
    println!("| {} |", counts.join(" | "));
}

fn which(name: &str) -> Option<String> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(name))
        .find(|file| file.is_file())
        .map(|file| file.display().to_string())
}

/// Prints a row; gives the medians and the times of all keys.
fn print(name: &str, runs: &[Run]) -> (f64, f64, Vec<f64>) {
    let milliseconds = |duration: &Duration| duration.as_secs_f64() * 1000.0;
    let mut frames: Vec<f64> = runs.iter().map(|run| milliseconds(&run.first_frame)).collect();
    let mut keys: Vec<f64> = runs.iter().flat_map(|run| &run.keys).map(milliseconds).collect();
    frames.sort_by(f64::total_cmp);
    keys.sort_by(f64::total_cmp);
    let at =
        |values: &[f64], share: f64| values.get(((values.len() - 1) as f64 * share) as usize).copied().unwrap_or(0.0);
    let most = |value: fn(&Run) -> f64| runs.iter().map(value).fold(0.0, f64::max);
    println!(
        "| {name} | {:.0} / {:.0} / {:.0} | {:.2} / {:.2} / {:.2} / {:.1} | {:.1} | {:.1} |",
        at(&frames, 0.0),
        at(&frames, 0.5),
        at(&frames, 1.0),
        at(&keys, 0.5),
        at(&keys, 0.9),
        at(&keys, 0.95),
        at(&keys, 1.0),
        most(|run| run.idle),
        most(|run| run.memory),
    );
    (at(&frames, 0.5), at(&keys, 0.5), keys)
}

/// One start, and the keys in turn.
fn run(command: &[String], home: &Path, case: &Case) -> Run {
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
    let first_frame = settle(&receiver, start, Duration::from_secs(30), case.silence());
    let mut press = |keys: &str| {
        writer.write_all(keys.as_bytes()).expect("a key can be sent");
        writer.flush().expect("a key can be sent");
    };
    std::thread::sleep(REST);
    for key in case.before.chars() {
        press(&key.to_string());
        quiet(&receiver, case.settle);
    }
    quiet(&receiver, case.settle);
    let mut times = Vec::new();
    for index in 0..case.count {
        std::thread::sleep(Duration::from_millis(40));
        while receiver.try_recv().is_ok() {}
        let pressed = Instant::now();
        press(case.keys[index % 2]);
        times.push(settle(&receiver, pressed, Duration::from_millis(500), SILENCE));
    }
    let process = child.process_id().unwrap_or(0);
    std::thread::sleep(REST);
    let before = processor_ticks(process);
    std::thread::sleep(IDLE);
    // A hundred ticks a second (`getconf CLK_TCK`).
    let idle = (processor_ticks(process) - before) / IDLE.as_secs_f64();
    let memory = peak_memory(process);
    let _ = child.kill();
    let _ = child.wait();
    Run { first_frame, keys: times, idle, memory }
}

/// From the start to the last byte before silence.
fn settle(receiver: &Receiver<Instant>, start: Instant, limit: Duration, silence: Duration) -> Duration {
    let Ok(mut last) = receiver.recv_timeout(limit) else { return limit };
    loop {
        match receiver.recv_timeout(silence) {
            Ok(at) => last = at,
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                return last.saturating_duration_since(start);
            }
        }
    }
}

/// Waits until nothing has come for a while; a large design is quiet while it is laid out.
fn quiet(receiver: &Receiver<Instant>, while_quiet: Duration) {
    while receiver.recv_timeout(while_quiet).is_ok() {}
}

/// The processor time that a process took, in ticks; 0 where there is no such file.
fn processor_ticks(process: u32) -> f64 {
    let text = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    let fields: Vec<&str> = text.rsplit(')').next().unwrap_or("").split_whitespace().collect();
    [11, 12].iter().filter_map(|field| fields.get(*field)?.parse::<f64>().ok()).sum()
}

/// The most memory that a process took, in MiB; 0 where there is no such file.
fn peak_memory(process: u32) -> f64 {
    let text = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
}
